/**
 * The step that cannot be taken back: the session becomes the user, in the user's root.
 *
 * @module
 */

import { confinedRoot } from "../../fs/confined_root.ts";
import { kernelRoot } from "../../fs/kernel_root.ts";
import type { Root } from "../../fs/root.ts";
import { close } from "../../libc/files.ts";
import { getuid } from "../../libc/process.ts";
import { SysError } from "../../libc/sys_error.ts";
import { prepareTime } from "../../libc/time.ts";
import { becomeUser, type KeptRights, revokePermissions } from "../../privilege/mod.ts";
import type { Session } from "../../session/session.ts";
import type { Refusal } from "./admission.ts";
import { credentialsOf, type Entry, isLinkRefused, jailOf, openJail } from "./jail.ts";
import { defaultChdir, expandPlace, placeFor, startingPlaces } from "./places.ts";

/** The reason why a user with the right password could not be let in. */
export class EntryRefused extends Error {
  override readonly name = "EntryRefused";

  constructor(readonly reasons: readonly Refusal[], options?: ErrorOptions) {
    super(reasons.map(({ text }) => text).join("; "), options);
  }
}

/**
 * Makes this process that of `account`: jail, groups, ids, permissions, working directory; `kept` is
 * what outlives the change of ids. Throws `EntryRefused`; some of it may have happened by then, so the
 * session has to end.
 */
export function enter(session: Session, entry: Entry, kept: KeptRights): void {
  const { account, anonymous, config } = entry;
  if (account.home === "") {
    const text = `error: user ${account.name} home directory is NULL or ""`;
    throw new EntryRefused([{ level: "warn", text }]);
  }
  const homeOf = (user: string) => session.auth.find(user)?.home;
  const jail = jailOf(session, entry);
  const wanted = anonymous === undefined && account.root !== undefined
    ? undefined
    : placeFor(defaultChdir, config, account);
  const home = anonymous ? jail : account.home;
  const starts = startingPlaces(wanted, jail, home, (path) => expandPlace(path, account, homeOf));
  if (jail !== "/") session.log.debug(1, `Preparing to chroot to directory '${jail}'`, "auth");
  prepareTime(); // the time zone's file is out of reach afterwards
  try {
    session.root = become(session, entry, jail, kept);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (isLinkRefused(error, config)) {
      const text = `error: DefaultRoot ${jail} is a symlink (denied by AllowChrootSymlinks config)`;
      throw new EntryRefused([
        { level: "notice", text },
        { level: "notice", text: "error: unable to determine DefaultRoot directory" },
      ], { cause: error });
    }
    const text = `chroot to '${jail}' failed for user '${account.name}': ${error.reason}`;
    throw new EntryRefused([
      { level: "error", text },
      { level: "notice", text: "error: unable to set DefaultRoot directory" },
    ], { cause: error });
  }
  session.cwd = startIn(session.root, account.name, starts);
  revokePermissions();
}

/** Changes root directory and ids; gives the file tree that the session sees from now on. */
function become(
  session: Session,
  { account, config }: Entry,
  jail: string,
  kept: KeptRights,
): Root {
  const user = credentialsOf(account);
  const directory = jail === "/" ? undefined : openJail(account, jail, config);
  try {
    const superuser = getuid() === 0;
    const confined = directory !== undefined && !superuser ? confinedRoot(jail) : undefined;
    session.auth.confine({ newRoot: directory !== undefined });
    session.forgetSnapshot();
    const outcome = becomeUser({ user, root: directory, kept });
    for (const note of outcome.notes) session.log.warning(note);
    const { held } = outcome;
    if (confined) {
      session.log.debug(8, () => `Landlock holds ${held ?? "nobody"} in '${jail}'`, "auth");
    }
    return confined ?? kernelRoot(outcome.chrooted ? jail : "");
  } finally {
    if (directory !== undefined) close(directory);
  }
}

/** The working directory to start in: the first of `places` that can be entered. */
function startIn(root: Root, user: string, places: readonly string[]): string {
  let text = "";
  for (const place of places) {
    try {
      return root.chdir(place);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      text = `${user} chdir("${place}") failed: ${error.reason}`;
    }
  }
  throw new EntryRefused([{ level: "error", text }]);
}
