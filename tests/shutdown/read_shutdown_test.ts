import assert from "node:assert/strict";
import { readShutdown } from "../../src/shutdown/read_shutdown.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** What is read from a file with `text`. */
async function reading(text: string) {
  await using folder = await tempDir();
  const path = `${folder.path}/shutmsg`;
  await Deno.writeTextFile(path, text);
  return readShutdown(path);
}

Deno.test("no file, no shutdown", async () => {
  await using folder = await tempDir();
  assert.equal(readShutdown(`${folder.path}/shutmsg`), undefined);
  await Deno.writeTextFile(`${folder.path}/file`, "");
  assert.equal(readShutdown(`${folder.path}/file/shutmsg`), undefined);
  await Deno.symlink("nowhere", `${folder.path}/link`);
  assert.equal(readShutdown(`${folder.path}/link`), undefined);
});

Deno.test("an announced shutdown is read with its moments and its message", async () => {
  const shutdown = await reading("2026 11 20 12 2 24 0010 0005\ngoing down at %s\n");
  assert.ok(shutdown);
  assert.equal(shutdown.message, "going down at %s");
  assert.equal(shutdown.problem, undefined);
  assert.equal(shutdown.times.shutdown - shutdown.times.deny, 600);
  assert.equal(shutdown.times.shutdown - shutdown.times.disconnect, 300);
});

Deno.test("an empty file announces nothing: the original leaves one for an instant", async () => {
  assert.equal(await reading(""), undefined);
});

Deno.test("a garbled file shuts everything at once, and says what is wrong with it", async () => {
  const shutdown = await reading("tomorrow at noon\n");
  assert.deepEqual(shutdown, {
    times: { deny: 0, disconnect: 0, shutdown: 0 },
    message: "service is not available",
    problem: "'tomorrow' is not a number",
  });
});

Deno.test("a file that cannot be read shuts everything too", async () => {
  await using folder = await tempDir();
  assert.equal(readShutdown(folder.path)?.problem, "Is a directory");
  await Deno.symlink("loop", `${folder.path}/loop`);
  assert.equal(readShutdown(`${folder.path}/loop`)?.problem, "Too many levels of symbolic links");
});

Deno.test("a file far too long is read as far as anybody would write", async () => {
  const shutdown = await reading(`2026 11 20 12 2 24 0010 0005\n${"x".repeat(100_000)}\n`);
  assert.equal(shutdown?.problem, undefined);
  assert.ok(shutdown && shutdown.message.length < 20_000);
});

test({
  name: "a FIFO of that name does not hold anybody up",
  needs: ["mkfifo"],
  async fn() {
    await using folder = await tempDir();
    await run("mkfifo", [`${folder.path}/shutmsg`]);
    assert.equal(readShutdown(`${folder.path}/shutmsg`), undefined);
  },
});
