/**
 * Having a user's rights with the way back open: the daemon and its sessions before login run as
 * User and Group of the configuration while their real user stays root.
 *
 * @module
 */

import { setegid, seteuid, setgroups } from "../libc/identity.ts";
import { geteuid, getuid } from "../libc/process.ts";
import type { Credentials } from "./credentials.ts";

/**
 * Takes on the effective ids and supplementary groups of `user`, in all threads; `asRoot` undoes
 * that for a moment. Nothing happens in a process whose real user is not root. Throws `SysError`.
 *
 * From then on the kernel counts the process as not dumpable (prctl(2)): most of its /proc/self
 * belongs to root.
 */
export function assumeUser(user: Credentials): void {
  if (getuid() !== 0) return;
  if (geteuid() !== 0) seteuid(0);
  setgroups(user.groups);
  setegid(user.gid);
  seteuid(user.uid);
}
