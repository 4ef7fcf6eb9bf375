/**
 * Changing who the process is. These go through glibc, not syscall(2): the kernel changes one
 * thread only, glibc all of them (nptl(7)). The library is opened at first use, which has to come
 * before the `ffi` permission is given up.
 *
 * @module
 */

import { check } from "./kernel.ts";
import { region } from "./memory.ts";
import { openLibrary } from "./open_library.ts";

const symbols = {
  // int setresuid(uid_t real, uid_t effective, uid_t saved)
  setresuid: { parameters: ["u32", "u32", "u32"], result: "i32" },
  // int setresgid(gid_t real, gid_t effective, gid_t saved)
  setresgid: { parameters: ["u32", "u32", "u32"], result: "i32" },
  // int setgroups(size_t size, const gid_t *list)
  setgroups: { parameters: ["usize", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

let opened: Deno.DynamicLibrary<typeof symbols>["symbols"] | undefined;

function libc(): Deno.DynamicLibrary<typeof symbols>["symbols"] {
  return opened ??= openLibrary("libc.so.6", symbols);
}

/** "Leave as it is" in setresuid and setresgid: (uid_t) −1. */
const SAME = 0xffff_ffff;

/** Sets the supplementary groups; needs root. */
export function setgroups(groups: readonly number[]): void {
  const list = region(4 * Math.max(1, groups.length));
  groups.forEach((gid, i) => list.view.setUint32(4 * i, gid, true));
  check("setgroups", libc().setgroups(BigInt(groups.length), list.bytes));
}

/** Sets real, effective and saved group id. */
export function setgid(gid: number): void {
  check("setresgid", libc().setresgid(gid, gid, gid));
}

/** Sets real, effective and saved user id: from root to another there is no way back. */
export function setuid(uid: number): void {
  check("setresuid", libc().setresuid(uid, uid, uid));
}

/** Sets the effective group id alone. */
export function setegid(gid: number): void {
  check("setresgid", libc().setresgid(SAME, gid, SAME));
}

/** Sets the effective user id alone; real and saved id stay and allow the way back. */
export function seteuid(uid: number): void {
  check("setresuid", libc().setresuid(SAME, uid, SAME));
}

/** Opens the library now, for those who need it after `ffi` is given up. */
export function prepareIdentity(): void {
  libc();
}
