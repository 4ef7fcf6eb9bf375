/**
 * A moment with a user's rights, the way back open: whether somebody can enter a home directory is
 * found out as that user.
 *
 * @module
 */

import { getegid, geteuid, getgroups, getuid } from "../libc/process.ts";
import { setThreadGroup, setThreadGroups, setThreadUser } from "../libc/thread_identity.ts";
import { orEnd, type Synchronous } from "./as_root.ts";
import type { Credentials } from "./credentials.ts";

/**
 * Runs `work` with the effective ids and groups of `user`, then goes back to the ones before. A
 * plain call for a process whose real user is not root. Passes on what `work` throws; a process
 * that cannot go back ends at once. Only before login: needs `ffi`.
 */
export function asUser<T>(user: Credentials, work: () => Synchronous<T>): T {
  if (getuid() !== 0) return work() as T;
  const before: Credentials = { uid: geteuid(), gid: getegid(), groups: getgroups() };
  try {
    become(user);
    return work() as T;
  } finally {
    orEnd(() => become(before));
  }
}

function become({ uid, gid, groups }: Credentials): void {
  setThreadUser(0);
  setThreadGroups(groups);
  setThreadGroup(gid);
  setThreadUser(uid);
}
