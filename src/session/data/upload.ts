/**
 * Receiving a file: the inner loops of STOR, STOU and APPE.
 *
 * @module
 */

import { errno } from "../../libc/errno.ts";
import { close, writeAll } from "../../libc/files.ts";
import { SysError } from "../../libc/sys_error.ts";
import { pipe, SPLICE, splice } from "../../libc/transfer.ts";
import { AsciiDecoder } from "../../protocol/mod.ts";
import type { DataConnection } from "./connection.ts";

/** Bytes received before the copy-free way is worth its two descriptors. */
const SMALL = 64 << 10;

/** Bytes that the pipe of the copy-free way holds. */
const PIPE = 1 << 20;

/** Bytes received at once where the data passes through this process. */
const BLOCK = 256 << 10;

/**
 * Writes everything that arrives to `file`, at its position. Small uploads are received and
 * written; larger ones go on through a pipe by splice(2), which never copies them into this process.
 */
export async function receiveBinary(
  data: DataConnection,
  file: number,
): Promise<void> {
  const block = new Uint8Array(SMALL);
  for (let total = 0; total < SMALL * 2;) {
    const count = await data.receive(block);
    if (count === 0) return;
    total += count;
    writeAll(file, block.subarray(0, count));
  }
  await receiveSpliced(data, file);
}

async function receiveSpliced(data: DataConnection, file: number): Promise<void> {
  const [out, into] = pipe(PIPE);
  try {
    for (;;) {
      const count = data.guard(() =>
        splice(data.fd, into, PIPE, SPLICE.MOVE | SPLICE.NONBLOCK | SPLICE.MORE)
      );
      if (count === 0) return;
      if (count === undefined) {
        await data.until("readable");
        continue;
      }
      data.progress(count);
      for (let left = count; left > 0;) {
        left -= splice(out, file, left, SPLICE.MOVE | SPLICE.MORE) ?? 0;
      }
    }
  } finally {
    close(out);
    close(into);
  }
}

/** The same through this process: for files opened to append, which splice(2) refuses. */
export async function receiveCopied(
  data: DataConnection,
  file: number,
): Promise<void> {
  const block = new Uint8Array(BLOCK);
  for (;;) {
    const count = await data.receive(block);
    if (count === 0) return;
    writeAll(file, block.subarray(0, count));
  }
}

/**
 * Receives the bytes of RANG, which have to be as many as it said. Throws `SysError` EPERM, as the
 * original does, where there are fewer or more; those that are too many are not written.
 */
export async function receiveExactly(
  data: DataConnection,
  file: number,
  length: number,
): Promise<void> {
  const block = new Uint8Array(BLOCK);
  for (let left = length;;) {
    const count = await data.receive(block);
    writeAll(file, block.subarray(0, Math.min(count, left)));
    left -= count;
    if (left < 0 || count === 0 && left > 0) throw new SysError("write", errno.EPERM);
    if (count === 0) return;
  }
}

/** Writes what arrives in TYPE A to `file`: every CR LF becomes LF. */
export async function receiveAscii(
  data: DataConnection,
  file: number,
): Promise<void> {
  const block = new Uint8Array(BLOCK);
  const decoded = new Uint8Array(BLOCK + 1);
  const decoder = new AsciiDecoder();
  for (;;) {
    const count = await data.receive(block);
    if (count === 0) break;
    const { written } = decoder.decode(block.subarray(0, count), count, decoded);
    writeAll(file, decoded.subarray(0, written));
  }
  const written = decoder.finish(decoded);
  if (written > 0) writeAll(file, decoded.subarray(0, written));
}
