/**
 * Signals: their numbers, ignoring them, and learning of those that the runtime does not tell about.
 *
 * @module
 */

import { attempt, attemptWithBuffer, demand } from "./kernel.ts";
import { close } from "./files.ts";
import { region, scratch } from "./memory.ts";
import { memoryFile } from "./process.ts";

/** Numbers of signal(7), the same on x86-64 and aarch64. */
export const SIGNAL = {
  HUP: 1,
  INT: 2,
  ILL: 4,
  ABRT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  ALRM: 14,
  TERM: 15,
  XCPU: 24,
  IO: 29,
} as const;

const SIG_IGN = 1;

/** From now on `signals` do nothing, in programs that are started from here too. */
export function ignoreSignals(...signals: readonly number[]): void {
  for (const signal of signals) setAction(signal, SIG_IGN, 0, 0);
}

/** Signals that `Deno.addSignalListener` refuses. */
export const FAULTS: readonly number[] = [SIGNAL.SEGV, SIGNAL.FPE, SIGNAL.ILL];

/** Caught once: after a real fault the instruction that failed fails again. */
const ONCE: readonly number[] = [...FAULTS, SIGNAL.ABRT, SIGNAL.BUS];

const SA_SIGINFO = 0x4;
const SA_RESTORER = 0x0400_0000;
const SA_ONSTACK = 0x0800_0000;
const SA_RESTART = 0x1000_0000;
const SA_RESETHAND = 0x8000_0000;

/**
 * Catches signals in a way that needs nothing of the runtime: no event loop, no thread.
 *
 * The handler is a handful of machine instructions that do a single write(2): it puts the signal's
 * number, the first field of siginfo_t, into a pipe, which the process polls. So it also learns of
 * SEGV, FPE and ILL that another process sends, which the runtime does not let scripts listen to. That
 * works once for each of them: after a real fault the signal has its default effect, as if we had
 * never been there.
 */
export class CaughtSignals {
  readonly #record = new Uint8Array(RECORD);

  private constructor(
    /** Readable when such a signal has come. */
    readonly fd: number,
  ) {}

  /** Starts catching; undefined where the machine does not let us bring code of our own. */
  static watch(signals: readonly number[]): CaughtSignals | undefined {
    const ends = region(8);
    demand("pipe2", undefined, ends.address, O_CLOEXEC | O_NONBLOCK);
    const [reading, writing] = [ends.view.getInt32(0, true), ends.view.getInt32(4, true)];
    const code = Deno.build.arch === "aarch64" ? codeForArm(writing) : codeForX86(writing);
    const address = executable(code.bytes);
    if (address === undefined) {
      close(reading);
      close(writing);
      return undefined;
    }
    const restorer = code.restorer === undefined ? 0 : address + code.restorer;
    for (const signal of signals) {
      const once = ONCE.includes(signal) ? SA_RESETHAND : 0;
      setAction(signal, address, HANDLER_FLAGS + once, restorer);
    }
    return new CaughtSignals(reading);
  }

  /** The signal that has come, if one has; one after the other. */
  take(): number | undefined {
    const count = attemptWithBuffer("read", this.fd, this.#record, RECORD);
    return count === RECORD ? this.#record[0] : undefined;
  }
}

/** What a handler writes: the first two fields of siginfo_t, its number and an errno. */
const RECORD = 8;

const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000;

const HANDLER_FLAGS = SA_SIGINFO | SA_ONSTACK | SA_RESTART;

/** Instructions of a handler; `restorer` is where those begin that return from a signal. */
interface Code {
  readonly bytes: readonly number[];
  readonly restorer?: number;
}

/** Called with signal, siginfo_t and context in rdi, rsi and rdx. */
function codeForX86(fd: number): Code {
  const handler = [
    ...[0xbf, ...littleEndian(fd)], // mov edi, fd
    ...[0xba, ...littleEndian(RECORD)], // mov edx, 8
    ...[0xb8, ...littleEndian(1)], // mov eax, __NR_write
    ...[0x0f, 0x05], // syscall
    0xc3, // ret
  ];
  const restorer = [
    ...[0xb8, ...littleEndian(15)], // mov eax, __NR_rt_sigreturn
    ...[0x0f, 0x05], // syscall
  ];
  return { bytes: [...handler, ...restorer], restorer: handler.length };
}

/** Called with signal, siginfo_t and context in x0, x1 and x2. The kernel brings the restorer. */
function codeForArm(fd: number): Code {
  const instructions = [
    0x5280_0000 | (fd << 5), // mov w0, fd
    0xd280_0102, // mov x2, 8
    0xd280_0808, // mov x8, __NR_write
    0xd400_0001, // svc 0
    0xd65f_03c0, // ret
  ];
  return { bytes: instructions.flatMap(littleEndian) };
}

function littleEndian(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

const PROT_READ_EXEC = 5;
const MAP_PRIVATE = 2;

/** Puts `code` where it can run and nobody can change it; its address, or undefined. */
function executable(code: readonly number[]): number | undefined {
  const file = memoryFile("signals", String.fromCharCode(...code));
  const address = attempt("mmap", 0, code.length, PROT_READ_EXEC, MAP_PRIVATE, file, 0);
  close(file);
  return address === -1 ? undefined : address;
}

/** rt_sigaction(2): struct sigaction as the kernel has it, with an empty mask. */
function setAction(signal: number, handler: number, flags: number, restorer: number): void {
  const { view, address } = scratch;
  const all = restorer === 0 ? flags : flags + SA_RESTORER;
  view.setBigUint64(0, BigInt(handler), true);
  view.setBigUint64(8, BigInt(all), true);
  view.setBigUint64(16, BigInt(restorer), true);
  view.setBigUint64(24, 0n, true);
  demand("rt_sigaction", undefined, signal, address, 0, 8);
}
