/**
 * The few moments as root: binding a port below 1024, reading the shadow database, opening a log.
 *
 * @module
 */

import { endProcess } from "../libc/fork.ts";
import { getegid, geteuid, getuid } from "../libc/process.ts";
import { setThreadGroup, setThreadUser } from "../libc/thread_identity.ts";

/** A result that is there when the function returns: what is done as root cannot wait for anything. */
export type Synchronous<T> = T extends PromiseLike<unknown> ? never : T;

/**
 * Runs `work` as effective user and group 0, then goes back to the ones before. For a process whose
 * real user is not root (started as an ordinary user, or past its login) this is a plain call: it
 * has no rights to gain. `work` cannot be asynchronous, or other code would run as root meanwhile;
 * threads that run beside it do not become root.
 *
 * Passes on what `work` throws. A process that cannot give the rights up again ends at once.
 */
export function asRoot<T>(work: () => Synchronous<T>): T {
  const uid = geteuid();
  if (getuid() !== 0 || uid === 0) return work() as T;
  const gid = getegid();
  setThreadUser(0);
  try {
    setThreadGroup(0);
    return work() as T;
  } finally {
    orEnd(() => {
      setThreadGroup(gid);
      setThreadUser(uid);
    });
  }
}

/** EX_SOFTWARE of sysexits.h. */
const INTERNAL_ERROR = 70;

/**
 * Runs `giveUp`, which gives rights up. Should it fail, there is nobody to tell who could go on
 * safely, since every later line would run with those rights: the process ends.
 */
export function orEnd(giveUp: () => void): void {
  try {
    giveUp();
  } catch {
    endProcess(INTERNAL_ERROR);
  }
}
