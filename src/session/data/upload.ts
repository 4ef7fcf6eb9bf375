/**
 * Receiving a file: the inner loops of STOR, STOU and APPE.
 *
 * @module
 */

import { errno } from "../../libc/errno.ts";
import { SysError } from "../../libc/sys_error.ts";
import { AsciiDecoder, type AsciiKernel } from "../../protocol/mod.ts";
import type { DataConnection } from "./connection.ts";
import { LARGE_TEXT } from "./download.ts";

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

/**
 * Writes what arrives in TYPE A: every CR LF becomes LF. `compiled` gives the loops for large files,
 * which an upload turns out to be when much of it is there.
 */
export function receiveAscii(
  data: DataConnection,
  write: Write,
  compiled: () => AsciiKernel | undefined,
): void {
  let kernel: AsciiKernel | undefined;
  let block = data.smallBlock;
  let decoded = new Uint8Array(block.length + 1);
  const decoder = new AsciiDecoder();
  for (;;) {
    if (kernel === undefined && data.wireBytes >= LARGE_TEXT) {
      kernel = compiled();
      block = kernel?.source ?? block;
      decoded = kernel?.target ?? decoded;
    }
    const count = data.receive(block);
    if (count === 0) break;
    const { written } = decoder.decode(block, count, decoded, kernel);
    write(decoded.subarray(0, written));
    data.converted(count, written);
  }
  const written = decoder.finish(decoded);
  data.converted(0, written);
  if (written > 0) write(decoded.subarray(0, written));
}
