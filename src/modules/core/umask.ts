/**
 * `Umask`: which permission bits new files and directories do not get.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { umask as setUmask } from "../../libc/files.ts";
import { settingsAt } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";

/** `Umask file [dir]`. */
export const umask: Directive<{ readonly file: number; readonly directory: number }> = {
  name: "Umask",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax: "Umask file [dir]",
  fallback: { file: 0o022, directory: 0o022 },
  parse(args) {
    if (args.words.length > 2) args.fail("missing parameters"); // the original's word for it
    const file = args.octal(0, "umask");
    return { file, directory: args.words.length > 1 ? args.octal(1, "umask") : file };
  },
};

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
  const before = setUmask(settingsAt(session, path).get(umask)[kind]);
  try {
    return work();
  } finally {
    setUmask(before);
  }
}
