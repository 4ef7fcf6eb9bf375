/**
 * Where configuration text comes from. This room opens no file itself: the caller hands in a
 * `Source`, tests hand in a map.
 *
 * @module
 */

/**
 * Files as byte strings. A method that fails throws an `Error` with a string `code` (`ENOENT`) and
 * a `message` that ends in the system's words: `open /x: No such file or directory`.
 */
export interface Source {
  /** The text of the file `path`. */
  read(path: string): string;
  /** The names in the directory `path`, without `.` and `..`, in any order. */
  list(path: string): string[];
  /** Whether `path` is a directory; `false` when there is no such thing. */
  isDirectory(path: string): boolean;
}

/** The system's words for a failure of a `Source`; rethrows whatever is no such failure. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") {
    throw error;
  }
  return error.message.slice(error.message.lastIndexOf(": ") + 1).trimStart();
}
