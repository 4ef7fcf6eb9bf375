/**
 * Files that sessions write to besides the system log: opened as root, before login.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";
import { isSysError } from "../libc/sys_error.ts";
import {
  FileSink,
  type LineSink,
  LogFileRefused,
  STANDARD,
  StandardSink,
  type SystemLog,
} from "../log/mod.ts";
import { asRoot } from "../privilege/mod.ts";
import { allowLogSymlinks } from "../settings/mod.ts";

/** Permission bits of logs that are no secret: of TransferLog and ExtendedLog. */
export const READABLE = 0o644;

/** Where a file is wanted, and by whom. */
export interface WantedLog {
  /** The directive. */
  readonly name: string;
  /** `-` for standard output. */
  readonly path: string;
  /** Permission bits of a new file: 0640 unless said. */
  readonly mode?: number;
}

/**
 * The open file, or undefined for one that may not or cannot be written: `log` then says why, in the
 * original's words, and the session goes on.
 */
export function openLogFile(
  { name, path, mode }: WantedLog,
  config: Scope,
  log: SystemLog,
): LineSink | undefined {
  if (path === "-") return new StandardSink(STANDARD.output);
  try {
    const allowLinks = config.get(allowLogSymlinks);
    return asRoot(() => FileSink.open(path, { mode, allowLinks }));
  } catch (error) {
    if (!isSysError(error) && !(error instanceof LogFileRefused)) throw error;
    if (error instanceof LogFileRefused && error.about !== undefined) log.notice(error.about);
    log.notice(`unable to open ${name} '${path}': ${error.reason}`);
    return undefined;
  }
}
