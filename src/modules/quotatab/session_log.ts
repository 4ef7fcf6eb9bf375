/**
 * The log of a module in one session, besides the system log: QuotaLog.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { LogFileRefused, ModuleLog } from "../../log/mod.ts";
import { asRoot } from "../../privilege/mod.ts";
import type { Session } from "../../session/session.ts";
import { allowLogSymlinks } from "../../settings/mod.ts";

/** A log that is opened before login, and once more where the client goes over to another server. */
export class SessionLog {
  #log: ModuleLog | undefined;

  /** `module` stands in front of each line: `mod_quotatab/1.3.1`; `directive` has the path. */
  constructor(
    private readonly session: Session,
    private readonly directive: Directive<string | undefined>,
    private readonly module: string,
  ) {}

  /** Opens the file that the settings name now. */
  open(): void {
    const { config, log } = this.session;
    const path = config.get(this.directive);
    this.close();
    if (path === undefined) return;
    const allowLinks = config.get(allowLogSymlinks);
    try {
      this.#log = asRoot(() => ModuleLog.open(path, this.module, { allowLinks }, log));
    } catch (error) {
      if (!isSysError(error) && !(error instanceof LogFileRefused)) throw error;
      log.notice(
        `${this.module}: unable to open ${this.directive.name} '${path}': ${error.message}`,
      );
    }
  }

  /** Writes one line; whoever debugs finds it in the system log, too. */
  write(text: string): void {
    this.session.log.debug(3, () => `${this.module}: ${text}`, "quotatab");
    this.#log?.write(text);
  }

  /** Closes the file. */
  close(): void {
    this.#log?.close();
    this.#log = undefined;
  }
}
