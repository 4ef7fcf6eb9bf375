/**
 * Where the lines of ExtendedLogs go: files and syslog, each opened once, while the session still can.
 *
 * @module
 */

import { getpid } from "../../../libc/process.ts";
import {
  harmless,
  isFacility,
  type Level,
  type LineSink,
  lossReport,
  SyslogSink,
} from "../../../log/mod.ts";
import { syslogFacility } from "../../../settings/mod.ts";
import { openLogFile, READABLE } from "../../../session/log_file.ts";
import type { Session } from "../../../session/session.ts";
import type { ExtendedLog } from "./directives.ts";

/** All that one session writes to. */
export class Destinations {
  readonly #files = new Map<string, LineSink | undefined>();
  #syslog: SyslogSink | undefined;

  constructor(private readonly session: Session) {}

  /** What writes a line to the place of `log`; undefined where that cannot be opened. */
  writer({ place }: ExtendedLog): ((line: string) => void) | undefined {
    if ("level" in place) {
      const { level } = place;
      return (line) => this.#toSyslog(level, line);
    }
    const { path } = place;
    if (!this.#files.has(path)) {
      const wanted = { name: "ExtendedLog", path, mode: READABLE };
      this.#files.set(path, openLogFile(wanted, this.session.config, this.session.log));
    }
    const file = this.#files.get(path);
    return file && ((line) => this.#toFile(path, file, line));
  }

  /** Closes everything. */
  close(): void {
    for (const file of this.#files.values()) file?.close();
    this.#files.clear();
    this.#syslog?.close();
    this.#syslog = undefined;
  }

  /** The log itself has its form: that it has a gap is said elsewhere. */
  #toFile(path: string, file: LineSink, line: string): void {
    if (!file.write(line)) return;
    const losses = file.takeLosses();
    if (losses) this.session.log.notice(`ExtendedLog ${path}: ${lossReport(losses)}`);
  }

  #toSyslog(level: Level, line: string): void {
    const facility = this.session.main.get(syslogFacility);
    this.#syslog ??= new SyslogSink({
      pid: getpid(),
      facility: facility !== undefined && isFacility(facility) ? facility : undefined,
    });
    this.#syslog.write({ time: Date.now(), level, auth: false, about: "", text: harmless(line) });
  }
}
