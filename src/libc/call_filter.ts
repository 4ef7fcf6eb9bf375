/**
 * A filter for seccomp(2): which system calls a process may still make, as a program of classic BPF
 * (linux/filter.h, bpf(4)).
 *
 * @module
 */

const arm = Deno.build.arch === "aarch64";

/** Calls that are judged by their arguments, [x86-64, aarch64]. */
const CONDITIONAL: Readonly<Record<string, readonly [number, number]>> = {
  clone: [56, 220],
  clone3: [435, 435],
  kill: [62, 129],
  prlimit64: [302, 261],
  socket: [41, 198],
  tgkill: [234, 131],
};

/** Instructions of classic BPF (linux/bpf_common.h). */
const LOAD = 0x20;
const AND = 0x54;
const IF_EQUAL = 0x15;
const IF_AT_LEAST = 0x35;
const IF_ANY_BIT = 0x45;
const RETURN = 0x06;

/** Answers of filters (linux/seccomp.h). */
const ALLOW = 0x7fff_0000;
const REFUSE_EPERM = 0x0005_0001;
const REFUSE_ENOSYS = 0x0005_0026;
const REFUSE_EAFNOSUPPORT = 0x0005_0061;

/** Offsets in struct seccomp_data; of an argument the lower half is looked at, as the kernel does. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number) => 16 + 8 * index;

const OUR_ARCHITECTURE = arm ? 0xc000_00b7 : 0xc000_003e;
/** x86-64 kernels have a second set of numbers for the x32 ABI, from here on. */
const X32 = 0x4000_0000;

const CLONE_THREAD = 0x1_0000;
/** Sockets that log lines, name services and FTP need (socket(2)). */
const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
/** What is left of a type without its flags. */
const TYPE_BITS = 0xf;
const IPPROTO_TCP = 6;
const IPPROTO_UDP = 17;

/** Where a jump leads: to an answer or a part of the program, or over so many instructions. */
type Target = string | number;

/**
 * Writes the filter to `view` at `start` and returns how many instructions it has. The calls with
 * `numbers` fail with EPERM; so do calls of another architecture, new processes (threads may be made) unless `mayFork`,
 * signals to and limits of processes other than `pid` (whether there is one may be asked). Sockets
 * that are neither Unix ones nor for TCP or UDP are unsupported, which libraries (PAM's, about
 * audit) take for an answer. clone3(2), whose flags no filter can see, is unknown: then the C library
 * takes clone(2).
 */
export function writeFilter(
  view: DataView,
  start: number,
  numbers: readonly number[],
  pid: number,
  mayFork: boolean,
): number {
  const program: [code: number, value: number, ifTrue: Target, ifFalse: Target][] = [];
  const parts: Record<string, number> = {};
  const add = (code: number, value: number, ifTrue: Target = 0, ifFalse: Target = 0) =>
    void program.push([code, value, ifTrue, ifFalse]);
  const part = (name: string, ...loads: number[]) => {
    parts[name] = program.length;
    for (const offset of loads) add(LOAD, offset);
  };
  const demandOneOf = (...values: number[]) =>
    values.forEach((value, index) => {
      const left = values.length - index - 1;
      add(IF_EQUAL, value, left, left === 0 ? "unsupported" : 0);
    });

  add(LOAD, ARCHITECTURE);
  add(IF_EQUAL, OUR_ARCHITECTURE, 0, "refuse");
  add(LOAD, NUMBER);
  add(IF_AT_LEAST, X32, "refuse");
  for (const [name, call] of Object.entries(CONDITIONAL)) {
    if (!mayFork || !name.startsWith("clone")) add(IF_EQUAL, call[arm ? 1 : 0], name);
  }
  for (const number of numbers) add(IF_EQUAL, number, "refuse");
  add(RETURN, ALLOW);

  part("clone", argument(0));
  add(IF_ANY_BIT, CLONE_THREAD, "allow", "refuse");
  part("kill", argument(0));
  add(IF_EQUAL, pid, "allow");
  add(LOAD, argument(1));
  add(IF_EQUAL, 0, "allow", "refuse");
  part("prlimit64", argument(0));
  add(IF_EQUAL, 0, "allow");
  part("tgkill", argument(0));
  add(IF_EQUAL, pid, "allow", "refuse");
  part("socket", argument(0));
  demandOneOf(AF_UNIX, AF_INET, AF_INET6);
  add(LOAD, argument(1));
  add(AND, TYPE_BITS);
  demandOneOf(SOCK_STREAM, SOCK_DGRAM);
  add(LOAD, argument(2));
  demandOneOf(0, IPPROTO_TCP, IPPROTO_UDP);
  part("allow");
  add(RETURN, ALLOW);
  part("refuse");
  add(RETURN, REFUSE_EPERM);
  part("clone3");
  add(RETURN, REFUSE_ENOSYS);
  part("unsupported");
  add(RETURN, REFUSE_EAFNOSUPPORT);

  program.forEach(([code, value, ...targets], index) => {
    const at = start + 8 * index;
    view.setUint16(at, code, true);
    targets.forEach((target, which) => {
      const over = typeof target === "number" ? target : parts[target] - index - 1;
      view.setUint8(at + 2 + which, over);
    });
    view.setUint32(at + 4, value, true);
  });
  return program.length;
}
