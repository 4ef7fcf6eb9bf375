/**
 * Sending a file: RETR's inner loop.
 *
 * @module
 */

import { isSysError } from "../../libc/sys_error.ts";
import { pread } from "../../libc/files.ts";
import { AsciiEncoder, type AsciiKernel } from "../../protocol/mod.ts";
import type { DataConnection } from "./connection.ts";

/** Bytes that one sendfile(2) is asked to move. It returns as soon as the socket is full. */
const STRIDE = 8 << 20;

/** Bytes of a text from which on compiling the loops for it takes less time than it saves. */
export const LARGE_TEXT = 128 << 10;

/** Sends `file` from `start` up to `end` (bytes; `end` is not sent) without touching its contents. */
export function sendBinary(
  data: DataConnection,
  file: number,
  start: number,
  end: number,
): void {
  if (!data.takesFiles) return sendCopied(data, file, start, end);
  for (let at = start; at < end;) {
    if (data.pace) data.slowDown(data.pace);
    const most = data.portion(Math.min(STRIDE, end - at));
    let sent: number | undefined;
    try {
      sent = data.putFile(file, at, most);
    } catch (error) {
      // Files of some file systems (fuse, procfs) cannot be sent this way.
      if (isSysError(error, "EINVAL", "ENOSYS") && at === start) {
        return sendCopied(data, file, start, end);
      }
      throw error;
    }
    if (sent === 0) return; // the file has become shorter meanwhile
    if (sent !== undefined) {
      at += sent;
      data.progress(sent);
    }
    if (sent === undefined || data.isTurnOver) data.until("writable");
  }
}

/** The same by read and send: for `UseSendfile off` and files that sendfile(2) refuses. */
export function sendCopied(
  data: DataConnection,
  file: number,
  start: number,
  end: number,
): void {
  const block = data.smallBlock;
  for (let at = start; at < end;) {
    const count = pread(file, block.subarray(0, Math.min(block.length, end - at)), at);
    if (count === 0) return;
    data.sendAll(block.subarray(0, count));
    at += count;
  }
}

/**
 * Sends `file` from `start` up to `end` in TYPE A: every bare LF leaves as CR LF. `compiled` gives the
 * loops for large files.
 */
export function sendAscii(
  data: DataConnection,
  file: number,
  start: number,
  end: number,
  compiled: () => AsciiKernel | undefined,
): void {
  const kernel = end - start >= LARGE_TEXT ? compiled() : undefined;
  const source = kernel?.source ?? data.smallBlock;
  const target = kernel?.target ?? new Uint8Array(source.length * 2);
  const encoder = new AsciiEncoder();
  for (let at = start; at < end;) {
    const count = pread(file, source.subarray(0, Math.min(source.length, end - at)), at);
    if (count === 0) return;
    at += count;
    for (let done = 0; done < count;) {
      const left = source.subarray(done, count);
      const { read, written } = encoder.encode(left, left.length, target, kernel);
      data.sendAll(target.subarray(0, written));
      data.converted(written, read);
      done += read;
    }
  }
}
