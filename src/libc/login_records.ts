/**
 * Records of logins, as the C library lays them out: struct utmp of utmp(5), which /var/log/wtmp holds
 * one after the other, and struct lastlog, which /var/log/lastlog holds by user id.
 *
 * On x86-64 times have 32 bits, for the sake of 32-bit programs; on aarch64 they have 64.
 *
 * @module
 */

import { encodeInto } from "./bytes.ts";

/** Architectures with layouts of their own. */
export type Layout = typeof Deno.build.arch;

const USER_PROCESS = 7;
const DEAD_PROCESS = 8;

/** struct utmp: ut_type (16 bits), ut_pid, ut_line, ut_id, ut_user, ut_host, …, ut_tv. */
const UTMP = { PID: 4, LINE: 8, USER: 44, HOST: 76 };
const LINE_SIZE = 32;
const USER_SIZE = 32;
const HOST_SIZE = 256;

/** A login or its end. Texts are byte strings, cut where they are too long. */
export interface LoginRecord {
  /** What stands for the terminal: the same at both ends of a login. */
  readonly line: string;
  /** Whose login begins; undefined: one ends. */
  readonly user: string | undefined;
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** The struct utmp of `record`. */
export function utmpRecord(
  { line, user, host, pid, time }: LoginRecord,
  layout: Layout = Deno.build.arch,
): Uint8Array<ArrayBuffer> {
  const narrow = layout === "x86_64";
  const bytes = new Uint8Array(narrow ? 384 : 400);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, user === undefined ? DEAD_PROCESS : USER_PROCESS, true);
  view.setInt32(UTMP.PID, pid, true);
  encodeInto(line.slice(0, LINE_SIZE), bytes, UTMP.LINE);
  encodeInto((user ?? "").slice(0, USER_SIZE), bytes, UTMP.USER);
  encodeInto(host.slice(0, HOST_SIZE), bytes, UTMP.HOST);
  const seconds = Math.floor(time / 1000);
  const microseconds = (time % 1000) * 1000;
  if (narrow) {
    view.setInt32(340, seconds, true);
    view.setInt32(344, microseconds, true);
  } else {
    view.setBigInt64(344, BigInt(seconds), true);
    view.setBigInt64(352, BigInt(microseconds), true);
  }
  return bytes;
}

/** The struct lastlog of a login; user id times its size is its place in the file. */
export function lastlogRecord(
  { line, host, time }: Pick<LoginRecord, "line" | "host" | "time">,
  layout: Layout = Deno.build.arch,
): Uint8Array<ArrayBuffer> {
  const narrow = layout === "x86_64";
  const start = narrow ? 4 : 8;
  const bytes = new Uint8Array(start + LINE_SIZE + HOST_SIZE);
  const view = new DataView(bytes.buffer);
  const seconds = Math.floor(time / 1000);
  if (narrow) view.setInt32(0, seconds, true);
  else view.setBigInt64(0, BigInt(seconds), true);
  encodeInto(line.slice(0, LINE_SIZE), bytes, start);
  encodeInto(host.slice(0, HOST_SIZE), bytes, start + LINE_SIZE);
  return bytes;
}
