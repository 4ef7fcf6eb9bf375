/**
 * `SysError`: a call to the kernel or the C library that failed.
 *
 * @module
 */

import { errnoName, strerror } from "./errno.ts";

/** A failed system or library call; `message` reads like perror(3): `open /x: Permission denied`. */
export class SysError extends Error {
  override readonly name = "SysError";
  /** The symbolic name of `errno`, such as `ENOENT`. */
  readonly code: string;
  /** strerror(3) of `errno`: the part that may be shown to a client. */
  readonly reason: string;

  /** `call` is the man page's name, `errno` the number it left behind, `path` what it was asked about. */
  constructor(readonly call: string, readonly errno: number, readonly path?: string) {
    super(`${call}${path === undefined ? "" : ` ${path}`}: ${strerror(errno)}`);
    this.code = errnoName(errno);
    this.reason = strerror(errno);
  }
}

/** Whether `error` is a `SysError` with one of the symbolic names `codes`. */
export function isSysError(error: unknown, ...codes: string[]): error is SysError {
  return error instanceof SysError && (codes.length === 0 || codes.includes(error.code));
}
