/**
 * What `ps` shows of a session, in the original's words: whose it is, and what it does.
 *
 * @module
 */

import type { ProcessTitle } from "../libc/process_title.ts";
import type { Request } from "./module.ts";
import type { Endpoint, Session } from "./session.ts";

/** The title of one session process. */
export class SessionTitle {
  /** `verbose`: whether more is shown than that there is a client (`ProcessTitles`). */
  constructor(private readonly process: ProcessTitle, private readonly verbose: boolean) {}

  /** There is a client. */
  connected({ name, ip, address }: Endpoint): void {
    this.process.set(
      this.verbose
        ? `proftpd: connected: ${name} (${ip}:${address.port})`
        : "proftpd: processing connection",
    );
  }

  /** A command begins. Passwords are nobody's business. */
  begin({ client, login }: Session, { verb, argument }: Request): void {
    if (!this.verbose) return;
    const who = login ? `${login.name} - ${client.name}` : `${client.name}:${client.address.port}`;
    const shown = verb === "PASS" ? "(hidden)" : argument;
    this.process.set(`proftpd: ${who}: ${shown === "" ? verb : `${verb} ${shown}`}`);
  }

  /** The command is done. */
  end({ client, login }: Session): void {
    if (this.verbose && login) this.process.set(`proftpd: ${login.name} - ${client.name}: IDLE`);
  }
}
