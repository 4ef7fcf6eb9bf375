/**
 * Reading Display files.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { close, freeBytes, O, readToEnd } from "../libc/files.ts";
import { getenv } from "../libc/getenv.ts";
import { fstat, S_IFMT, S_IFREG } from "../libc/statx.ts";
import { SysError } from "../libc/sys_error.ts";
import type { Root } from "../fs/root.ts";

/** More than this is no greeting. */
const LIMIT = 256 << 10;

/** A Display file and what is only known where it lies. */
export interface DisplayFile {
  readonly text: string;
  /** Free bytes on its file system: what `%F` and `%f` tell. */
  readonly freeBytes: number;
  /** The variables of the environment that the text asks for. */
  readonly environment: ReadonlyMap<string, string>;
}

/**
 * Whose file it is. What the administrator laid out may show the server's environment; what lies
 * where a user may write may not: it would tell users what is none of their business. (The original
 * shows it to both.)
 */
export type DisplayOwner = "administrator" | "user";

/**
 * The Display file at the absolute `path` in `root`. Undefined, after telling `debug` why, where it
 * cannot be read or is no regular file: such a file is comfort, its absence is no error.
 */
export function readDisplayFile(
  root: Root,
  path: string,
  owner: DisplayOwner,
  debug: (text: string) => void,
): DisplayFile | undefined {
  try {
    // Non-blocking: a FIFO of that name must not stop the session.
    const fd = root.open(path, O.RDONLY | O.NONBLOCK);
    try {
      if ((fstat(fd).mode & S_IFMT) !== S_IFREG) {
        debug(`unable to display ${path}: not a regular file`);
        return undefined;
      }
      const text = stringOf(readToEnd(fd, LIMIT, path));
      return {
        text,
        freeBytes: freeBytes(fd),
        environment: owner === "administrator" ? environmentFor(text) : new Map(),
      };
    } finally {
      close(fd);
    }
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    debug(`unable to display ${path}: ${error.message}`);
    return undefined;
  }
}

function environmentFor(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name] of text.matchAll(/%\{env:([^}\0]+)\}/g)) {
    const value = getenv(name);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}
