/**
 * What a confined root must never let happen, as one run that a test can do itself, or have done by a
 * child process that gives up root first: `deno run -A confined_scenario.ts <folder> <uid> <gid>`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { confinedRoot } from "../../src/fs/confined_root.ts";
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { ACCESS, close, O, readToEnd, writeAll } from "../../src/libc/files.ts";
import { setgid, setgroups, setuid } from "../../src/libc/identity.ts";
import { isSysError } from "../../src/libc/sys_error.ts";
import type { Root } from "../../src/fs/root.ts";

/** Runs everything below `folder`, which must exist and be writable. */
export async function confinedScenario(folder: string): Promise<void> {
  linksStayInside(folder);
  strangeNamesAreRefused(folder);
  await swappedDirectoriesLeadNowhere(folder);
}

/** The error's symbolic name, or what came instead. */
function outcome(work: () => unknown): unknown {
  try {
    return work() ?? "done";
  } catch (error) {
    if (isSysError(error)) return error.code;
    throw error;
  }
}

function contents(root: Root, path: string): string {
  const fd = root.open(path, O.RDONLY);
  try {
    return stringOf(readToEnd(fd, 1000));
  } finally {
    close(fd);
  }
}

function write(root: Root, path: string, text: string): void {
  const fd = root.open(path, O.WRONLY | O.CREAT | O.TRUNC, 0o644);
  try {
    writeAll(fd, bytesOf(text));
  } finally {
    close(fd);
  }
}

/** A root next to a directory with a file that nobody in the root may reach. */
function furnish(folder: string, name: string): { inside: string; outside: string } {
  const inside = `${folder}/${name}/root`;
  const outside = `${folder}/${name}/outside`;
  Deno.mkdirSync(`${inside}/dir`, { recursive: true });
  Deno.mkdirSync(outside);
  Deno.writeTextFileSync(`${outside}/secret`, "outside");
  Deno.writeTextFileSync(`${inside}/file`, "inside");
  Deno.chmodSync(`${outside}/secret`, 0o600);
  return { inside, outside };
}

function linksStayInside(folder: string): void {
  const { inside, outside } = furnish(folder, "links");
  using root = confinedRoot(inside);
  const before = Deno.statSync(`${outside}/secret`);
  const outLinks = {
    absolute: outside,
    relative: "../outside",
    deep: "dir/../../../../../../../../../../../../../../../..",
    magic: "/proc/self/root",
  };
  for (const [name, target] of Object.entries(outLinks)) root.symlink(target, `/${name}`);
  for (const [name, target] of Object.entries(outLinks)) {
    assert.equal(root.readlink(`/${name}`), target);
    for (const path of [`/${name}/secret`, `/dir/../${name}/secret`, `${name}/secret`]) {
      assert.equal(outcome(() => root.stat(path)), "ENOENT", path);
      assert.equal(outcome(() => root.open(path, O.RDONLY)), "ENOENT", path);
      assert.equal(outcome(() => root.chmod(path, 0o666)), "ENOENT", path);
      assert.equal(outcome(() => root.utimes(path, 1, 1)), "ENOENT", path);
      assert.equal(outcome(() => root.unlink(path)), "ENOENT", path);
      assert.equal(root.tryStat(path), undefined);
      assert.equal(root.mayAccess(path, ACCESS.F), false);
    }
  }
  assert.equal(outcome(() => root.stat("/../../../../../../../../etc/passwd")), "ENOENT");
  assert.equal(outcome(() => root.mkdir("/absolute/new", 0o755)), "ENOENT");
  assert.equal(outcome(() => root.mkdir("/relative", 0o755)), "EEXIST");
  assert.equal(root.stat("/deep").inode, root.stat("/").inode);
  assert.equal(root.stat("/..").inode, root.stat("/").inode);
  assert.equal(root.lstat("/..").inode, root.stat("/").inode);
  assert.equal(root.chdir("/dir/../deep"), "/");
  assert.equal(root.chdir("/deep/dir"), "/dir");
  assert.equal(root.isTrueName("/dir"), true);
  assert.equal(root.isTrueName("/deep/dir"), false);
  assert.equal(root.isTrueName("/dir/../deep"), false);
  assert.equal(root.isThere("/dir"), true);
  assert.equal(root.isThere("/dir/nothing"), false);
  assert.equal(root.isThere("/deep/dir"), undefined);
  assert.equal(root.isThere("/dir/../nothing"), undefined);

  // A link to a file outside is made inside, where it looks as if it led.
  root.symlink(`${outside}/secret`, "/dangling");
  assert.equal(outcome(() => write(root, "/dangling", "x")), "ENOENT");
  root.symlink("/made", "/makes");
  write(root, "/makes", "made");
  assert.equal(contents(root, "/made"), "made");

  // Removing and renaming take the link, not what it leads to; changing takes what it leads to.
  root.symlink("file", "/link");
  root.chmod("/link", 0o640);
  root.utimes("/link", 1000, 2000);
  assert.equal(root.stat("/file").mode & 0o7777, 0o640);
  assert.equal(root.stat("/file").mtime, 2000);
  assert.equal(root.lstat("/link").mode & 0o170000, 0o120000);
  root.rename("/link", "/dir/link", { replace: false });
  assert.equal(outcome(() => root.rename("/made", "/file", { replace: false })), "EEXIST");
  root.rename("/made", "/file", { replace: true });
  assert.equal(contents(root, "/file"), "made");
  root.unlink("/dir/link");
  assert.equal(outcome(() => root.rmdir("/deep")), "ENOTDIR");
  assert.equal(outcome(() => root.unlink("/deep/")), "ENOTDIR");
  root.unlink("/relative");
  root.mkdir("/dir/sub/", 0o755);
  root.rmdir("/dir/sub/");

  const after = Deno.statSync(`${outside}/secret`);
  assert.deepEqual([after.mode, after.mtime, after.size], [before.mode, before.mtime, before.size]);
  assert.deepEqual([...Deno.readDirSync(outside)].map(({ name }) => name), ["secret"]);
  assert.equal(root.realPath("/dir"), `${inside}/dir`);
  assert.equal(root.realPath("/"), inside);
  assert.ok(root.freeBytes("/dir") > 0);
}

function strangeNamesAreRefused(folder: string): void {
  const { inside, outside } = furnish(folder, "names");
  using root = confinedRoot(inside);
  for (const path of ["/", "/.", "/..", "/dir/..", "/dir/.", "/dir/../..", "//", "/dir/..//"]) {
    const stays = ["EEXIST", "EBUSY", "EINVAL", "ENOTEMPTY", "EISDIR", "ENOTDIR"];
    for (
      const work of [
        () => root.mkdir(path, 0o755),
        () => root.rmdir(path),
        () => root.unlink(path),
        () => root.rename(path, "/moved", { replace: true }),
        () => root.rename("/file", path, { replace: true }),
        () => root.symlink("x", path),
      ]
    ) {
      const result = outcome(work);
      assert.ok(stays.includes(`${result}`), `${path}: ${work} gave ${result}`);
    }
  }
  assert.throws(() => root.stat("/file\0/../../outside"), RangeError);
  assert.deepEqual([...Deno.readDirSync(inside)].map(({ name }) => name).sort(), ["dir", "file"]);
  assert.deepEqual([...Deno.readDirSync(outside)].map(({ name }) => name), ["secret"]);
}

/** How often the race is run; the other side swaps all the while. */
const ROUNDS = 3000;

/** Somebody turns a directory into a link that leads out, and back, as fast as it can. */
async function swappedDirectoriesLeadNowhere(folder: string): Promise<void> {
  const { inside, outside } = furnish(folder, "race");
  Deno.symlinkSync(outside, `${inside}/link`);
  Deno.mkdirSync(`${inside}/x`);
  Deno.writeTextFileSync(`${inside}/x/secret`, "inside");
  using root = confinedRoot(inside);
  const swapper = await startSwapper(inside);
  try {
    let reached = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const seen = outcome(() => contents(root, "/x/secret"));
      if (seen === "inside") reached++;
      else assert.ok(["ENOENT", "ENOTDIR", "ELOOP", "EAGAIN"].includes(`${seen}`), `${seen}`);
      outcome(() => root.mkdir(`/x/../x/made${round}`, 0o755));
      outcome(() => root.chmod("/x/secret", round % 2 ? 0o640 : 0o600));
      outcome(() => root.utimes("/x/secret", round, round));
      outcome(() => root.rename(`/x/made${round}`, `/x/moved${round}`, { replace: true }));
      outcome(() => root.rmdir(`/x/moved${round}`));
      outcome(() => write(root, `/x/../dir/../x/secret`, "inside"));
    }
    assert.ok(reached > 0, "the race was never won: the test says nothing");
  } finally {
    await swapper.stop();
  }
  assert.equal(Deno.readTextFileSync(`${outside}/secret`), "outside");
  assert.deepEqual([...Deno.readDirSync(outside)].map(({ name }) => name), ["secret"]);
  assert.notEqual(Deno.statSync(`${outside}/secret`).mtime?.getTime(), (ROUNDS - 1) * 1000);
}

/**
 * The other side of the race: a thread, which needs no file that the user might not reach. `stop`
 * resolves when it has stopped.
 */
async function startSwapper(inside: string): Promise<{ stop(): Promise<void> }> {
  const program = `
    onmessage = ({ data: { inside, stop } }) => {
      for (let round = 0; Atomics.load(stop, 0) === 0; round++) {
        Deno.renameSync(inside + "/x", inside + "/away");
        Deno.renameSync(inside + "/link", inside + "/x");
        Deno.renameSync(inside + "/x", inside + "/link");
        Deno.renameSync(inside + "/away", inside + "/x");
        if (round === 10) postMessage("swapping");
      }
      postMessage("stopped");
    };`;
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  const message = () =>
    new Promise<void>((resolve, reject) => {
      worker.onmessage = () => resolve();
      worker.onerror = reject;
    });
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const swapping = message();
  worker.postMessage({ inside, stop });
  await swapping;
  URL.revokeObjectURL(url);
  return {
    async stop() {
      const stopped = message();
      Atomics.store(stop, 0, 1);
      await stopped;
      worker.terminate();
    },
  };
}

if (import.meta.main) {
  const [folder = "", uid, gid] = Deno.args;
  // A place that the user may not be in, as when root starts the server at home.
  Deno.mkdirSync(`${folder}/closed`, { mode: 0o700 });
  Deno.chdir(`${folder}/closed`);
  setgroups([]);
  setgid(Number(gid));
  setuid(Number(uid));
  assert.equal(Deno.uid(), Number(uid));
  await confinedScenario(folder);
}
