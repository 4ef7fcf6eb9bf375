/**
 * What listings show instead of the truth: `DirFakeUser`, `DirFakeGroup`, `DirFakeMode`. They hide who
 * has files here, and what everybody may do with them; the rights themselves stay what they are.
 *
 * @module
 */

import type { Arguments, Context, Directive } from "../../config/mod.ts";
import type { Names } from "../../fs/listing/names.ts";
import { settingsAt } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";

const CONTEXTS: readonly Context[] = [
  "server",
  "vhost",
  "global",
  "anonymous",
  "directory",
  "ftpaccess",
];

/** A name for everybody; `~` stands for the user's own, or his group's. Undefined: the true names. */
type Fake = string | undefined;

function owner(name: string): Directive<Fake> {
  return {
    name,
    contexts: CONTEXTS,
    syntax: `${name} on|off [name|~]`,
    fallback: undefined,
    parse(args: Arguments): Fake {
      if (args.words.length < 1 || args.words.length > 2) {
        args.fail(`syntax: ${name} on|off [<id to display>]`);
      }
      return args.boolean(0, "boolean argument") ? args.words[1] ?? "ftp" : undefined;
    },
  };
}

/** `DirFakeUser on|off [name|~]`: whose all files seem to be. */
export const dirFakeUser = owner("DirFakeUser");
/** `DirFakeGroup on|off [name|~]`: whose group's. */
export const dirFakeGroup = owner("DirFakeGroup");

/** `DirFakeMode mode`: the permissions that all files seem to have, in octal. */
export const dirFakeMode: Directive<number | undefined> = {
  name: "DirFakeMode",
  contexts: CONTEXTS,
  syntax: "DirFakeMode mode",
  fallback: undefined,
  parse(args) {
    const word = args.single();
    return /^[0-7]{1,5}$/.test(word)
      ? parseInt(word, 8) & 0o7777
      : args.fail("parameter must be an octal number");
  },
};

/**
 * The names and the mode that listings of a session show, by the settings of the directory that it is
 * in. For the owners the original does the same; the mode it has by the settings of each file.
 */
export function faked(session: Session): { names: Names; fakeMode: number | undefined } {
  const { auth, cwd, login } = session;
  const settings = settingsAt(session, cwd);
  const account = login?.account;
  const user = settings.get(dirFakeUser);
  const group = settings.get(dirFakeGroup);
  const userName = user === "~" ? account?.name : user;
  const groupName = group === "~" && account ? auth.groupName(account.gid) : group;
  return {
    names: {
      user: (uid) => userName ?? auth.userName(uid),
      group: (gid) => groupName ?? auth.groupName(gid),
    },
    fakeMode: settings.get(dirFakeMode),
  };
}
