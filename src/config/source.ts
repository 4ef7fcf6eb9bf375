/**
 * Where configuration text comes from. This room opens no file itself: the caller hands in a
 * `Source`, tests hand in a map.
 *
 * @module
 */

/**
 * Files as byte strings. A method that fails throws an `Error` with a string `reason`, the system's
 * words: `No such file or directory`. (`SysError` is one.)
 */
export interface Source {
  /** The text of the file `path`. */
  read(path: string): string;
  /** The names in the directory `path`, without `.` and `..`, in any order. */
  list(path: string): string[];
  /** What is at `path`, links followed; `undefined` when there is no such thing. */
  kind(path: string): "directory" | "other" | undefined;
  /** Whether `path` itself is a symbolic link; `false` when there is no such thing. */
  isLink(path: string): boolean;
}

/** The system's words for a failure of a `Source`; rethrows whatever is no such failure. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && "reason" in error && typeof error.reason === "string") {
    return error.reason;
  }
  throw error;
}
