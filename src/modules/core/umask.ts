/**
 * `Umask`: which permission bits new files and directories do not get.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { settingsAt } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";

/** What one line says. */
interface Umask {
  readonly file: number;
  /** Undefined where the line has one word: it is about directories as long as no line has two. */
  readonly directory: number | undefined;
}

/** `Umask file [dir]`. */
export const umask: Directive<Umask> = {
  name: "Umask",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax: "Umask file [dir]",
  fallback: { file: 0o022, directory: undefined },
  parse(args) {
    if (args.words.length > 2) args.fail("missing parameters"); // the original's word for it
    const file = args.octal(0, "umask");
    return { file, directory: args.words.length > 1 ? args.octal(1, "umask") : undefined };
  },
};

/**
 * The umask for what is made under `settings`. As in the original, a mask for directories is not undone
 * by a closer line that has none.
 */
function umaskFor(settings: Scope, kind: "file" | "directory"): number {
  const { file } = settings.get(umask);
  if (kind === "file") return file;
  const said = settings.all(umask).find(({ directory }) => directory !== undefined);
  return said?.directory ?? file;
}

/**
 * Runs `work`, which creates something at `path` (inside the session's root), under the umask that
 * holds there.
 */
export function withUmask<T>(
  session: Session,
  path: string,
  kind: "file" | "directory",
  work: () => T,
): T {
  return session.fileMask.during(umaskFor(settingsAt(session, path), kind), work);
}
