/**
 * A tree for listings: all kinds of modes, names, sizes and ages.
 *
 * @module
 */
import { bytesOf } from "../../src/libc/bytes.ts";
import { close, mkdirAt, O, open, symlinkAt } from "../../src/libc/files.ts";
import { AT_FDCWD } from "../../src/libc/statx.ts";

const DAY = 86400;

/**
 * Fills the empty directory `top`; ages count from `now`, in seconds since the epoch. Names are byte
 * strings: not all of them could be made with Deno's own functions.
 */
export function makeListingTree(top: string, now: number): void {
  const file = (name: string, size: number, mode = 0o644, age = 0) => {
    const path = `${top}/${name}`;
    const fd = open(path, O.WRONLY | O.CREAT | O.EXCL, mode);
    close(fd);
    if (isAscii(name)) {
      Deno.truncateSync(path, size);
      Deno.chmodSync(path, mode);
      Deno.utimeSync(path, now - age, now - age);
    }
  };
  const directory = (name: string, mode = 0o755) => {
    mkdirAt(AT_FDCWD, `${top}/${name}`, mode);
    Deno.chmodSync(`${top}/${name}`, mode);
  };
  const link = (name: string, target: string) => symlinkAt(target, AT_FDCWD, `${top}/${name}`);

  directory("dir");
  directory("dir/sub");
  directory("dir/sub/empty");
  directory("sticky", 0o1777);
  directory("odd-sticky", 0o1776);
  directory(".hidden-dir");
  file("dir/one", 11, 0o644, 3 * DAY);
  file("dir/two", 22);
  file("dir/.three", 33);
  file("dir/sub/deep", 4, 0o600, 400 * DAY);
  file(".hidden-dir/in", 1);
  file(".hidden", 3);
  file("a", 5, 0o644, 10 * DAY);
  file("B", 1, 0o644, 179 * DAY);
  file("age-181", 12345, 0o644, 181 * DAY);
  file("future", 7, 0o644, -40 * DAY);
  file("far-future", 7, 0o644, -400 * DAY);
  file("epoch", 7, 0o644, now);
  file("big", 5 * 2 ** 30);
  file("nearly-k", 1023);
  file("k", 1024);
  file("program", 9, 0o755);
  file("group-program", 9, 0o610);
  file("setuid", 9, 0o4755);
  file("odd-setuid", 9, 0o4644);
  file("setgid", 9, 0o2755);
  file("nothing", 9, 0);
  for (const name of ["sp ace", " lead", "trail ", "x*y", "[z]", "back\\slash", '"q"', "~tilde"]) {
    file(name, 2);
  }
  file("caf\xe9", 0);
  file("caf\xc3\xa9", 0);
  file("e\x1bs\x7f", 0);
  link("to-file", "a");
  link("to-dir", "dir");
  link("to-program", "program");
  link("to-nowhere", "nowhere");
  directory("links");
  for (let count = 1; count <= 1000; count++) Deno.linkSync(`${top}/B`, `${top}/links/${count}`);
}

function isAscii(name: string): boolean {
  return bytesOf(name).every((byte) => byte >= 0x20 && byte < 0x7f);
}
