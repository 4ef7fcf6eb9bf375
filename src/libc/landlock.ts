/**
 * Landlock (landlock(7)): the kernel lets this process open, make, rename and remove nothing outside of
 * a directory, whatever its rights are. What is open stays open; looking at names (stat, readlink) is
 * not concerned.
 *
 * A thread restricts itself and those that it makes. Threads that the runtime has started before wait
 * for work that they are never given in a session, for ten seconds at most, and end; but whoever has
 * the memory of the process could give them some. So a signal has each of them restrict itself.
 *
 * @module
 */

import { readDirectory } from "./dirents.ts";
import { close, O, open } from "./files.ts";
import { attempt, attemptWithBuffer, demand } from "./kernel.ts";
import { region, scratch } from "./memory.ts";
import type { Reach } from "./no_new_rights.ts";
import { numberOf } from "./numbers.ts";
import { POLL, PollSet } from "./poll.ts";
import { eventfd, getpid } from "./process.ts";
import { executable, HANDLER_FLAGS, littleEndian, setAction, SIG_IGN } from "./signal_action.ts";

/** LANDLOCK_CREATE_RULESET_VERSION. */
const ASK_VERSION = 1;
/** LANDLOCK_RULE_PATH_BENEATH. */
const PATH_BENEATH = 1;

/** The first version in which files can go from one directory to another (LANDLOCK_ACCESS_FS_REFER). */
const REFER_VERSION = 2;
/** The one that knows truncate(2). */
const TRUNCATE_VERSION = 3;

/** LANDLOCK_ACCESS_FS_…: to start programs, which is granted nowhere … */
const EXECUTE = 1;
/** … to write, read, remove and make, what REFER and what TRUNCATE is about. */
const OTHERS = 0x1ffe;
const REFER = 0x2000;
const TRUNCATE = 0x4000;

/** The highest signal, which nobody uses. */
const SIGNAL_OF_OURS = 64;

/** How long threads that do nothing may take for a few instructions, in milliseconds. */
const PATIENCE = 30_000;
const STEP = 100;

/**
 * Restricts this process for good to what is below the directory `root`, a descriptor, and to what is
 * open; nothing there can be started as a program. The result is who is restricted, undefined where
 * the kernel cannot do it. To be called when rights have been given up (`giveUpNewRights`), and with
 * `ffi`; throws `SysError`.
 */
export function restrictTo(root: number): Reach | undefined {
  const version = attempt("landlock_create_ruleset", 0, 0, ASK_VERSION);
  if (version < REFER_VERSION) return undefined;
  const granted = OTHERS | REFER | (version < TRUNCATE_VERSION ? 0 : TRUNCATE);
  // struct landlock_ruleset_attr { __u64 handled_access_fs; … }
  scratch.view.setBigUint64(0, BigInt(granted | EXECUTE), true);
  const ruleset = demand("landlock_create_ruleset", undefined, scratch.address, 8, 0);
  try {
    // struct landlock_path_beneath_attr { __u64 allowed_access; __s32 parent_fd; }
    scratch.view.setBigUint64(0, BigInt(granted), true);
    scratch.view.setInt32(8, root, true);
    demand("landlock_add_rule", undefined, ruleset, PATH_BENEATH, scratch.address, 0);
    const others = new OtherThreads();
    try {
      demand("landlock_restrict_self", undefined, ruleset, 0);
      return others.restrict(ruleset) ? "all threads" : "this thread";
    } finally {
      others.close();
    }
  } finally {
    close(ruleset);
  }
}

/** The threads of this process but the one that is at work, which is the first. */
class OtherThreads {
  readonly #pid = getpid();
  /** Opened in time: /proc is out of reach for whom has been restricted. */
  readonly #folder = open("/proc/self/task", O.RDONLY | O.DIRECTORY);

  close(): void {
    close(this.#folder);
  }

  /** Has each of them take `ruleset` on; false where one has not. */
  restrict(ruleset: number): boolean {
    const threads = this.#list();
    if (threads.length === 0) return true;
    const counter = eventfd();
    try {
      if (!this.#prepare(ruleset, counter)) return false;
      for (const thread of threads) attempt("tgkill", this.#pid, thread, SIGNAL_OF_OURS);
      return this.#await(counter, threads);
    } finally {
      setAction(SIGNAL_OF_OURS, SIG_IGN, 0, 0);
      close(counter);
    }
  }

  /** Waits until all of `threads` have answered, or are gone. */
  #await(counter: number, threads: readonly number[]): boolean {
    const set = new PollSet(1);
    const count = region(8);
    let answers = 0;
    for (let waited = 0; waited < PATIENCE; waited += STEP) {
      set.clear();
      set.add(counter, POLL.IN);
      if (set.block(STEP) > 0 && attemptWithBuffer("read", counter, count.bytes, 8) === 8) {
        answers += count.view.getUint32(0, true);
      }
      const left = this.#list();
      if (left.length === 0) return true;
      if (answers === threads.length) return left.every((thread) => threads.includes(thread));
    }
    return false;
  }

  #prepare(ruleset: number, counter: number): boolean {
    const arm = Deno.build.arch === "aarch64";
    const { bytes, restorer } = arm ? codeForArm(ruleset, counter) : codeForX86(ruleset, counter);
    const address = executable("landlock", bytes);
    if (address === undefined) return false;
    setAction(
      SIGNAL_OF_OURS,
      address,
      HANDLER_FLAGS,
      restorer === undefined ? 0 : address + restorer,
    );
    return true;
  }

  #list(): number[] {
    attempt("lseek", this.#folder, 0, 0);
    const threads: number[] = [];
    readDirectory(this.#folder, (name) => {
      if (/^\d+$/.test(name) && Number(name) !== this.#pid) threads.push(Number(name));
    });
    return threads;
  }
}

/** A handler that takes a ruleset on, and adds one to a counter if that worked. */
interface Code {
  readonly bytes: readonly number[];
  /** Where those instructions begin that return from a signal. */
  readonly restorer?: number;
}

const ONE = [1, 0, 0, 0, 0, 0, 0, 0];

function codeForX86(ruleset: number, counter: number): Code {
  const restorer = [
    ...[0xb8, ...littleEndian(15)], // mov eax, __NR_rt_sigreturn
    ...[0x0f, 0x05], // syscall
  ];
  const write = [
    ...[0xba, ...littleEndian(8)], // mov edx, 8
    ...[0xb8, ...littleEndian(numberOf.write)], // mov eax, __NR_write
    ...[0x0f, 0x05], // syscall
  ];
  const count = [
    ...[0xbf, ...littleEndian(counter)], // mov edi, counter
    ...[0x48, 0x8d, 0x35, ...littleEndian(write.length + 1 + restorer.length)], // lea rsi, ONE
    ...write,
  ];
  const handler = [
    ...[0xbf, ...littleEndian(ruleset)], // mov edi, ruleset
    ...[0x31, 0xf6], // xor esi, esi
    ...[0xb8, ...littleEndian(numberOf.landlock_restrict_self)], // mov eax, its number
    ...[0x0f, 0x05], // syscall
    ...[0x85, 0xc0], // test eax, eax
    ...[0x75, count.length], // jnz, over `count`
    ...count,
    0xc3, // ret
  ];
  return { bytes: [...handler, ...restorer, ...ONE], restorer: handler.length };
}

/** The kernel brings the restorer. */
function codeForArm(ruleset: number, counter: number): Code {
  const instructions = [
    0x5280_0000 | (ruleset << 5), // mov w0, ruleset
    0xd280_0001, // mov x1, 0
    0xd280_0008 | (numberOf.landlock_restrict_self << 5), // mov x8, its number
    0xd400_0001, // svc 0
    0x3500_00c0, // cbnz w0, six instructions on: ret
    0x5280_0000 | (counter << 5), // mov w0, counter
    0x1000_00a1, // adr x1, five instructions on: ONE
    0xd280_0102, // mov x2, 8
    0xd280_0808, // mov x8, __NR_write
    0xd400_0001, // svc 0
    0xd65f_03c0, // ret
  ];
  return { bytes: [...instructions.flatMap(littleEndian), ...ONE] };
}
