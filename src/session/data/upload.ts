/**
 * Receiving a file: the inner loops of STOR, STOU and APPE.
 *
 * @module
 */

import { errno } from "../../libc/errno.ts";
import { SysError } from "../../libc/sys_error.ts";
import { AsciiDecoder } from "../../protocol/mod.ts";
import type { DataConnection } from "./connection.ts";

/** Puts bytes into the file; throws `SysError`. */
export type Write = (bytes: Uint8Array<ArrayBuffer>) => void;

/**
 * Writes everything that arrives.
 *
 * By read and write with a large block, which costs about what splice(2) through a pipe of 1 MiB does,
 * and needs neither the pipe nor a file that can be spliced to.
 */
export function receiveBinary(
  data: DataConnection,
  write: Write,
): void {
  const { block } = data;
  for (;;) {
    const count = data.receive(block);
    if (count === 0) return;
    write(block.subarray(0, count));
  }
}

/**
 * Receives the bytes of RANG, which have to be as many as it said. Throws `SysError` EPERM, as the
 * original does, where there are fewer or more; those that are too many are not written.
 */
export function receiveExactly(
  data: DataConnection,
  write: Write,
  length: number,
): void {
  const { block } = data;
  for (let left = length;;) {
    const count = data.receive(block);
    write(block.subarray(0, Math.min(count, left)));
    left -= count;
    if (left < 0 || count === 0 && left > 0) throw new SysError("write", errno.EPERM);
    if (count === 0) return;
  }
}

/** Writes what arrives in TYPE A: every CR LF becomes LF. */
export function receiveAscii(
  data: DataConnection,
  write: Write,
): void {
  const block = data.smallBlock;
  const decoded = new Uint8Array(block.length + 1);
  const decoder = new AsciiDecoder();
  for (;;) {
    const count = data.receive(block);
    if (count === 0) break;
    const { written } = decoder.decode(block.subarray(0, count), count, decoded);
    write(decoded.subarray(0, written));
    data.converted(count, written);
  }
  const written = decoder.finish(decoded);
  data.converted(0, written);
  if (written > 0) write(decoded.subarray(0, written));
}
