/**
 * A module for a server of the tests: the command XINT does, in a logged-in session, what somebody
 * would try who has taken the session over, with a door to every system call that was opened before
 * the login. With the word OUTSIDE also what any user could do without a jail. The reply is one line of
 * JSON, an `Intrusion`.
 *
 * @module
 */

import { climb, result } from "./attempts.ts";
import { errnoName } from "../../src/libc/errno.ts";
import * as files from "../../src/libc/files.ts";
import * as identity from "../../src/libc/identity.ts";
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { getppid } from "../../src/libc/process.ts";
import { AT_FDCWD, fstat, S_IFDIR, S_IFMT } from "../../src/libc/statx.ts";
import { reply } from "../../src/protocol/mod.ts";
import type { Module } from "../../src/session/module.ts";
import { asRoot, asUser } from "../../src/privilege/mod.ts";

/** What came of it. */
export interface Intrusion {
  /** What was tried, and the name of the error that it failed with, or `done`. */
  readonly attempts: Readonly<Record<string, string>>;
  /** Places that everybody may open, seen from the root of the system, and what came of it. */
  readonly outside: Readonly<Record<string, string>>;
  /** The open descriptors: what each is. */
  readonly descriptors: readonly Descriptor[];
}

/** An open descriptor. */
export interface Descriptor {
  readonly fd: number;
  /** `directory`, `file`, `socket`, `listening socket`, `other`. */
  readonly kind: string;
  /** Whether what is there can be changed: not only added to, nor sealed. */
  readonly changeable: boolean;
  /** What can be read there and should not: some of `SECRETS`. */
  readonly tells: readonly string[];
}

/** By what a configuration, a private key and a list of users' hashes are known. */
const SECRETS = ["proftpd-snapshot", "PRIVATE KEY", "$6$"];

const library = Deno.dlopen("libc.so.6", {
  syscall: { parameters: ["i64", "i64", "i64", "i64", "i64", "i64", "i64"], result: "i64" },
  __errno_location: { parameters: [], result: "pointer" },
});
const errnoCell = new Int32Array(
  Deno.UnsafePointerView.getArrayBuffer(library.symbols.__errno_location()!, 4),
);

/** Some zeros, some text, and where they are. */
const memory = new Uint8Array(8192);
const ZEROS = Number(Deno.UnsafePointer.value(Deno.UnsafePointer.of(memory)));
const TEXT = ZEROS + 4096;

/** A call of the two architectures; −1 for what one of them has not. */
type Numbers = readonly [x86: number, arm: number];

const column = Deno.build.arch === "aarch64" ? 1 : 0;

/** What the kernel answers. */
function ask(numbers: Numbers, ...args: number[]): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
  const all = [numbers[column], a, b, c, d, e, f].map(BigInt) as [
    ...[bigint, bigint, bigint, bigint, bigint, bigint, bigint],
  ];
  return Number(library.symbols.syscall(...all));
}

/** The outcome of a call: `done`, or the name of its error. */
function call(numbers: Numbers, ...args: number[]): string {
  if (numbers[column] < 0) return "ENOSYS";
  return ask(numbers, ...args) >= 0 ? "done" : errnoName(errnoCell[0]);
}

/** The same with a string as the argument `TEXT`. */
function callWith(text: string, numbers: Numbers, ...args: number[]): string {
  memory.set(bytesOf(`${text}\0`), 4096);
  return call(numbers, ...args);
}

const openFile = (path: string, flags = 0) =>
  result(() => files.close(files.open(path, flags, 0o600)));

/** Forks, should that be possible; the child is gone at once. */
function fork(numbers: Numbers, ...args: number[]): string {
  if (numbers[column] < 0) return "ENOSYS";
  const pid = ask(numbers, ...args);
  if (pid === 0) ask([231, 94], 0); // exit_group
  return pid > 0 ? "done" : errnoName(errnoCell[0]);
}

/** A socket of some kind. */
function socket(family: number, type: number, protocol = 0): string {
  const fd = ask([41, 198], family, type, protocol);
  if (fd < 0) return errnoName(errnoCell[0]);
  files.close(fd);
  return "done";
}

/** Ways to become somebody else. */
function identities(): Record<string, string> {
  return {
    "seteuid": result(() => identity.seteuid(0)),
    "setuid": result(() => identity.setuid(0)),
    "setegid": result(() => identity.setegid(0)),
    "setgid": result(() => identity.setgid(0)),
    "setresuid of one thread": call([117, 147], 0, 0, 0),
    "setresgid of one thread": call([119, 149], 0, 0, 0),
    "setreuid": call([113, 145], 0, 0),
    "setgroups": call([116, 159], 1, ZEROS),
    "setfsuid": (ask([122, 151], 0), ask([122, 151], -1) === 0 ? "done" : "EPERM"),
    "setfsgid": (ask([123, 152], 0), ask([123, 152], -1) === 0 ? "done" : "EPERM"),
    "all capabilities": (() => {
      const view = new DataView(memory.buffer);
      view.setUint32(4096, 0x2008_0522, true);
      view.setUint32(4100, 0, true);
      for (let at = 4104; at < 4128; at += 4) view.setUint32(at, 0xffff_ffff, true);
      return call([126, 91], TEXT, TEXT + 8);
    })(),
    "an ambient capability": call([157, 167], 47, 2, 7),
    "no_new_privs off": call([157, 167], 38, 0),
    "asRoot": result(() => asRoot(() => files.readFile("/etc/shadow"))),
    "asUser": result(() =>
      asUser({ uid: 0, gid: 0, groups: [0] }, () => files.readFile("/etc/shadow"))
    ),
  };
}

/** Ways out of the root directory, and to what is root's. */
function places(): Record<string, string> {
  const { WRONLY, CREAT, RDWR } = files.O;
  return {
    "chroot climb": result(climb),
    "chroot": callWith("/", [161, 51], TEXT),
    "pivot_root": callWith("/", [155, 41], TEXT, TEXT),
    "a file of root's": openFile("/etc/shadow"),
    "root's home": openFile("/root"),
    "a new file in /etc": openFile("/etc/intruder", WRONLY | CREAT),
    "the kernel's memory": openFile("/dev/mem", RDWR),
    "the core pattern": openFile("/proc/sys/kernel/core_pattern", WRONLY),
    "the first process's root": openFile("/proc/1/root/etc/passwd"),
    "the first process's memory": openFile("/proc/1/mem", RDWR),
    "the daemon's root": openFile(`/proc/${getppid()}/root/etc/passwd`),
    "the daemon's memory": openFile(`/proc/${getppid()}/mem`, RDWR),
    "the daemon's environment": openFile(`/proc/${getppid()}/environ`),
    "the daemon's descriptors": openFile(`/proc/${getppid()}/fd`),
    "a file handle": callWith("/", [303, 264], AT_FDCWD, TEXT, ZEROS, ZEROS + 64, 0),
    "a file by its handle": call([304, 265], AT_FDCWD, ZEROS, 0),
    "mount": callWith("/", [165, 40], TEXT, TEXT, ZEROS, 0x1000, 0),
    "umount": callWith("/proc", [166, 39], TEXT, 0),
    "fsopen": callWith("tmpfs", [430, 430], TEXT, 0),
    "fspick": callWith("/", [433, 433], AT_FDCWD, TEXT, 0),
    "open_tree": callWith("/", [428, 428], AT_FDCWD, TEXT, 1),
    "move_mount": call([429, 429], AT_FDCWD, ZEROS, AT_FDCWD, ZEROS, 0),
    "mount_setattr": callWith("/", [442, 442], AT_FDCWD, TEXT, 0, ZEROS, 32),
  };
}

/** Ways into other processes. */
function processes(): Record<string, string> {
  const daemon = getppid();
  const pidfd = ask([434, 434], daemon, 0);
  const descriptor = pidfd < 0 ? "EPERM" : call([438, 438], pidfd, 0, 0);
  if (pidfd >= 0) files.close(pidfd);
  return {
    "a debugger of the daemon": call([101, 117], 16, daemon),
    "a debugger that seizes the daemon": call([101, 117], 0x4206, daemon),
    "a debugger of the first process": call([101, 117], 16, 1),
    "being debugged": call([101, 117], 0),
    "reading the daemon's memory": call([310, 270], daemon, ZEROS, 1, ZEROS, 1, 0),
    "writing the daemon's memory": call([311, 271], daemon, ZEROS, 1, ZEROS, 1, 0),
    "a descriptor of the daemon's": descriptor,
    "comparing with the daemon": call([312, 272], daemon, daemon, 0, 0, 0),
    "advising the daemon's memory": call([440, 440], -1, ZEROS, 0, 0, 0),
    "a signal to the daemon": call([62, 129], daemon, 28),
    "a signal to the daemon's thread": call([234, 131], daemon, daemon, 28),
    "a signal to any thread": call([200, 130], daemon, 28),
    "a queued signal to the daemon": call([129, 138], daemon, 28, ZEROS),
    "a signal to the others of the user": call([62, 129], -1, 28), // SIGWINCH, which harms nobody
    "a limit of the daemon's": call([302, 261], daemon, 7, 0, ZEROS),
    "fork": fork([57, -1]),
    "vfork": fork([58, -1]),
    "clone": fork([56, 220], 17),
    "clone into namespaces": fork([56, 220], 0x1000_0000 | 17),
    "clone3": (() => {
      memory.fill(0, 4096, 4096 + 64);
      memory[4096 + 32] = 17; // exit_signal
      return fork([435, 435], TEXT, 64);
    })(),
    "a program": callWith("/bin/true", [59, 221], TEXT, ZEROS, ZEROS),
    "a program by its descriptor": callWith("/bin/true", [322, 281], AT_FDCWD, TEXT, ZEROS, 0, 0),
    "a user namespace": call([272, 97], 0x1000_0000),
    "a mount namespace": call([272, 97], 0x0002_0000),
    "another's namespace": call([308, 268], 0, 0),
  };
}

/** Parts of the kernel that no FTP session needs. */
function kernel(): Record<string, string> {
  return {
    "io_uring": call([425, 425], 1, ZEROS),
    "io_uring_enter": call([426, 426], -1, 0, 0, 0, 0, 0),
    "io_uring_register": call([427, 427], -1, 0, 0, 0),
    "userfaultfd": call([323, 282], 0),
    "bpf": call([321, 280], 0, ZEROS, 64),
    "perf_event_open": call([298, 241], ZEROS, 0, -1, -1, 0),
    "add_key": call([248, 217], ZEROS, ZEROS, 0, 0, 0),
    "request_key": call([249, 218], ZEROS, ZEROS, 0, 0),
    "keyctl": call([250, 219], 0, -3, 1),
    "a kernel module": call([175, 105], ZEROS, 0, ZEROS),
    "a kernel module's end": call([176, 106], ZEROS, 0),
    "another kernel": call([246, 104], 0, 0, 0, 0),
    "reboot": call([169, 142], 0xfee1dead, 0x28121969, 0, 0),
    "accounting": call([163, 89], 0),
    "swap": callWith("/swap", [167, 224], TEXT, 0),
    "the kernel's log": call([103, 116], 3, ZEROS, 16),
    "the clock": call([227, 112], 0, ZEROS),
    "the machine's name": callWith("intruder", [170, 161], TEXT, 8),
    "quotas": call([179, 60], 0, 0, 0, 0),
    "ports of the hardware": call([172, -1], 3),
    "segments": call([154, -1], 1, ZEROS, 16),
    "watching all files": call([300, 262], 0, 0),
    "another personality": call([135, 92], 0x0004_0000),
  };
}

/** Sockets other than those of FTP. */
function sockets(): Record<string, string> {
  return {
    "a raw socket": socket(2, 3, 1),
    "a packet socket": socket(17, 3, 768),
    "a netlink socket": socket(16, 3, 0),
    "a netfilter socket": socket(16, 3, 12),
    "a crypto socket": socket(38, 5),
    "a socket to the host": socket(40, 1),
    "an RDS socket": socket(21, 5),
    "a TIPC socket": socket(30, 5),
    "an SMC socket": socket(43, 1),
    "an SCTP socket": socket(2, 1, 132),
    "an MPTCP socket": socket(2, 1, 262),
    "a DCCP socket": socket(2, 6, 33),
    "a key socket": socket(15, 3, 2),
    "a Bluetooth socket": socket(31, 3),
  };
}

/** Doors of the runtime. */
function runtime(): Record<string, string> {
  return {
    "Deno.Command": result(() => new Deno.Command("/bin/true").outputSync()),
    "Deno.dlopen": result(() => Deno.dlopen("libm.so.6", {})),
    "a pointer": result(() => Deno.UnsafePointer.of(memory)),
    "Deno.readFile": result(() => Deno.readFileSync("/etc/passwd")),
    "Deno.writeFile": result(() => Deno.writeFileSync("/intruder", memory)),
    "Deno.mkdir": result(() => Deno.mkdirSync("/intruder")),
    "Deno.listen": result(() => Deno.listen({ port: 0 })),
    "Deno.env": result(() => Deno.env.get("PATH")),
    "Deno.hostname": result(() => Deno.hostname()),
    "asking for permissions": Deno.permissions.requestSync({ name: "ffi" }).state,
  };
}

/** What any user can do where no jail is in the way. */
function outside(): Record<string, string> {
  return {
    "reading a file": openFile("/etc/passwd"),
    "listing a directory": openFile("/etc", files.O.DIRECTORY),
    "its own memory": openFile("/proc/self/mem", files.O.RDWR),
    "a new file": openFile("/tmp/proftpd-intruder", files.O.WRONLY | files.O.CREAT),
    "a new directory": result(() => files.mkdirAt(AT_FDCWD, "/tmp/proftpd-intruder.d", 0o700)),
    "a link": result(() => files.symlinkAt("/etc", AT_FDCWD, "/tmp/proftpd-intruder.l")),
  };
}

const F_GETFL = 3;
const F_GET_SEALS = 1034;
const F_SEAL_WRITE = 8;
const SOL_SOCKET = 1;
const SO_ACCEPTCONN = 30;

/** The open descriptors, by asking about each number that may be one. */
function descriptors(): Descriptor[] {
  return Array.from({ length: 1024 }, (_, fd) => fd).flatMap((fd) => {
    const flags = ask([72, 25], fd, F_GETFL, 0);
    return flags < 0 ? [] : [describe(fd, flags)];
  });
}

const S_IFREG = 0o100000;
const S_IFSOCK = 0o140000;

function describe(fd: number, flags: number): Descriptor {
  const type = fstat(fd).mode & S_IFMT;
  const kinds: Record<number, string> = { [S_IFDIR]: "directory", [S_IFREG]: "file" };
  const kind = type === S_IFSOCK ? (isListening(fd) ? "listening socket" : "socket") : kinds[type];
  return {
    fd,
    kind: kind ?? "other",
    changeable: (flags & 3) !== 0 && (flags & files.O.APPEND) === 0 && !isSealed(fd),
    tells: type === S_IFREG && (flags & 3) !== files.O.WRONLY ? secretsIn(fd) : [],
  };
}

/** What of `SECRETS` the beginning of a file has; the program itself, which knows the words, has none. */
function secretsIn(fd: number): string[] {
  const bytes = new Uint8Array(1 << 20);
  const text = stringOf(bytes, 0, files.pread(fd, bytes, 0));
  if (text.startsWith("\x7fELF")) return [];
  return SECRETS.filter((secret) => text.includes(secret));
}

/** Whether `fd` is memory that nobody can write to any more. */
function isSealed(fd: number): boolean {
  const seals = ask([72, 25], fd, F_GET_SEALS, 0);
  return seals >= 0 && (seals & F_SEAL_WRITE) !== 0;
}

function isListening(fd: number): boolean {
  const view = new DataView(memory.buffer);
  view.setInt32(4096, 0, true);
  view.setInt32(4104, 4, true);
  ask([55, 209], fd, SOL_SOCKET, SO_ACCEPTCONN, TEXT, TEXT + 8);
  return view.getInt32(4096, true) !== 0;
}

/** The module. */
export const intruder: Module = {
  name: "mod_intruder.c",
  open: () => ({
    commands: [{
      verb: "XINT",
      class: "misc",
      run({ argument }) {
        const attempts = {
          ...identities(),
          ...places(),
          ...processes(),
          ...kernel(),
          ...sockets(),
          ...runtime(),
        };
        const found: Intrusion = {
          attempts,
          outside: argument === "OUTSIDE" ? outside() : {},
          descriptors: descriptors(),
        };
        return reply(200, JSON.stringify(found));
      },
    }],
  }),
};
