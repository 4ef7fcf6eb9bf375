import assert from "node:assert/strict";
import { stringOf } from "../../src/libc/bytes.ts";
import { close, read, umask } from "../../src/libc/files.ts";
import { setNonBlocking } from "../../src/libc/process.ts";
import { pipe } from "../../src/libc/transfer.ts";
import { FileSink, LogFileRefused } from "../../src/log/mod.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

async function modeOf(path: string): Promise<number> {
  return ((await Deno.stat(path)).mode ?? 0) & 0o7777;
}

Deno.test("a log file is made with its own mode, whatever the umask", async () => {
  await using folder = await tempDir();
  const before = umask(0o077);
  try {
    FileSink.open(`${folder.path}/system.log`).close();
    FileSink.open(`${folder.path}/xferlog`, { mode: 0o644 }).close();
  } finally {
    umask(before);
  }
  assert.equal(await modeOf(`${folder.path}/system.log`), 0o640);
  assert.equal(await modeOf(`${folder.path}/xferlog`), 0o644);
});

Deno.test("an older log is continued, with the mode that it has", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/log`;
  await Deno.writeTextFile(path, "older\n", { mode: 0o600 });
  const sink = FileSink.open(path);
  assert.ok(sink.write("newer"));
  sink.close();
  assert.equal(await Deno.readTextFile(path), "older\nnewer\n");
  assert.equal(await modeOf(path), 0o600);
});

Deno.test("two writers of one file do not overwrite each other", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/log`;
  const [one, two] = [FileSink.open(path), FileSink.open(path)];
  for (let i = 0; i < 3; i++) {
    one.write(`one ${i}`);
    two.write(`two ${i}`);
  }
  one.close();
  two.close();
  assert.equal(await Deno.readTextFile(path), "one 0\ntwo 0\none 1\ntwo 1\none 2\ntwo 2\n");
});

Deno.test("lines are bytes", async () => {
  await using folder = await tempDir();
  const sink = FileSink.open(`${folder.path}/log`);
  sink.write("\xe9\xff");
  sink.close();
  assert.deepEqual([...await Deno.readFile(`${folder.path}/log`)], [0xe9, 0xff, 10]);
});

Deno.test("a directory that everybody may write to is refused, a sticky one too", async () => {
  await using folder = await tempDir();
  for (const mode of [0o777, 0o1777]) {
    await Deno.chmod(folder.path, mode);
    assert.throws(() => FileSink.open(`${folder.path}/log`), (error) => {
      assert.ok(error instanceof LogFileRefused);
      assert.equal(error.reason, "parent directory is world-writable");
      return true;
    });
  }
  await Deno.chmod(folder.path, 0o755);
});

Deno.test("a symbolic link is refused unless it is allowed", async () => {
  await using folder = await tempDir();
  const link = `${folder.path}/log`;
  await Deno.symlink("target", link);
  for (
    const prepare of [
      () => Promise.resolve(),
      () => Deno.writeTextFile(`${folder.path}/target`, ""),
    ]
  ) {
    await prepare();
    assert.throws(() => FileSink.open(link), LogFileRefused);
  }
  await Deno.remove(`${folder.path}/target`);
  const sink = FileSink.open(link, { allowLinks: true });
  sink.write("line");
  sink.close();
  assert.equal(await Deno.readTextFile(`${folder.path}/target`), "line\n");
});

Deno.test("what the kernel refuses is a system error", async () => {
  await using folder = await tempDir();
  assert.throws(() => FileSink.open(`${folder.path}/none/log`), { code: "ENOENT" });
  await Deno.mkdir(`${folder.path}/dir`);
  assert.throws(() => FileSink.open(`${folder.path}/dir`), { code: "EISDIR" });
});

test({
  name: "a FIFO without a reader is refused instead of waited for",
  needs: ["mkfifo"],
  async fn() {
    await using folder = await tempDir();
    await run("mkfifo", [`${folder.path}/log`]);
    assert.throws(() => FileSink.open(`${folder.path}/log`), {
      reason: "FIFO reader process must be running first",
    });
  },
});

Deno.test("a full disk loses lines and counts them, and nobody is told by an exception", () => {
  const sink = FileSink.open("/dev/full");
  assert.equal(sink.write("one"), false);
  assert.equal(sink.write("two"), false);
  assert.deepEqual(sink.takeLosses(), { lines: 2, reason: "No space left on device" });
  assert.equal(sink.takeLosses(), undefined);
  sink.close();
});

Deno.test("a line that could be written in part only does not spoil the next one", () => {
  // A pipe that nobody empties stands for the disk: it takes what there is room for.
  const [end, start] = pipe();
  setNonBlocking(start, true);
  const sink = FileSink.adopt("a pipe", start);
  assert.equal(sink.write("x".repeat(100_000)), false);
  const buffer = new Uint8Array(200_000);
  const part = read(end, buffer);
  assert.ok(part > 0 && part < 100_000);
  assert.ok(sink.write("whole"));
  assert.equal(stringOf(buffer, 0, read(end, buffer)), "\nwhole\n");
  sink.close();
  close(end);
});

Deno.test("a log that was moved away goes on where it is, until it is opened again", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/log`;
  const sink = FileSink.open(path);
  await Deno.rename(path, `${path}.1`);
  sink.write("old");
  sink.close();
  const fresh = FileSink.open(path);
  fresh.write("new");
  fresh.close();
  assert.equal(await Deno.readTextFile(`${path}.1`), "old\n");
  assert.equal(await Deno.readTextFile(path), "new\n");
});
