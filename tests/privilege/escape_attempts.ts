/**
 * A program for the tests: becomes a user as a session does at login, then tries every way back,
 * and prints what came of each as one JSON object. Usage: escape_attempts.ts UID GID ROOT STARTED
 *
 * `ROOT` is the directory to be jailed in, or `-` for none. `STARTED` is `as-root`, or
 * `as-somebody`: then it is an ordinary user's process from the start (nobody's, if root runs it).
 *
 * @module
 */

import { climb, result } from "./attempts.ts";
import { bytesOf } from "../../src/libc/bytes.ts";
import { readDirectory } from "../../src/libc/dirents.ts";

import * as files from "../../src/libc/files.ts";
import * as identity from "../../src/libc/identity.ts";
import { attemptWithBuffer, lastErrno } from "../../src/libc/kernel.ts";
import { errnoName } from "../../src/libc/errno.ts";
import { getegid, geteuid, getgid, getpid, getppid, getuid } from "../../src/libc/process.ts";
import {
  asRoot,
  assumeUser,
  asUser,
  becomeUser,
  type Outcome,
  revokePermissions,
} from "../../src/privilege/mod.ts";

const [uid, gid, rootPath, started] = Deno.args;
const user = { uid: Number(uid), gid: Number(gid), groups: [Number(gid)] };

/** What the program prints. */
export interface Report {
  readonly outcome: Outcome;
  /** Real and effective user id, real and effective group id. */
  readonly ids: readonly number[];
  readonly directory: string;
  /** What was tried, and the name of the error that it failed with, or `done`. */
  readonly attempts: Readonly<Record<string, string>>;
  readonly threads: readonly string[];
  /** Whether another thread, one that was there before, can read what everybody may. */
  readonly isOtherThreadFree: boolean;
}

// What a session has open, and what an attacker would like to use later on.
identity.prepareIdentity();
const syscall = Deno.dlopen("libc.so.6", {
  syscall: { parameters: ["i64", "i64", "i64", "i64", "i64"], result: "i64" },
  __errno_location: { parameters: [], result: "pointer" },
}).symbols;
// By a thread of the runtime's, which waits for more afterwards.
const elsewhere = Deno.dlopen("libc.so.6", {
  open: { parameters: ["buffer", "i32"], result: "i32", nonblocking: true },
}).symbols;
const everybodys = bytesOf("/etc/passwd\0");
if (await elsewhere.open(everybodys, 0) < 0) throw new Error("/etc/passwd cannot be read");
const memory = new Uint8Array(64);
const root = rootPath === "-" ? undefined : files.open(rootPath, files.O.PATH | files.O.DIRECTORY);

const nobody = { uid: 65534, gid: 65534, groups: [65534] };
if (started === "as-somebody" && getuid() === 0) {
  identity.setgroups(nobody.groups);
  identity.setgid(nobody.gid);
  identity.setuid(nobody.uid);
}
assumeUser(nobody);
const outcome = becomeUser({ user, root });
if (root !== undefined) files.close(root);
revokePermissions();

/** A system call by its number, for calls that this program has no function for. */
function call(x86: number, arm: number, ...args: number[]): string {
  const [a = 0, b = 0, c = 0, d = 0] = args;
  const number = Deno.build.arch === "aarch64" ? arm : x86;
  const value = syscall.syscall(BigInt(number), BigInt(a), BigInt(b), BigInt(c), BigInt(d));
  return Number(value) >= 0 ? "done" : errnoName(lastErrno());
}

const attempts: Record<string, string> = {
  "seteuid(0)": result(() => identity.seteuid(0)),
  "setuid(0)": result(() => identity.setuid(0)),
  "setegid(0)": result(() => identity.setegid(0)),
  "setgid(0)": result(() => identity.setgid(0)),
  "setresuid of one thread": call(117, 147),
  "setgroups to root's": call(116, 159, 0, 0),
  "chroot climb": result(climb),
  "read a file of root's": result(() => files.readFile("/etc/shadow")),
  "asRoot": result(() => asRoot(() => files.readFile("/etc/shadow"))),
  "asUser": result(() =>
    asUser({ uid: 0, gid: 0, groups: [0] }, () => files.readFile("/etc/shadow"))
  ),
  "read root's home": result(() => files.close(files.open("/root", files.O.RDONLY))),
  "write to /etc": result(() =>
    files.close(files.open("/etc/intruder", files.O.WRONLY | files.O.CREAT, 0o600))
  ),
  "memory of the parent": result(() =>
    files.close(files.open(`/proc/${getppid()}/mem`, files.O.RDWR))
  ),
  "ptrace of the parent": call(101, 117, 16, /* PTRACE_ATTACH */ getppid()),
  "signal to process 1": call(62, 129, 1, 0),
  "a debugger of the same user": call(310, 270, getpid()),
  "a set-user-ID program": call(59, 221),
  "a new user namespace": call(272, 97, 0x10000000),
  "a mount": call(165, 40),
  "a kernel module": call(175, 105),
  "io_uring": call(425, 425, 1),
  "new Deno.Command": result(() => new Deno.Command("/bin/true").outputSync()),
  "Deno.dlopen": result(() => Deno.dlopen("libm.so.6", {})),
  "a pointer": result(() => Deno.UnsafePointer.of(memory)),
  "Deno.readFile": result(() => Deno.readFileSync("/etc/passwd")),
  "Deno.writeFile": result(() => Deno.writeFileSync("/tmp/intruder", memory)),
  "Deno.listen": result(() => Deno.listen({ port: 0 })),
  "Deno.env": result(() => Deno.env.get("PATH")),
  "asking for permissions": Deno.permissions.querySync({ name: "ffi" }).state,
};

/** The lines of /proc/<pid>/status that tell about rights, of every thread; none in a jail. */
function threads(): string[] {
  const rows: string[] = [];
  const directory = files.open("/proc/self/task", files.O.RDONLY | files.O.DIRECTORY);
  const ids: string[] = [];
  readDirectory(directory, (name) => {
    if (!name.startsWith(".")) ids.push(name);
  });
  for (const id of ids) {
    const status = files.readFile(`/proc/self/task/${id}/status`);
    rows.push((status.match(/^(Uid|Gid|Cap(Prm|Eff)|NoNewPrivs|Seccomp):.*$/gm) ?? []).join(" "));
  }
  return rows;
}

const report: Report = {
  outcome,
  ids: [getuid(), geteuid(), getgid(), getegid()],
  directory: files.getcwd(),
  attempts,
  threads: rootPath === "-" ? threads() : [],
  isOtherThreadFree: await elsewhere.open(everybodys, 0) >= 0,
};
const text = bytesOf(JSON.stringify(report));
attemptWithBuffer("write", 1, text, text.length);
