import assert from "node:assert/strict";
import { readShutdown } from "../../src/shutdown/mod.ts";
import { PRIVATE_ETC_NEEDS, runInPrivateEtc } from "../harness/private_etc.ts";
import { FTPSHUT, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

Deno.test("ftpshut -f announces a shutdown in the file that a server is told to look at", async () => {
  await using folder = await tempDir();
  const file = `${folder.path}/shutmsg`;
  const before = Math.floor(Date.now() / 1000);
  const finished = await run(FTPSHUT, ["-f", file, "-l", "20", "-d", "10", "+30", "back soon"]);
  assert.deepEqual(finished, { code: 0, stdout: "", stderr: "" });
  const shutdown = readShutdown(file);
  assert.ok(shutdown);
  const { deny, disconnect, shutdown: down } = shutdown.times;
  const passed = down - before - 30 * 60;
  assert.ok(passed >= 0 && passed < 60, `${passed} seconds`);
  assert.deepEqual([down - deny, down - disconnect], [20 * 60, 10 * 60]);
  assert.equal(shutdown.message, "back soon");
});

Deno.test("ftpshut -R takes the file away, once", async () => {
  await using folder = await tempDir();
  const file = `${folder.path}/shutmsg`;
  await run(FTPSHUT, ["-f", file, "now"]);
  assert.deepEqual(await run(FTPSHUT, ["-R", "-f", file]), {
    code: 0,
    stdout: `ftpshut: ${file} removed\n`,
    stderr: "",
  });
  assert.deepEqual(await run(FTPSHUT, ["-R", "-f", file]), {
    code: 1,
    stdout: "",
    stderr: `ftpshut: error removing '${file}': No such file or directory\n`,
  });
});

Deno.test("ftpshut says why a file cannot be written", async () => {
  await using folder = await tempDir();
  const file = `${folder.path}/none/shutmsg`;
  assert.deepEqual(await run(FTPSHUT, ["-f", file, "now"]), {
    code: 1,
    stdout: "",
    stderr: `ftpshut: error opening '${file}': No such file or directory\n`,
  });
});

Deno.test("ftpshut leaves an older notice alone when the new one makes no sense", async () => {
  await using folder = await tempDir();
  const file = `${folder.path}/shutmsg`;
  await Deno.writeTextFile(file, "as it was");
  const { code, stdout, stderr } = await run(FTPSHUT, ["-f", file, "noon"]);
  assert.equal(code, 1);
  assert.equal(stderr, "ftpshut: Invalid time interval specified.\n");
  assert.match(stdout, /^usage: ftpshut /);
  assert.equal(await Deno.readTextFile(file), "as it was");
});

Deno.test("a message keeps its bytes", async () => {
  await using folder = await tempDir();
  const file = `${folder.path}/shutmsg`;
  await run(FTPSHUT, ["-f", file, "now", "geschlossen für %R ☂"]);
  assert.equal((await Deno.readTextFile(file)).split("\n")[1], "geschlossen für %R ☂");
});

test({
  name: "without -f the file is /etc/shutmsg",
  needs: PRIVATE_ETC_NEEDS,
  async fn() {
    const { code, shutmsg } = await runInPrivateEtc(FTPSHUT, ["now", "bye"]);
    assert.equal(code, 0);
    assert.match(shutmsg ?? "", /^\d{4}( \d{1,2}){5} 0010 0005\nbye\n$/);
  },
});
