/**
 * The conversation: command after command, until something throws the end of the session.
 *
 * @module
 */

import {
  foreignMessage,
  parseCommandLine,
  recogniseForeign,
  type Reply,
  reply,
} from "../protocol/mod.ts";
import type { ControlConnection } from "./control.ts";
import { dispatch } from "./dispatch.ts";
import { decoded } from "./encoding.ts";
import { raise } from "./raise.ts";
import type { Request } from "./module.ts";
import type { Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";

/** Reads and carries out commands; returns when the session has ended, its last reply sent. */
export function converse(session: Session): void {
  untilEnd(session, () => {
    while (takeCommand(session));
  });
}

/** Runs `work`; false when it threw the end of the session, whose last reply is sent by then. */
export function untilEnd(
  session: Session,
  work: () => void,
): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof SessionEnd)) throw error;
    session.ending = error;
    if (error.level) session.log.write(error.level, error.reason);
    else session.log.debug(1, error.reason);
    const { farewell, timeout } = error;
    if (farewell) sayGoodbye(session.control, farewell, timeout === undefined);
    return false;
  }
}

/** Carries out the next command; false when the client speaks another protocol than FTP. */
function takeCommand(session: Session): boolean {
  const { control, log, timers } = session;
  const { line } = control.next();
  timers.restart("idle");
  if (line === undefined) {
    log.warning("client sent too-long command, ignoring");
    control.send(reply(500, "Command line too long"));
    return true;
  }
  const request = parseCommandLine(line);
  const foreign = session.table.commands.has(request.verb) ? undefined : recogniseForeign(line);
  if (foreign) {
    log.warning(foreignMessage(foreign));
    const end = raise(session, "core.bad-protocol");
    if (end) throw end;
    return false;
  }
  if (request.verb === "") {
    control.send(reply(500, "Invalid command: try being more creative"));
  } else {
    dispatch(session, meant(control, request));
  }
  return true;
}

/** `request` in the character set of the disk. */
function meant(control: ControlConnection, request: Request): Request {
  if (!control.encoding) return request;
  return control.answered = decoded(control.encoding, request);
}

/**
 * Sends the last reply, as far as the client takes it. `isCounted`: whether logs count its bytes; those
 * of what time-outs say they do not, as in the original.
 */
export function sayGoodbye(
  control: ControlConnection,
  farewell: Reply,
  isCounted = true,
): void {
  const { bytesOut } = control;
  try {
    control.send(farewell);
    control.flush();
  } catch (error) {
    // A client that has gone, or a time-out that ran out as well: there is nothing left to end.
    if (!(error instanceof SessionEnd)) throw error;
  } finally {
    if (!isCounted) control.bytesOut = bytesOut;
  }
}
