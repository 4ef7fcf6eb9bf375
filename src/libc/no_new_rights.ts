/**
 * Giving up, for all threads and for good, the ways in which a process comes by more rights.
 *
 * PR_SET_NO_NEW_PRIVS of prctl(2) reaches the calling thread only. A filter of seccomp(2) can be
 * put on all threads at once, and takes that flag along to each of them; it also refuses calls that
 * no FTP session makes and an attacker inside one would.
 *
 * @module
 */

import { attempt, demand } from "./kernel.ts";
import { scratch } from "./memory.ts";

const PR_SET_NO_NEW_PRIVS = 38;
const SECCOMP_SET_MODE_FILTER = 1;
/** On all threads; and without the slow-downs against Spectre that old kernels tie to filters. */
const FLAGS = 0x1 /* TSYNC */ | 0x4 /* SPEC_ALLOW */;

const arm = Deno.build.arch === "aarch64";

/** Refused calls by name, [x86-64, aarch64]. */
const refused = {
  add_key: [248, 217],
  bpf: [321, 280],
  delete_module: [176, 106],
  finit_module: [313, 273],
  init_module: [175, 105],
  io_uring_setup: [425, 425],
  kexec_file_load: [320, 294],
  kexec_load: [246, 104],
  keyctl: [250, 219],
  mount: [165, 40],
  move_mount: [429, 429],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  open_tree: [428, 428],
  perf_event_open: [298, 241],
  personality: [135, 92],
  pidfd_getfd: [438, 438],
  pivot_root: [155, 41],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  ptrace: [101, 117],
  request_key: [249, 218],
  setns: [308, 268],
  umount2: [166, 39],
  unshare: [272, 97],
  userfaultfd: [323, 282],
} as const;

/** Calls that start another program. */
const execution = { execve: [59, 221], execveat: [322, 281] } as const;

/** How far the promise holds. */
export type Reach = "all threads" | "this thread";

/**
 * From now on no program that is started has more rights than this process (set-user-ID bits and
 * file capabilities do nothing), and what is listed above fails with EPERM; unless `mayExecute`,
 * starting programs does too. `this thread`: the kernel has no seccomp(2) filters to offer (an old
 * one, some containers), and only the first half holds, for the calling thread and those it makes.
 */
export function giveUpNewRights(mayExecute: boolean): Reach {
  demand("prctl", undefined, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const numbers = [...Object.values(refused), ...(mayExecute ? [] : Object.values(execution))];
  const count = writeFilter(numbers.map((pair) => pair[arm ? 1 : 0]));
  // struct sock_fprog: unsigned short len, struct sock_filter *filter
  scratch.view.setUint16(0, count, true);
  scratch.view.setBigUint64(8, BigInt(scratch.address + FILTER), true);
  const result = attempt("seccomp", SECCOMP_SET_MODE_FILTER, FLAGS, scratch.address);
  return result === 0 ? "all threads" : "this thread";
}

/** Where in `scratch` the filter starts. */
const FILTER = 16;

/** Instructions of classic BPF (linux/bpf_common.h) and answers of filters (linux/seccomp.h). */
const LOAD_WORD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const REFUSE_EPERM = 0x00050001;
/** Offsets in struct seccomp_data. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const OUR_ARCHITECTURE = arm ? 0xc00000b7 : 0xc000003e;
/** x86-64 kernels have a second set of numbers for the x32 ABI, from here on. */
const X32 = 0x40000000;

/** Writes the filter that refuses `numbers` and returns how many instructions it has. */
function writeFilter(numbers: readonly number[]): number {
  let count = 0;
  const add = (code: number, value: number, ifTrue = 0, ifFalse = 0) => {
    const at = FILTER + 8 * count++;
    scratch.view.setUint16(at, code, true);
    scratch.view.setUint8(at + 2, ifTrue);
    scratch.view.setUint8(at + 3, ifFalse);
    scratch.view.setUint32(at + 4, value, true);
  };
  // Jumps are relative; "refuse" is the last instruction, "allow" the one before it.
  add(LOAD_WORD, ARCHITECTURE);
  add(JUMP_IF_EQUAL, OUR_ARCHITECTURE, 0, numbers.length + 3);
  add(LOAD_WORD, NUMBER);
  add(JUMP_IF_AT_LEAST, X32, numbers.length + 1, 0);
  numbers.forEach((number, i) => add(JUMP_IF_EQUAL, number, numbers.length - i, 0));
  add(RETURN, ALLOW);
  add(RETURN, REFUSE_EPERM);
  return count;
}
