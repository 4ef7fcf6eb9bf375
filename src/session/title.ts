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
  #running: Request | undefined;
  #isShown = true;

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

  /** A command begins. */
  begin(request: Request): void {
    this.#running = request;
    this.#isShown = false;
  }

  /** The command is done; before login the last one stays there to be seen. */
  end({ login }: Session): void {
    if (!login) return;
    this.#running = undefined;
    this.#isShown = false;
  }

  /** Shows what has begun or is done: before the session rests. Passwords are nobody's business. */
  show({ client, login }: Session): void {
    if (this.#isShown || !this.verbose) return;
    this.#isShown = true;
    const running = this.#running;
    if (running === undefined) {
      if (login) this.process.set(`proftpd: ${login.name} - ${client.name}: IDLE`);
      return;
    }
    const { verb, argument } = running;
    const who = login ? `${login.name} - ${client.name}` : `${client.name}:${client.address.port}`;
    const shown = verb === "PASS" ? "(hidden)" : argument;
    this.process.set(`proftpd: ${who}: ${shown === "" ? verb : `${verb} ${shown}`}`);
  }
}
