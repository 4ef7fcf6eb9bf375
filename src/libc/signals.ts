/**
 * Signals: their numbers, ignoring them, and learning of those that the runtime does not tell about.
 *
 * @module
 */

import { attemptWithBuffer, demand } from "./kernel.ts";
import { close } from "./files.ts";
import { region } from "./memory.ts";
import {
  executable,
  HANDLER_FLAGS,
  littleEndian,
  setAction,
  SIG_DFL,
  SIG_IGN,
} from "./signal_action.ts";

/** Numbers of signal(7), the same on x86-64 and aarch64. */
export const SIGNAL = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
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

/** The names of signals 1 to 31, in their order. */
const NAMES =
  "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT " +
  "STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";

/** The name of a signal, as in `SIGTERM`; the nameless ones are `signal 34` and so on. */
export function signalName(signal: number): string {
  const name = NAMES.split(" ")[signal - 1];
  return name === undefined ? `signal ${signal}` : `SIG${name}`;
}

/** From now on `signals` do nothing, in programs that are started from here too. */
export function ignoreSignals(...signals: readonly number[]): void {
  for (const signal of signals) setAction(signal, SIG_IGN, 0, 0);
}

/** Signals that `Deno.addSignalListener` refuses. */
export const FAULTS: readonly number[] = [SIGNAL.SEGV, SIGNAL.FPE, SIGNAL.ILL];

/** Signals that the kernel sends to a program that has gone wrong. */
const REAL_FAULTS: readonly number[] = [...FAULTS, SIGNAL.BUS];

/**
 * Catches signals in a way that needs nothing of the runtime: no event loop, no thread.
 *
 * The handler is a handful of machine instructions that do a single write(2): it puts the signal's
 * number, the first field of siginfo_t, into a pipe, which the process polls. So it also learns of
 * SEGV, FPE and ILL that another process sends, which the runtime does not let scripts listen to.
 *
 * After a real fault nothing can go on (si_code above zero, sigaction(2)). Then the handler puts the
 * signal's default effect in force, by rt_sigaction(2), and returns: the instruction that failed
 * fails once more, as if we had never been there.
 */
export class CaughtSignals {
  readonly #record = new Uint8Array(RECORD);

  private constructor(
    private readonly signals: readonly number[],
    /** Readable when such a signal has come. */
    readonly fd: number,
    private readonly writing: number,
  ) {}

  /** Starts catching; undefined where the machine does not let us bring code of our own. */
  static watch(signals: readonly number[]): CaughtSignals | undefined {
    const ends = region(8);
    demand("pipe2", undefined, ends.address, O_CLOEXEC | O_NONBLOCK);
    const [reading, writing] = [ends.view.getInt32(0, true), ends.view.getInt32(4, true)];
    const code = Deno.build.arch === "aarch64" ? codeForArm(writing) : codeForX86(writing);
    const address = executable("signals", code.bytes);
    if (address === undefined) {
      close(reading);
      close(writing);
      return undefined;
    }
    const restorer = code.restorer === undefined ? 0 : address + code.restorer;
    for (const signal of signals) {
      const handler = REAL_FAULTS.includes(signal) ? address : address + code.plain;
      setAction(signal, handler, HANDLER_FLAGS, restorer);
    }
    return new CaughtSignals(signals, reading, writing);
  }

  /** The signal that has come, if one has; one after the other. */
  take(): number | undefined {
    const count = attemptWithBuffer("read", this.fd, this.#record, RECORD);
    return count === RECORD ? this.#record[0] : undefined;
  }

  /** Stops catching: the signals have their default effects again. */
  release(): void {
    for (const signal of this.signals) setAction(signal, SIG_DFL, 0, 0);
    close(this.writing);
    close(this.fd);
  }
}

/** What a handler writes: the first two fields of siginfo_t, its number and an errno. */
const RECORD = 8;

const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000;

/** struct sigaction of the kernel for the default effect: nothing but zeros. */
const DEFAULT_ACTION = new Array<number>(32).fill(0);

/** Instructions of a handler. The first ones are about real faults. */
interface Code {
  readonly bytes: readonly number[];
  /** Where it begins for signals that are no faults, whoever sends them. */
  readonly plain: number;
  /** Where those begin that return from a signal. */
  readonly restorer?: number;
}

/** Called with signal, siginfo_t and context in rdi, rsi and rdx. */
function codeForX86(fd: number): Code {
  const write = [
    ...[0xbf, ...littleEndian(fd)], // mov edi, fd
    ...[0xba, ...littleEndian(RECORD)], // mov edx, RECORD
    ...[0xb8, ...littleEndian(1)], // mov eax, __NR_write
    ...[0x0f, 0x05], // syscall
    0xc3, // ret
  ];
  const check = [
    ...[0x83, 0x7e, 0x08, 0x00], // cmp dword [rsi + 8], 0: si_code
    ...[0x7f, write.length], // jg, over `write`
  ];
  const setDefault = [
    ...[0x31, 0xd2], // xor edx, edx
    ...[0x41, 0xba, ...littleEndian(8)], // mov r10d, 8
    ...[0xb8, ...littleEndian(13)], // mov eax, __NR_rt_sigaction
    ...[0x0f, 0x05], // syscall
    0xc3, // ret
  ];
  const restorer = [
    ...[0xb8, ...littleEndian(15)], // mov eax, __NR_rt_sigreturn
    ...[0x0f, 0x05], // syscall
  ];
  const ahead = setDefault.length + restorer.length;
  const handler = [
    ...check,
    ...write,
    ...[0x48, 0x8d, 0x35, ...littleEndian(ahead)], // lea rsi, DEFAULT_ACTION
    ...setDefault,
  ];
  return {
    bytes: [...handler, ...restorer, ...DEFAULT_ACTION],
    plain: check.length,
    restorer: handler.length,
  };
}

/** Called with signal, siginfo_t and context in x0, x1 and x2. The kernel brings the restorer. */
function codeForArm(fd: number): Code {
  const instructions = [
    0xb940_0829, // ldr w9, [x1, 8]: si_code
    0x7100_013f, // cmp w9, 0
    0x5400_00cc, // b.gt, six instructions on
    0x5280_0000 | (fd << 5), // mov w0, fd
    0xd280_0102, // mov x2, 8
    0xd280_0808, // mov x8, __NR_write
    0xd400_0001, // svc 0
    0xd65f_03c0, // ret
    0x1000_00c1, // adr x1, six instructions on: DEFAULT_ACTION
    0xd280_0002, // mov x2, 0
    0xd280_0103, // mov x3, 8
    0xd280_10c8, // mov x8, __NR_rt_sigaction
    0xd400_0001, // svc 0
    0xd65f_03c0, // ret
  ];
  return { bytes: [...instructions.flatMap(littleEndian), ...DEFAULT_ACTION], plain: 3 * 4 };
}
