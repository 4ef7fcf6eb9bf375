/**
 * `IdentLookups`: asking the client's machine who is there (RFC 1413). What it says is for the logs
 * and believed nowhere.
 *
 * @module
 */

import { toggle } from "../config/mod.ts";
import { bytesOf, stringOf } from "../libc/bytes.ts";
import { close } from "../libc/files.ts";
import { POLL } from "../libc/poll.ts";
import { bind, connect, receive, send, socket, socketError } from "../libc/sockets.ts";
import { SysError } from "../libc/sys_error.ts";
import { IDENT_PORT, identOf, identQuestion, LONGEST_IDENT } from "../protocol/mod.ts";
import type { Session } from "./session.ts";

/** `IdentLookups on|off`. */
export const identLookups = toggle("IdentLookups", ["server", "vhost", "global"], false);

/** Milliseconds that the client's machine has to answer; the client waits for its greeting meanwhile. */
const PATIENCE = 5000;

/** The name that the client's machine gives it; undefined where it gives none in time. */
export function lookUpIdent(session: Session): string | undefined {
  if (!session.config.get(identLookups)) return undefined;
  session.log.debug(6, "performing ident lookup", "ident");
  const name = ask(session);
  session.log.debug(
    6,
    () =>
      name === undefined
        ? "ident lookup failed, using 'UNKNOWN'"
        : `ident lookup returned '${name}'`,
    "ident",
  );
  return name;
}

function ask({ client, local, log, waiter }: Session): string | undefined {
  const end = performance.now() + PATIENCE;
  const ready = (fd: number, events: number) => {
    waiter.pause(Math.max(0, end - performance.now()), fd, events);
    return waiter.second !== 0;
  };
  const fd = socket(client.address.family);
  try {
    // From the address that the client has connected to: its machine looks for that pair.
    bind(fd, { ...local.address, port: 0 });
    if (!connect(fd, { ...client.address, port: IDENT_PORT })) {
      if (!ready(fd, POLL.OUT) || socketError(fd) !== 0) return undefined;
    }
    const [theirs, ours] = [client.address.port, local.address.port];
    send(fd, bytesOf(identQuestion(theirs, ours)));
    const block = new Uint8Array(LONGEST_IDENT);
    for (let text = ""; text.length < LONGEST_IDENT && ready(fd, POLL.IN);) {
      const count = receive(fd, block) ?? 0;
      if (count === 0) return undefined;
      text += stringOf(block.subarray(0, count));
      const [line, ...rest] = text.split(/\r?\n/);
      if (rest.length > 0) return identOf(line, theirs, ours);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    log.debug(6, `ident lookup: ${error.message}`, "ident");
    return undefined;
  } finally {
    close(fd);
  }
}
