/**
 * The effective ids and groups of the calling thread alone, set through the kernel and not through glibc.
 *
 * To the kernel every thread has ids of its own; glibc's functions (`identity.ts`) change all of
 * them, which takes 60 us a call. For a synchronous stretch of work one thread is enough, takes less
 * than a microsecond, and no thread that happens to run beside it has root's rights. Whatever is
 * meant to last goes through `identity.ts`.
 *
 * @module
 */

import { demand } from "./kernel.ts";
import { region } from "./memory.ts";

/** "Leave it as it is" in setresuid(2) and setresgid(2). */
const SAME = -1;

/** Sets this thread's effective user id; real and saved id stay. Throws `SysError`. */
export function setThreadUser(uid: number): void {
  demand("setresuid", undefined, SAME, uid, SAME);
}

/** Sets this thread's effective group id; real and saved id stay. Throws `SysError`. */
export function setThreadGroup(gid: number): void {
  demand("setresgid", undefined, SAME, gid, SAME);
}

/** Sets this thread's supplementary groups; needs root. Throws `SysError`. */
export function setThreadGroups(groups: readonly number[]): void {
  const list = region(4 * groups.length);
  groups.forEach((gid, i) => list.view.setUint32(4 * i, gid, true));
  demand("setgroups", undefined, groups.length, list.address);
}
