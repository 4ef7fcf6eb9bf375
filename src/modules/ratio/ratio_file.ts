/**
 * The file that counters are kept in between sessions: a line for each user, `name|files in|KiB
 * in|files out|KiB out`. Changed in place, under a lock, so that sessions at once add up.
 *
 * @module
 */

import { bytesOf, stringOf } from "../../libc/bytes.ts";
import { errno } from "../../libc/errno.ts";
import { close, ftruncate, O, open, pread, pwrite } from "../../libc/files.ts";
import { lockWithin, unlock } from "../../libc/locks.ts";
import { fstat } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { type Moved, UNMOVED } from "./standing.ts";

/** Milliseconds to wait for others, who hold the lock for a few system calls. */
const PATIENCE = 5000;

/** Bytes that are read; a larger file is not used. */
const LARGEST = 4 << 20;

const LINE = /^([^|]*)\|(\d{1,15})\|(\d{1,15})\|(\d{1,15})\|(\d{1,15})$/;

/** What `line` says of `user`; undefined for a line about somebody else, or about nothing. */
export function parseRatioLine(line: string, user: string): Moved | undefined {
  const [, name, ...numbers] = LINE.exec(line) ?? [];
  if (name !== user) return undefined;
  const [filesIn, kibIn, filesOut, kibOut] = numbers.map(Number);
  return { filesIn, kibIn, filesOut, kibOut };
}

/** The line about `user`. */
export function formatRatioLine(user: string, moved: Moved): string {
  return [user, moved.filesIn, moved.kibIn, moved.filesOut, moved.kibOut].join("|");
}

/** Whether a line can be about somebody of this name. */
export function canBeNamed(user: string): boolean {
  return user !== "" && !/[|\n]/.test(user);
}

/** An open file of counters. */
export class RatioFile {
  private constructor(readonly path: string, private readonly fd: number) {}

  /** Opens the file at `path`, which has to be there. Throws `SysError`. */
  static open(path: string): RatioFile {
    return new RatioFile(path, open(path, O.RDWR | O.NONBLOCK | O.NOCTTY));
  }

  /** What `user` has moved. Throws `SysError`. */
  read(user: string): Moved {
    const lines = this.#text().split("\n");
    return lines.map((line) => parseRatioLine(line, user)).find((moved) => moved) ?? UNMOVED;
  }

  /** Adds `more` to what `user` has moved, and gives the sum. Throws `SysError`. */
  add(user: string, more: Moved): Moved {
    if (!lockWithin(this.fd, PATIENCE)) throw new SysError("lock", errno.EAGAIN, this.path);
    try {
      const lines = this.#text().split("\n");
      const at = lines.findIndex((line) => parseRatioLine(line, user));
      const before = at < 0 ? UNMOVED : parseRatioLine(lines[at], user) ?? UNMOVED;
      const sum = {
        filesIn: before.filesIn + more.filesIn,
        kibIn: before.kibIn + more.kibIn,
        filesOut: before.filesOut + more.filesOut,
        kibOut: before.kibOut + more.kibOut,
      };
      const line = formatRatioLine(user, sum);
      if (at >= 0) lines[at] = line;
      else lines.splice(lines.at(-1) === "" ? -1 : lines.length, 0, line);
      this.#write(`${lines.join("\n").trimEnd()}\n`);
      return sum;
    } finally {
      unlock(this.fd);
    }
  }

  #text(): string {
    const { size } = fstat(this.fd);
    if (size > LARGEST) throw new SysError("read", errno.EFBIG, this.path);
    const bytes = new Uint8Array(size);
    let length = 0;
    for (let count = 1; count > 0 && length < size; length += count) {
      count = pread(this.fd, bytes.subarray(length), length);
    }
    return stringOf(bytes, 0, length);
  }

  #write(text: string): void {
    const bytes = bytesOf(text);
    pwrite(this.fd, bytes, 0);
    ftruncate(this.fd, bytes.length);
  }

  /** Closes the file. */
  close(): void {
    close(this.fd);
  }
}
