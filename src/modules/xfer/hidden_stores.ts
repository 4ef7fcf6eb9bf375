/**
 * `HiddenStores`: uploads get their name when they are complete, and are called something else until
 * then.
 *
 * @module
 */

import { booleanOf, type Directive } from "../../config/mod.ts";
import { basename, dirname, joinPath } from "../../fs/paths.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { getpid } from "../../libc/process.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import type { Session } from "../../session/session.ts";

/** What stands around the name of a file that is on its way; `%P` is the session's process number. */
export interface HiddenName {
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * `HiddenStores on|off|prefix [suffix]`; undefined for off. As in the original, a prefix without a
 * suffix is put between dots: `part` makes `.part.name.`, `on` makes `.in.name.`.
 */
export const hiddenStores: Directive<HiddenName | undefined> = {
  name: "HiddenStores",
  contexts: ["server", "vhost", "global", "anonymous", "directory"],
  syntax: "HiddenStores on|off|prefix [suffix]",
  fallback: undefined,
  parse(args) {
    const word = args.word(0);
    const isOn = booleanOf(word);
    if (isOn === false) return undefined;
    if (isOn === true) return { prefix: ".in.", suffix: "." };
    if (args.words.length > 1) return { prefix: word, suffix: args.word(1) };
    return { prefix: word === "" ? "." : `.${word}.`, suffix: "." };
  },
};

/** What the file `path` is called while it is on its way. */
export function hiddenPath(path: string, { prefix, suffix }: HiddenName): string {
  const fill = (text: string) => text.replaceAll("%P", String(getpid()));
  return joinPath(dirname(path), `${fill(prefix)}${basename(path)}${fill(suffix)}`);
}

/** Gives the complete file `hidden` its name `path`; throws `FtpError` 550 where that fails. */
export function reveal(session: Session, hidden: string, path: string): void {
  try {
    session.root.rename(hidden, path, { replace: true });
  } catch (error) {
    if (!isSysError(error)) throw error;
    session.log.warning(`Rename of ${hidden} to ${path} failed: ${error.reason}.`);
    const text = `${path}: Rename of hidden file ${hidden} failed: ${error.reason}`;
    throw new FtpError(reply(550, text));
  }
}
