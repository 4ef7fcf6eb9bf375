/**
 * Reading a file for its checksum.
 *
 * @module
 */

import { pread } from "../../libc/files.ts";
import { POLL } from "../../libc/poll.ts";
import type { Session } from "../../session/session.ts";
import { clientGone } from "../../session/session_end.ts";
import type { Checksum } from "./checksums.ts";
import type { ByteSpan } from "./request.ts";

/** Bytes read at once. */
const BLOCK = 256 << 10;

/** Bytes after which signals, timers and the client get a look. */
const TURN = 16 << 20;

/**
 * The checksum, in lower-case hexadecimal digits, of a part of `file`. Throws `SessionEnd` when a
 * timer or a signal ends the session, or the client has gone, which nobody then computes for.
 */
export function digestFile(
  { control, timers, waiter }: Session,
  checksum: Checksum,
  file: number,
  { start, end }: ByteSpan,
): string {
  const block = new Uint8Array(Math.min(BLOCK, end - start));
  // It is not the client who keeps this waiting.
  timers.pause("idle");
  try {
    for (let at = start, turn = 0; at < end;) {
      const count = pread(file, block.subarray(0, Math.min(block.length, end - at)), at);
      if (count === 0) break; // the file has become shorter meanwhile
      checksum.update(block.subarray(0, count));
      at += count;
      turn += count;
      if (turn < TURN) continue;
      turn = 0;
      waiter.pause(1, control.hasRoom() ? control.fd : -1, POLL.IN | POLL.PRI);
      if (waiter.second !== 0) control.fill();
      if (control.hasEnded) throw clientGone();
    }
  } finally {
    timers.restart("idle");
  }
  return Array.from(checksum.finish(), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
