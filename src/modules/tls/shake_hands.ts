/**
 * The loop around a handshake.
 *
 * @module
 */

import type { TlsStream } from "../../libc/openssl/stream.ts";
import { setsockopt, SOL, TCP } from "../../libc/sockets.ts";

/**
 * Carries out the handshake of `stream`, which is over the TCP socket `fd`; `wait` waits for what there
 * is a need of. Throws what `TlsStream.handshake` and `wait` do.
 *
 * What the client sends is acknowledged at once (TCP_QUICKACK, tcp(7)): one that has not switched
 * Nagle's algorithm off holds the end of its handshake, and the beginning of an upload, back until then,
 * and a kernel that has nothing to send with it takes 40 ms for that.
 */
export function shakeHands(
  stream: TlsStream,
  fd: number,
  wait: (need: "readable" | "writable") => void,
): void {
  for (;;) {
    const need = stream.handshake();
    if (need !== "writable") setsockopt(fd, SOL.TCP, TCP.QUICKACK, 1);
    if (need === undefined) return;
    wait(need);
  }
}
