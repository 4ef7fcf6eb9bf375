/**
 * Running another program for what it prints, by posix_spawn(3): for the daemon, which has threads,
 * and permission of the runtime's to start nothing but itself.
 *
 * @module
 */

import { bytesOf } from "./bytes.ts";
import { environment } from "./environment.ts";
import { close, read } from "./files.ts";
import { type Ending, reap, waitForChild } from "./fork.ts";
import { type Region, region } from "./memory.ts";
import { POLL, PollSet } from "./poll.ts";
import { kill } from "./process.ts";
import { SIGNAL } from "./signals.ts";
import { SysError } from "./sys_error.ts";
import { pipe } from "./transfer.ts";

const symbols = {
  // int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *file_actions,
  //                 const posix_spawnattr_t *attrp, char *const argv[], char *const envp[])
  posix_spawn: {
    parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  // int posix_spawn_file_actions_init(posix_spawn_file_actions_t *file_actions)
  posix_spawn_file_actions_init: { parameters: ["buffer"], result: "i32" },
  // int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *file_actions)
  posix_spawn_file_actions_destroy: { parameters: ["buffer"], result: "i32" },
  // int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *, int fd, const char *path,
  //                                      int oflag, mode_t mode)
  posix_spawn_file_actions_addopen: {
    parameters: ["buffer", "i32", "buffer", "i32", "u32"],
    result: "i32",
  },
  // int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *, int fd, int newfd)
  posix_spawn_file_actions_adddup2: { parameters: ["buffer", "i32", "i32"], result: "i32" },
  // int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int from)
  posix_spawn_file_actions_addclosefrom_np: { parameters: ["buffer", "i32"], result: "i32" },
  // int posix_spawnattr_init(posix_spawnattr_t *attr)
  posix_spawnattr_init: { parameters: ["buffer"], result: "i32" },
  // int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)
  posix_spawnattr_setflags: { parameters: ["buffer", "i16"], result: "i32" },
  // int posix_spawnattr_setsigdefault(posix_spawnattr_t *attr, const sigset_t *sigdefault)
  posix_spawnattr_setsigdefault: { parameters: ["buffer", "buffer"], result: "i32" },
  // int posix_spawnattr_setsigmask(posix_spawnattr_t *attr, const sigset_t *sigmask)
  posix_spawnattr_setsigmask: { parameters: ["buffer", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** More than either of the library's structures takes on any architecture (80 and 336 bytes). */
const STRUCTURE = 1024;
/** `sizeof(sigset_t)`. */
const SIGNAL_SET = 128;

/** `POSIX_SPAWN_…` (spawn.h): signals as if nobody had changed them, a session of its own. */
const FLAGS = 0x04 /* SETSIGDEF */ | 0x08 /* SETSIGMASK */ | 0x80; /* SETSID */

/** How often a program that prints no more is asked whether it has ended, in milliseconds. */
const NAP = 10;

/** What a program has printed, and how it ended; undefined: it took too long, and was killed. */
export interface ProgramOutput {
  /** The first `limit` bytes; whoever is done with them wipes them. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ending: Ending | undefined;
}

/**
 * Runs the program at the absolute `path` with the arguments `args`, this process's environment and
 * ids, nothing to read and no descriptor but its own three; standard error is this process's. No
 * shell is asked. Up to `limit` bytes of its output are kept. After `patience` milliseconds it is
 * killed, with its process group. This process stands still meanwhile. Throws `SysError` where the
 * program cannot be started.
 */
export function outputOfProgram(
  path: string,
  args: readonly string[],
  { limit, patience }: { readonly limit: number; readonly patience: number },
): ProgramOutput {
  const end = performance.now() + patience;
  const [reading, writing] = pipe();
  let child: number;
  try {
    child = spawn(path, args, writing);
  } catch (error) {
    close(reading);
    throw error;
  } finally {
    close(writing);
  }
  const bytes = new Uint8Array(limit);
  const rest = new Uint8Array(256);
  let ending: Ending | undefined;
  try {
    for (let length = 0; waitsFor(reading, end);) {
      const room = length < limit;
      const count = read(reading, room ? bytes.subarray(length) : rest);
      if (count === 0) break;
      if (room) length += count;
    }
  } finally {
    // In any event: it would be left behind, alive or dead.
    ending = endingOf(child, end);
    rest.fill(0);
    close(reading);
  }
  return { bytes, ending };
}

/** Whether there is something to read (or the end of it) at `fd` before `end`. */
function waitsFor(fd: number, end: number): boolean {
  const set = new PollSet(1);
  set.add(fd, POLL.IN);
  for (;;) {
    const left = Math.ceil(end - performance.now());
    if (left <= 0) return false;
    if (set.block(left) > 0) return true; // otherwise time is up, or there was a signal
  }
}

function endingOf(child: number, end: number): Ending | undefined {
  const nothing = new PollSet(1);
  while (performance.now() < end) {
    const ending = reap(child);
    if (ending !== undefined) return ending;
    nothing.block(NAP);
  }
  kill(-child, SIGNAL.KILL);
  waitForChild(child);
  return undefined;
}

/** Starts the program with `output` as its standard output. */
function spawn(path: string, args: readonly string[], output: number): number {
  const { symbols: library, close: closeLibrary } = openLibrary();
  const [actions, attributes] = [new Uint8Array(STRUCTURE), new Uint8Array(STRUCTURE)];
  const demand = (result: number) => {
    if (result !== 0) throw new SysError("posix_spawn", result, path);
  };
  demand(library.posix_spawn_file_actions_init(actions));
  try {
    demand(library.posix_spawn_file_actions_addopen(actions, 0, terminated("/dev/null"), 0, 0));
    demand(library.posix_spawn_file_actions_adddup2(actions, output, 1));
    demand(library.posix_spawn_file_actions_addclosefrom_np(actions, 3));
    demand(library.posix_spawnattr_init(attributes));
    demand(library.posix_spawnattr_setflags(attributes, FLAGS));
    const every = new Uint8Array(SIGNAL_SET).fill(0xff);
    demand(library.posix_spawnattr_setsigdefault(attributes, every));
    demand(library.posix_spawnattr_setsigmask(attributes, new Uint8Array(SIGNAL_SET)));
    const words = vector([path, ...args]);
    const variables = vector([...environment()].map(([name, value]) => `${name}=${value}`));
    const pid = new Int32Array(1);
    demand(
      library.posix_spawn(pid, terminated(path), actions, attributes, words.bytes, variables.bytes),
    );
    return pid[0];
  } finally {
    library.posix_spawn_file_actions_destroy(actions);
    closeLibrary();
  }
}

function openLibrary() {
  const library = Deno.dlopen("libc.so.6", symbols);
  return { symbols: library.symbols, close: () => library.close() };
}

/** `text` with a NUL behind it; one inside throws `RangeError`. */
function terminated(text: string): Uint8Array<ArrayBuffer> {
  if (text.includes("\0")) throw new RangeError("a C string cannot hold a NUL byte");
  return bytesOf(`${text}\0`);
}

/** `char *const[]`: the addresses of `texts`, NULL, and the texts themselves behind them. */
function vector(texts: readonly string[]): Region {
  const table = (texts.length + 1) * 8;
  const bytes = texts.map(terminated);
  const memory = region(bytes.reduce((size, { length }) => size + length, table));
  let at = table;
  bytes.forEach((text, i) => {
    memory.view.setBigUint64(i * 8, BigInt(memory.address + at), true);
    memory.bytes.set(text, at);
    at += text.length;
  });
  return memory;
}
