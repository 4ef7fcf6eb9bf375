/**
 * A module's own log (BanLog, WrapLog …): lines that begin with the module's name.
 *
 * @module
 */

import { getpid } from "../libc/process.ts";
import { isoTime } from "../libc/time.ts";
import { FileSink, type LogFileOptions } from "./file_sink.ts";
import { harmless } from "./harmless.ts";
import { type LineSink, lossReport } from "./sink.ts";

/** An open log of a module. */
export class ModuleLog {
  readonly #pid = getpid();

  /** Writes to `sink` for the module that calls itself `module`, `mod_ban/0.8`. */
  constructor(private readonly sink: LineSink, private readonly module: string) {}

  /**
   * Opens the file at `path` for the module that calls itself `module`. Throws `LogFileRefused` and
   * `SysError`.
   */
  static open(path: string, module: string, options?: LogFileOptions): ModuleLog {
    return new ModuleLog(FileSink.open(path, options), module);
  }

  /** Writes one line; control characters in it come out as `\x1b`. Never throws. */
  write(text: string): void {
    const line = (text: string) =>
      `${isoTime(Date.now())} ${this.module}[${this.#pid}]: ${harmless(text)}`;
    if (!this.sink.write(line(text))) return;
    const losses = this.sink.takeLosses();
    if (losses) this.sink.write(line(lossReport(losses)));
  }

  /** Closes the file. */
  close(): void {
    this.sink.close();
  }
}
