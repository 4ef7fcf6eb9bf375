/**
 * A program for the tests: becomes another program, for which the kernel has no openat2(2).
 * Usage: without_openat2.ts UID CACHE PROGRAM ARGUMENTS…
 *
 * `UID` is what it runs as (0 for no change), `CACHE` where it may unpack itself.
 *
 * @module
 */

import { bytesOf } from "../../src/libc/bytes.ts";
import { setgid, setgroups, setuid } from "../../src/libc/identity.ts";
import { type Region, region } from "../../src/libc/memory.ts";

const library = Deno.dlopen("libc.so.6", {
  prctl: { parameters: ["i32", "u64", "u64", "u64", "u64"], result: "i32" },
  execve: { parameters: ["u64", "u64", "u64"], result: "i32" },
}).symbols;

const kept: Region[] = [];

function address(size: number, fill: (view: DataView) => void): bigint {
  const made = region(size);
  kept.push(made);
  fill(made.view);
  return BigInt(made.address);
}

function text(value: string): bigint {
  const bytes = bytesOf(`${value}\0`);
  return address(bytes.length, (view) => bytes.forEach((byte, at) => view.setUint8(at, byte)));
}

/** A list of strings that ends with a null pointer. */
function list(values: readonly string[]): bigint {
  const pointers = values.map(text);
  return address(
    8 * (values.length + 1),
    (view) => pointers.forEach((pointer, at) => view.setBigUint64(8 * at, pointer, true)),
  );
}

const PR_SET_SECCOMP = 22;
const PR_SET_NO_NEW_PRIVS = 38;
const SECCOMP_MODE_FILTER = 2;
const OPENAT2 = 437;

/** Classic BPF: the call's number; ENOSYS for openat2(2), else go on. */
const FILTER: readonly (readonly [number, number, number, number])[] = [
  [0x20, 0, 0, 0],
  [0x15, 0, 1, OPENAT2],
  [0x06, 0, 0, 0x0005_0026],
  [0x06, 0, 0, 0x7fff_0000],
];

const [uid, cache, program, ...args] = Deno.args;
if (uid !== "0" && Deno.uid() === 0) {
  setgroups([]);
  setgid(Number(uid));
  setuid(Number(uid));
}
const instructions = address(
  8 * FILTER.length,
  (view) =>
    FILTER.forEach(([code, ifTrue, ifFalse, value], at) => {
      view.setUint16(8 * at, code, true);
      view.setUint8(8 * at + 2, ifTrue);
      view.setUint8(8 * at + 3, ifFalse);
      view.setUint32(8 * at + 4, value, true);
    }),
);
const filter = address(16, (view) => {
  view.setUint16(0, FILTER.length, true);
  view.setBigUint64(8, instructions, true);
});
const argv = list([program, ...args]);
const path = Deno.env.get("PATH") ?? "/usr/bin:/bin";
const environment = list([`PATH=${path}`, "HOME=/nonexistent", `XDG_CACHE_HOME=${cache}`]);
library.prctl(PR_SET_NO_NEW_PRIVS, 1n, 0n, 0n, 0n);
if (library.prctl(PR_SET_SECCOMP, BigInt(SECCOMP_MODE_FILTER), filter, 0n, 0n) !== 0) {
  throw new Error("the kernel takes no filter");
}
library.execve(text(program), argv, environment);
throw new Error(`${program} cannot be started`);
