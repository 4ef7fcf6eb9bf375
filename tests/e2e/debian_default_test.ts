/**
 * Debian's own configuration, as its package installs it: proftpd.conf with modules.conf and
 * conf.d. The port is the only thing that is changed, and only where the server is started.
 */
import assert from "node:assert/strict";
import { Client } from "../harness/client.ts";
import { freePort, isListening } from "../harness/free_port.ts";
import { Machine, MACHINE_NEEDS, USER } from "../harness/machine.ts";
import { isAlive, signal, waitForEnd } from "../harness/processes.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { waitFor } from "../harness/wait_for.ts";

const FILE = "/etc/proftpd/proftpd.conf";

test({
  name: "Debian's default configuration has no error, and each thing that is missing is named",
  needs: [FILE, "/etc/proftpd/modules.conf"],
  async fn() {
    const { code, stdout, stderr } = await run(PROFTPD, ["-t"]);
    assert.equal(stdout, "Checking syntax of configuration file\n");
    assert.equal(code, 0, stderr);
    const lines = stderr.trimEnd().split("\n").map((line) => line.replace(/^.*?\]: /, ""));
    for (const line of lines) {
      assert.match(
        line,
        /^warning: .* not supported by this server yet, .* on line \d+ of '\/etc\//,
      );
    }
    for (const name of ["mod_quotatab_radius.c", "mod_rewrite.c"]) {
      assert.ok(lines.some((line) => line.includes(name)), name);
    }
    for (const name of ["QuotaEngine", "Ratios", "ControlsEngine", "AdminControlsEngine"]) {
      assert.ok(!lines.some((line) => line.includes(`${name}:`)), `${name} off is what we do`);
    }
  },
});

test({
  name: "Debian's default configuration serves a system user as the original does",
  needs: [...MACHINE_NEEDS, "peer"],
  async fn() {
    const [ours, original] = await Promise.all([visit(PROFTPD), visit(undefined)]);
    assert.deepEqual(ours, original);
    assert.ok(ours.some((line) => line.includes(": 230 User ")), ours.join("\n"));
  },
});

/** What a client is told by the server, and where the server has left what. */
async function visit(program: string | undefined): Promise<string[]> {
  await using machine = await Machine.start(program);
  const port = freePort();
  await machine.edit(FILE, /^Port\s.*$/m, `Port ${port}`);
  await using _daemon = await daemon(machine, port);
  const told: string[] = [];
  {
    await using client = await Client.connect(port);
    told.push(client.greeting.text);
    for (const line of DIALOGUE) told.push(`${line}: ${(await client.command(line)).text}`);
    told.push((await client.upload("STOR a file", "content\n")).text);
    told.push((await client.command("SIZE a file")).text);
    told.push((await client.command("QUIT")).text);
  }
  const { mode, uid, gid } = await Deno.stat(`${machine.home}/a file`);
  told.push(`${(mode ?? 0).toString(8)} ${uid} ${gid}`);
  const xferlog = await waitFor("the transfer log", () => machine.read("/var/log/proftpd/xferlog"));
  told.push(xferlog.replace(/^.{24}/, "(time)"));
  const log = await machine.read("/var/log/proftpd/proftpd.log") ?? "";
  assert.match(log, /standalone mode STARTUP/);
  return told.map((text) =>
    text.replaceAll(machine.home, "(home)").replaceAll(`${port}`, "(port)")
  );
}

/** Every rule and text of that file that a client can meet. */
const DIALOGUE = [
  "SYST",
  `USER ${USER.name}`,
  `PASS ${USER.password}`,
  "PWD",
  "MKD dir",
  "SIZE */../*",
  "CWD */x",
  "DELE nothing",
  "CWD dir",
  "CDUP",
  "TYPE I",
];

/** Starts the daemon as an administrator would; its end takes it away, PidFile and all. */
async function daemon(machine: Machine, port: number): Promise<AsyncDisposable> {
  const { code, stderr } = await machine.run("/usr/sbin/proftpd");
  assert.equal(code, 0, stderr);
  const pid = await machine.daemon();
  await waitFor("a server that listens", () => isListening(port));
  return {
    async [Symbol.asyncDispose]() {
      signal(pid, "SIGTERM");
      await waitForEnd(pid);
      assert.equal(await isAlive(pid), false);
      assert.equal(await machine.read("/run/proftpd.pid"), undefined);
    },
  };
}
