/**
 * What stands in front of the records: whose file this is, in which format, and for which daemon.
 *
 * @module
 */

import { close, O, open, readToEnd } from "../libc/files.ts";
import { stringOf } from "../libc/bytes.ts";
import { isSysError } from "../libc/sys_error.ts";
import { RECORD_SIZE } from "./record.ts";
import { fitText, type Image, readText, writeText } from "./text_field.ts";

/** Bytes of the header: as many as a record has, so that records do not lie across pages. */
export const HEADER_SIZE = 1024;

/** The first eight bytes of every scoreboard of ours. */
const MAGIC = "FTPBOARD";
/** Counts the formats: raised with every change to header or records. */
const VERSION = 1;

/** Offsets in the header. */
const AT = { magic: 0, version: 8, recordSize: 12, masterPid: 16, masterStart: 24, started: 32 };
const BOOT_AT = 48;
const BOOT_SIZE = 40;
const MUTEX_AT = 88;
const MUTEX_SIZE = HEADER_SIZE - MUTEX_AT;

/** Where the time of the last check is: eight bytes, the only ones that change. */
export const SCRUBBED_AT = 40;

/** The facts in a header. */
export interface Header {
  /** The daemon that sessions belong to; 0 when a superserver starts them. */
  readonly masterPid: number;
  /** When that process was started, as `processStart` gives it. */
  readonly masterStart: number;
  /** When the daemon came up (or the first session made the file), milliseconds since the epoch. */
  readonly started: number;
  /** When all records were last checked against living processes, milliseconds since the epoch. */
  readonly scrubbed: number;
  /** Which run of the machine the process ids belong to. */
  readonly boot: string;
  /** The path of the mutex that goes with the file, for those who know only the file. */
  readonly mutex: string;
}

/** Writes a header of ours at the start of `image`. */
export function packHeader(image: Image, header: Header): void {
  const { bytes, view } = image;
  bytes.fill(0, 0, HEADER_SIZE);
  for (let i = 0; i < MAGIC.length; i++) bytes[AT.magic + i] = MAGIC.charCodeAt(i);
  view.setUint32(AT.version, VERSION, true);
  view.setUint32(AT.recordSize, RECORD_SIZE, true);
  view.setUint32(AT.masterPid, header.masterPid, true);
  view.setFloat64(AT.masterStart, header.masterStart, true);
  view.setFloat64(AT.started, header.started, true);
  writeScrubbed(image, header.scrubbed);
  writeText(image, BOOT_AT, fitText(header.boot, BOOT_SIZE));
  writeText(image, MUTEX_AT, fitText(header.mutex, MUTEX_SIZE));
}

/** Writes the time of the last check, milliseconds since the epoch. */
export function writeScrubbed(image: Image, time: number): void {
  image.view.setFloat64(SCRUBBED_AT, time, true);
}

/** What a file turns out to be. */
export type FileKind =
  /** Nothing in it yet, or nothing but zeros where the header should be. */
  | { readonly kind: "empty" }
  /** A scoreboard of ours, in our format. */
  | { readonly kind: "ours"; readonly header: Header }
  /** A scoreboard of another version, or of another program (the original ProFTPD). */
  | { readonly kind: "other scoreboard"; readonly reason: string }
  /** Anything else: maybe something that somebody needs. */
  | { readonly kind: "foreign"; readonly reason: string };

/** The first four bytes of the original's scoreboards. */
const ORIGINAL_MAGIC = 0xdeadbeef;

/** Tells what a file is by its first `length` bytes, which `image` holds (`HEADER_SIZE` are enough). */
export function recognise(image: Image, length: number): FileKind {
  const { bytes, view } = image;
  const end = Math.min(length, HEADER_SIZE);
  if (bytes.subarray(0, end).every((byte) => byte === 0)) return { kind: "empty" };
  if (length >= 4 && view.getUint32(0, true) === ORIGINAL_MAGIC) {
    return { kind: "other scoreboard", reason: "it was made by another ProFTPD" };
  }
  if (length < MAGIC.length || stringOf(bytes, 0, MAGIC.length) !== MAGIC) {
    return { kind: "foreign", reason: "it is no scoreboard" };
  }
  if (length < HEADER_SIZE) return { kind: "other scoreboard", reason: "it was cut off" };
  const version = view.getUint32(AT.version, true);
  if (version !== VERSION || view.getUint32(AT.recordSize, true) !== RECORD_SIZE) {
    return {
      kind: "other scoreboard",
      reason: `its format has version ${version}, this program knows version ${VERSION}`,
    };
  }
  return { kind: "ours", header: unpackHeader(image) };
}

function unpackHeader(image: Image): Header {
  const { view } = image;
  return {
    masterPid: view.getUint32(AT.masterPid, true),
    masterStart: view.getFloat64(AT.masterStart, true),
    started: view.getFloat64(AT.started, true),
    scrubbed: view.getFloat64(SCRUBBED_AT, true),
    boot: readText(image, BOOT_AT, BOOT_SIZE),
    mutex: readText(image, MUTEX_AT, MUTEX_SIZE),
  };
}

/** Which run of the machine this is (random(4)); empty where the kernel does not tell. */
export function currentBoot(): string {
  let fd: number;
  try {
    fd = open("/proc/sys/kernel/random/boot_id", O.RDONLY);
  } catch (error) {
    if (isSysError(error)) return "";
    throw error;
  }
  try {
    return stringOf(readToEnd(fd, 64)).trim();
  } finally {
    close(fd);
  }
}
