/**
 * The executables as things that are copied somewhere and started, whichever form they have.
 */
import assert from "node:assert/strict";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { statusField } from "../harness/processes.ts";
import { FTPSHUT, PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Runs a copy of `program`, alone in a folder, as somebody who can write to nothing but /tmp. */
async function runAlone(program: string, ...args: string[]) {
  await using folder = await tempDir();
  await using temporary = await tempDir();
  await Deno.chmod(temporary.path, 0o1777);
  const copy = `${folder.path}/${program.slice(program.lastIndexOf("/") + 1)}`;
  await Deno.copyFile(program, copy);
  await Deno.chmod(folder.path, 0o555);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => Deno.chmod(folder.path, 0o755)); // or it could not be removed
  return await run(copy, args, {
    cwd: folder.path,
    clearEnv: true,
    env: { HOME: folder.path, PATH: "/usr/bin:/bin", TMPDIR: temporary.path },
    asUser: await ordinaryUser(),
  });
}

Deno.test("proftpd works alone in a folder, with a read-only home and no Deno on PATH", async () => {
  const { code, stdout, stderr } = await runAlone(PROFTPD, "-v");
  assert.equal(stderr, "");
  assert.match(stdout, /^ProFTPD Version \d/);
  assert.equal(code, 0);
});

Deno.test("ftpshut works alone in a folder, with a read-only home and no Deno on PATH", async () => {
  const { code, stdout, stderr } = await runAlone(FTPSHUT, "9999");
  assert.match(stdout + stderr, /Invalid time interval specified/);
  assert.equal(code, 1);
});

test({
  name: "on a terminal, too, an answer is all that is shown",
  needs: ["script"],
  async fn() {
    const { stdout } = await run("script", ["-qec", `'${PROFTPD}' -v`, "/dev/null"]);
    assert.match(stdout, /^ProFTPD Version [^\n]*\n$/);
  },
});

test({
  name: "pidof finds the daemon and its sessions by the name of proftpd",
  needs: ["pidof"],
  async fn() {
    await using server = await startServer({ daemon: true });
    await using _one = await server.login();
    await using _other = await server.connect();
    const { stdout } = await run("pidof", ["proftpd"]);
    const found = stdout.trim().split(" ").map(Number);
    const sessions = await server.sessions();
    assert.equal(sessions.length, 2);
    for (const pid of [server.pid, ...sessions]) {
      assert.ok(found.includes(pid), `${pid}: ${stdout}`);
    }
  },
});

Deno.test("sessions are children of the daemon, with nothing in between", async () => {
  await using server = await startServer();
  await using _client = await server.login();
  const [session] = await server.sessions();
  assert.ok(session !== undefined);
  assert.equal(await statusField(session, "PPid"), `${server.pid}`);
  assert.equal(await statusField(session, "Name"), "proftpd");
});
