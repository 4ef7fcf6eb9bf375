/**
 * Giving up, for all threads and for good, the ways in which a process comes by more rights.
 *
 * PR_SET_NO_NEW_PRIVS of prctl(2) reaches the calling thread only. A filter of seccomp(2) can be
 * put on all threads at once, and takes that flag along to each of them; it also refuses calls that
 * no FTP session makes and an attacker inside one would.
 *
 * @module
 */

import { writeFilter } from "./call_filter.ts";
import { attempt, demand } from "./kernel.ts";
import { scratch } from "./memory.ts";
import { getpid } from "./process.ts";

const PR_SET_NO_NEW_PRIVS = 38;
const SECCOMP_SET_MODE_FILTER = 1;
/** On all threads; and without the slow-downs against Spectre that old kernels tie to filters. */
const FLAGS = 0x1 /* TSYNC */ | 0x4 /* SPEC_ALLOW */;

const arm = Deno.build.arch === "aarch64";

/** Refused calls by name, [x86-64, aarch64]; −1 where an architecture does not have one. */
const refused = {
  add_key: [248, 217],
  bpf: [321, 280],
  delete_module: [176, 106],
  fanotify_init: [300, 262],
  finit_module: [313, 273],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fsopen: [430, 430],
  fspick: [433, 433],
  init_module: [175, 105],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  io_uring_setup: [425, 425],
  kcmp: [312, 272],
  kexec_file_load: [320, 294],
  kexec_load: [246, 104],
  keyctl: [250, 219],
  modify_ldt: [154, -1],
  mount: [165, 40],
  mount_setattr: [442, 442],
  move_mount: [429, 429],
  move_pages: [279, 239],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  open_tree: [428, 428],
  perf_event_open: [298, 241],
  personality: [135, 92],
  pidfd_getfd: [438, 438],
  pidfd_send_signal: [424, 424],
  pivot_root: [155, 41],
  process_madvise: [440, 440],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  ptrace: [101, 117],
  request_key: [249, 218],
  rt_sigqueueinfo: [129, 138],
  rt_tgsigqueueinfo: [297, 240],
  setns: [308, 268],
  tkill: [200, 130],
  umount2: [166, 39],
  unshare: [272, 97],
  userfaultfd: [323, 282],
} as const;

/** Calls that start another program, or a process for it. */
const execution = {
  execve: [59, 221],
  execveat: [322, 281],
  fork: [57, -1],
  vfork: [58, -1],
} as const;

/** How far the promise holds. */
export type Reach = "all threads" | "this thread";

/**
 * From now on no program that is started has more rights than this process (set-user-ID bits and
 * file capabilities do nothing), and what is listed above and in `writeFilter` fails with EPERM; unless
 * `mayExecute`, starting programs does too. `this thread`: the kernel has no seccomp(2) filters to offer (an old
 * one, some containers), and only the first half holds, for the calling thread and those it makes.
 */
export function giveUpNewRights(mayExecute: boolean): Reach {
  demand("prctl", undefined, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const numbers = [...Object.values(refused), ...(mayExecute ? [] : Object.values(execution))];
  const count = writeFilter(
    scratch.view,
    FILTER,
    numbers.map((pair) => pair[arm ? 1 : 0]).filter((number) => number >= 0),
    getpid(),
    mayExecute,
  );
  // struct sock_fprog: unsigned short len, struct sock_filter *filter
  scratch.view.setUint16(0, count, true);
  scratch.view.setBigUint64(8, BigInt(scratch.address + FILTER), true);
  const result = attempt("seccomp", SECCOMP_SET_MODE_FILTER, FLAGS, scratch.address);
  return result === 0 ? "all threads" : "this thread";
}

/** Where in `scratch` the filter starts. */
const FILTER = 16;
