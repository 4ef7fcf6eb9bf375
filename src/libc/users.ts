/**
 * The system's user and group database (passwd, shadow, group of nsswitch.conf(5)), through the
 * re-entrant functions of the C library.
 *
 * Memory is handed over as addresses, and the pointers that come back are read as numbers, so all
 * of this goes on working after `ffi` is given up: nothing here makes or follows a pointer of the
 * runtime's. The libraries behind nsswitch.conf are loaded at the first look-up; a process that
 * is going to change its root must have done one before (`prepareUsers`), or a library would come
 * from the new root, which belongs to somebody else.
 *
 * @module
 */

import { encodeInto, stringOf } from "./bytes.ts";
import { lastErrno } from "./kernel.ts";
import { errno } from "./errno.ts";
import { type Region, region } from "./memory.ts";
import { openLibrary } from "./open_library.ts";
import { SysError } from "./sys_error.ts";

const symbols = {
  // int getpwnam_r(const char *name, struct passwd *pwd, char *buf, size_t size, struct passwd **r)
  getpwnam_r: { parameters: ["u64", "u64", "u64", "u64", "u64"], result: "i32" },
  // int getpwuid_r(uid_t uid, struct passwd *pwd, char *buf, size_t size, struct passwd **result)
  getpwuid_r: { parameters: ["u32", "u64", "u64", "u64", "u64"], result: "i32" },
  // int getgrnam_r(const char *name, struct group *grp, char *buf, size_t size, struct group **r)
  getgrnam_r: { parameters: ["u64", "u64", "u64", "u64", "u64"], result: "i32" },
  // int getgrgid_r(gid_t gid, struct group *grp, char *buf, size_t size, struct group **result)
  getgrgid_r: { parameters: ["u32", "u64", "u64", "u64", "u64"], result: "i32" },
  // int getspnam_r(const char *name, struct spwd *spbuf, char *buf, size_t size, struct spwd **r)
  getspnam_r: { parameters: ["u64", "u64", "u64", "u64", "u64"], result: "i32" },
  // int getgrouplist(const char *user, gid_t group, gid_t *groups, int *ngroups)
  getgrouplist: { parameters: ["u64", "u32", "u64", "u64"], result: "i32" },
  // void *memccpy(void *dest, const void *src, int c, size_t n)
  memccpy: { parameters: ["u64", "u64", "i32", "u64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

/** A line of passwd(5). */
export interface PasswdEntry {
  readonly name: string;
  /** The hash, or `x` where it is in the shadow database. */
  readonly password: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

/** The part of a line of group(5) that is asked for here: the members are `getgrouplist`'s business. */
export interface GroupEntry {
  readonly name: string;
  readonly gid: number;
}

/** A line of shadow(5). Days are counted from 1970-01-01, −1 means not set. */
export interface ShadowEntry {
  readonly name: string;
  /** The hash: for the caller to wipe. */
  readonly password: Uint8Array<ArrayBuffer>;
  /** Day of the last change; 0: must be changed at the next login. */
  readonly lastChange: number;
  /** Days after a change until another is allowed, and until one is due. */
  readonly minimum: number;
  readonly maximum: number;
  /** Days of warning before `maximum`, and of grace after it. */
  readonly warning: number;
  readonly inactive: number;
  /** Day on which the account ends. */
  readonly expires: number;
}

/** The largest of struct passwd (48 bytes), group (32), spwd (72) on 64-bit glibc. */
const STRUCT_SIZE = 128;
const RESULT = STRUCT_SIZE;
const NAME = RESULT + 16;
/** Longer names do not exist (LOGIN_NAME_MAX is 256). */
const NAME_SIZE = 1024;
const TEXT = NAME + NAME_SIZE;
/** Where an answer lies outside of its buffer, its strings are copied here, one after the other. */
const TEXT_SIZE = 4096;
const BUFFER = TEXT + TEXT_SIZE;
/** How far the buffer may grow: a group of a hundred thousand members fits. */
const BUFFER_SIZE = 1 << 20;

/** What the first try is given; ERANGE makes the next one larger. */
const FIRST_TRY = 4096;

/** How much of the buffer the last look-up may have written to. */
let filled = 0;

interface Database {
  readonly symbols: Deno.DynamicLibrary<typeof symbols>["symbols"];
  readonly memory: Region;
}

let opened: Database | undefined;

function database(): Database {
  return opened ??= {
    symbols: openLibrary("libc.so.6", symbols),
    memory: region(BUFFER + BUFFER_SIZE),
  };
}

type ByName = "getpwnam_r" | "getgrnam_r" | "getspnam_r";
type ById = "getpwuid_r" | "getgrgid_r";

/**
 * Asks for an entry: whether there is one, in which case the structure is at offset 0. "Not found"
 * has several numbers (getpwnam(3), ERRORS); all other errors throw `SysError`.
 */
function look(call: ByName | ById, key: string | number): boolean {
  const { symbols, memory } = database();
  const { bytes, view, address } = memory;
  if (typeof key === "string") {
    if (key === "" || key.length >= NAME_SIZE || key.includes("\0")) return false;
    bytes[encodeInto(key, bytes, NAME)] = 0;
  }
  for (let size = FIRST_TRY;; size *= 4) {
    filled = Math.min(size, BUFFER_SIZE);
    view.setBigUint64(RESULT, 0n, true);
    const rest = [
      BigInt(address),
      BigInt(address + BUFFER),
      BigInt(filled),
      BigInt(address + RESULT),
    ] as const;
    const error = typeof key === "string"
      ? symbols[call as ByName](BigInt(address + NAME), ...rest)
      : symbols[call as ById](key, ...rest);
    if (view.getBigUint64(RESULT, true) !== 0n) return true;
    switch (error) {
      case errno.ERANGE:
        if (size < BUFFER_SIZE) continue;
        break;
      case 0:
      case errno.ENOENT:
      case errno.ESRCH:
      case errno.EBADF:
      case errno.EPERM:
      case errno.EACCES:
        return false;
    }
    throw new SysError(call, error, String(key));
  }
}

/**
 * The string that the pointer at `offset` of the structure points to. It lies in the buffer as a
 * rule; some sources (systemd's root and nobody) point to constants of their own instead.
 */
function textAt(offset: number): string {
  return stringOf(bytesAt(offset));
}

/** Its bytes, where they are: until the next look-up. */
function bytesAt(offset: number): Uint8Array<ArrayBuffer> {
  const { symbols, memory } = database();
  const { bytes, view, address } = memory;
  const pointer = Number(view.getBigUint64(offset, true));
  const at = pointer - address;
  if (at >= BUFFER && at < BUFFER + BUFFER_SIZE) return untilNul(bytes, at, bytes.length);
  const end = pointer === 0
    ? 0
    : symbols.memccpy(BigInt(address + TEXT), BigInt(pointer), 0, BigInt(TEXT_SIZE));
  return Number(end) === 0 ? bytes.subarray(0, 0) : untilNul(bytes, TEXT, TEXT + TEXT_SIZE);
}

function untilNul(
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
  end: number,
): Uint8Array<ArrayBuffer> {
  const nul = bytes.indexOf(0, from);
  return bytes.subarray(from, nul < 0 || nul > end ? end : nul);
}

/** struct passwd: name, passwd, uid, gid, gecos, dir, shell. */
function passwdEntry(): PasswdEntry {
  const { view } = database().memory;
  return {
    name: textAt(0),
    password: textAt(8),
    uid: view.getUint32(16, true),
    gid: view.getUint32(20, true),
    gecos: textAt(24),
    home: textAt(32),
    shell: textAt(40),
  };
}

/** struct group: name, passwd, gid, members. */
function groupEntry(): GroupEntry {
  return { name: textAt(0), gid: database().memory.view.getUint32(16, true) };
}

/** The user called `name` (byte string), or undefined. Throws `SysError` when the search itself fails. */
export function getpwnam(name: string): PasswdEntry | undefined {
  return look("getpwnam_r", name) ? passwdEntry() : undefined;
}

/** The (first) user with this id, or undefined. Throws `SysError`. */
export function getpwuid(uid: number): PasswdEntry | undefined {
  return look("getpwuid_r", uid) ? passwdEntry() : undefined;
}

/** The group called `name` (byte string), or undefined. Throws `SysError`. */
export function getgrnam(name: string): GroupEntry | undefined {
  return look("getgrnam_r", name) ? groupEntry() : undefined;
}

/** The (first) group with this id, or undefined. Throws `SysError`. */
export function getgrgid(gid: number): GroupEntry | undefined {
  return look("getgrgid_r", gid) ? groupEntry() : undefined;
}

/**
 * The shadow entry of `name`; undefined where there is none, or for a process that may not read it
 * (effective user root or group shadow may). The hash is wiped from the shared memory, and no string
 * is made of it, which could not be.
 */
export function getspnam(name: string): ShadowEntry | undefined {
  if (!look("getspnam_r", name)) return undefined;
  const { bytes, view } = database().memory;
  const days = (offset: number) => Number(view.getBigInt64(offset, true));
  const entry = {
    name: textAt(0),
    password: bytesAt(8).slice(),
    lastChange: days(16),
    minimum: days(24),
    maximum: days(32),
    warning: days(40),
    inactive: days(48),
    expires: days(56),
  };
  bytes.fill(0, BUFFER, BUFFER + filled);
  return entry;
}

/** Nobody is in more groups than the kernel can take (NGROUPS_MAX). */
const MOST_GROUPS = 65536;

/** The ids of all groups that the user called `name` is in, `gid` (its own) among them. */
export function getgrouplist(name: string, gid: number): number[] {
  const { symbols, memory } = database();
  const { bytes, view, address } = memory;
  if (name === "" || name.length >= NAME_SIZE || name.includes("\0")) return [gid];
  bytes[encodeInto(name, bytes, NAME)] = 0;
  view.setInt32(RESULT, MOST_GROUPS, true);
  const count = symbols.getgrouplist(
    BigInt(address + NAME),
    gid,
    BigInt(address + BUFFER),
    BigInt(address + RESULT),
  );
  if (count < 0) throw new SysError("getgrouplist", lastErrno(), name);
  return Array.from({ length: count }, (_, i) => view.getUint32(BUFFER + 4 * i, true));
}

/**
 * Opens the library and has it load what nsswitch.conf names, for those who need it after `ffi` is
 * given up or the root is another.
 */
export function prepareUsers(): void {
  database();
  look("getpwuid_r", 0);
  look("getgrgid_r", 0);
}
