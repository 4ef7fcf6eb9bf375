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
import type { SystemLog } from "./system_log.ts";

/** An open log of a module. */
export class ModuleLog {
  readonly #pid = getpid();

  /**
   * Writes to `sink` for the module that calls itself `module`, `mod_ban/0.8`; who looks on at
   * `systemLog` is told each line.
   */
  constructor(
    private readonly sink: LineSink,
    private readonly module: string,
    private readonly systemLog?: Pick<SystemLog, "witness">,
  ) {}

  /**
   * Opens the file at `path` for the module that calls itself `module`. Throws `LogFileRefused` and
   * `SysError`.
   */
  static open(
    path: string,
    module: string,
    options?: LogFileOptions,
    systemLog?: SystemLog,
  ): ModuleLog {
    return new ModuleLog(FileSink.open(path, options), module, systemLog);
  }

  /** Writes one line; control characters in it come out as `\x1b`. Never throws. */
  write(text: string): void {
    const line = (text: string) =>
      `${isoTime(Date.now())} ${this.module}[${this.#pid}]: ${harmless(text)}`;
    const told = line(text);
    this.systemLog?.witness?.line("Unspec", told);
    if (!this.sink.write(told)) return;
    const losses = this.sink.takeLosses();
    if (losses) this.sink.write(line(lossReport(losses)));
  }

  /** Closes the file. */
  close(): void {
    this.sink.close();
  }
}
