/**
 * `TLSLog`: what happens about TLS, in a file of its own.
 *
 * @module
 */

import { isoTime } from "../../libc/time.ts";
import { getpid } from "../../libc/process.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { harmless } from "../../log/harmless.ts";
import { FileSink, LogFileRefused } from "../../log/mod.ts";
import { asRoot } from "../../privilege/mod.ts";
import type { Session } from "../../session/session.ts";
import { tlsLog } from "./directives.ts";

/** What the original calls itself in this log. */
const MODULE = "mod_tls/2.9.2";

/** The log of one session; without a file, whoever debugs reads it in the system log. */
export class TlsLog {
  #path: string | undefined;
  #sink: FileSink | undefined;

  constructor(private readonly session: Session) {}

  /** Opens the file that the settings name now: to be called before login. */
  open(): void {
    const { config, log } = this.session;
    const path = config.get(tlsLog);
    if (path === this.#path) return;
    this.close();
    this.#path = path;
    if (path === undefined) return;
    try {
      this.#sink = asRoot(() => FileSink.open(path));
    } catch (error) {
      if (!isSysError(error) && !(error instanceof LogFileRefused)) throw error;
      log.notice(`unable to open TLSLog '${path}': ${error.message}`);
    }
  }

  /** Writes one entry; `lines` stand below it. */
  write(text: string, lines: readonly string[] = []): void {
    const numbered = lines.map((line, index) => `\n  (${index + 1}) ${harmless(line)}`);
    const entry = `${harmless(text)}${numbered.join("")}`;
    this.session.log.debug(3, () => `mod_tls: ${[text, ...lines].join("; ")}`, "tls");
    if (this.#sink === undefined) return;
    const line = `${isoTime(Date.now())} ${MODULE}[${getpid()}]: ${entry}`;
    this.session.log.witness?.line("Unspec", line);
    this.#sink.write(line);
  }

  /** Closes the file. */
  close(): void {
    this.#sink?.close();
    this.#sink = undefined;
  }
}
