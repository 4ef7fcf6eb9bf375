/**
 * Commands that are answered while a transfer runs: STAT tells how far it is (RFC 959 §4.1.3), and
 * NOOP shows that the connection lives. All others wait for the end of the transfer, but for ABOR,
 * which is it. No command overtakes another.
 *
 * @module
 */

import { parseCommandLine } from "../../protocol/mod.ts";
import { carryOut } from "../dispatch.ts";
import type { Session } from "../session.ts";

const isForNow = (line: string) => /^ *(?:stat|noop)$/i.test(line);

/** Answers those that have arrived, if the client's next command is one. Throws `SessionEnd`. */
export function answerMeanwhile(session: Session): void {
  for (;;) {
    const line = session.control.takeIf(isForNow);
    if (line === undefined) return;
    carryOut(session, parseCommandLine(line));
  }
}
