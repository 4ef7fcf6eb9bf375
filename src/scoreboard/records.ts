/**
 * The open file of a scoreboard, as records.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { close, ftruncate, pread, pwrite } from "../libc/files.ts";
import { type Header, HEADER_SIZE, packHeader, SCRUBBED_AT, writeScrubbed } from "./header.ts";
import { offsetOf, RECORD_SIZE, type SessionRecord, unpackRecord } from "./record.ts";
import { blankImage, type Image } from "./text_field.ts";

/** Room for this many records at first. */
const FIRST_ROOM = 31;

const FREE = bytesOf("\0\0\0\0");

/** Where record `index` starts in the file. */
export function recordOffset(index: number): number {
  return HEADER_SIZE + index * RECORD_SIZE;
}

/** The file as it was when it was last read. */
export class Records {
  #image: Image = blankImage(recordOffset(FIRST_ROOM));
  #length = 0;

  constructor(readonly fd: number) {}

  /** Reads the file anew. Throws `SysError`. */
  load(): void {
    for (;;) {
      const { bytes } = this.#image;
      this.#length = pread(this.fd, bytes, 0);
      if (this.#length < bytes.length) return;
      this.#image = blankImage(HEADER_SIZE + 4 * (bytes.length - HEADER_SIZE));
    }
  }

  /** What was read. */
  get image(): Image {
    return this.#image;
  }

  /** How many bytes were read: the size of the file. */
  get length(): number {
    return this.#length;
  }

  /** How many records the file has; a broken-off one at its end is none. */
  get count(): number {
    return Math.max(0, Math.floor((this.#length - HEADER_SIZE) / RECORD_SIZE));
  }

  /** The numbers of all records. */
  indices(): number[] {
    return Array.from({ length: this.count }, (_, i) => i);
  }

  /** The process that record `index` belongs to; 0 when it is free. */
  pidOf(index: number): number {
    return this.#image.view.getUint32(recordOffset(index) + offsetOf("pid"), true);
  }

  /** When that process was started. */
  processStartOf(index: number): number {
    return this.#image.view.getFloat64(recordOffset(index) + offsetOf("processStart"), true);
  }

  /** Record `index`. */
  at(index: number): SessionRecord {
    return unpackRecord(this.#image, recordOffset(index));
  }

  /** Marks record `index` as free, in the file too. */
  free(index: number): void {
    const at = recordOffset(index) + offsetOf("pid");
    this.#image.bytes.set(FREE, at);
    pwrite(this.fd, FREE, at);
  }

  /** Cuts free records off the end of the file. */
  trim(): void {
    let count = this.count;
    while (count > 0 && this.pidOf(count - 1) === 0) count -= 1;
    const length = recordOffset(count);
    if (length >= this.#length) return;
    ftruncate(this.fd, length);
    this.#length = length;
  }

  /** Writes the header; with `fresh`, all records are dropped. */
  writeHeader(header: Header, fresh: boolean): void {
    const image = blankImage(HEADER_SIZE);
    packHeader(image, header);
    if (fresh) ftruncate(this.fd, 0);
    pwrite(this.fd, image.bytes, 0);
  }

  /** Notes in the header that all records were checked at `time`, milliseconds since the epoch. */
  markScrubbed(time: number): void {
    writeScrubbed(this.#image, time);
    pwrite(this.fd, this.#image.bytes.subarray(SCRUBBED_AT, SCRUBBED_AT + 8), SCRUBBED_AT);
  }

  /** Closes the file. */
  close(): void {
    close(this.fd);
  }
}
