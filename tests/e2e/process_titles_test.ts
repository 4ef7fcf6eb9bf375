import assert from "node:assert/strict";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

/** The command line of process `pid` as it is now. */
async function titleOf(pid: number): Promise<string> {
  return await Deno.readTextFile(`/proc/${pid}/cmdline`);
}

/** Waits until the only session of `server` has this title. */
async function waitForTitle(server: Server, title: string): Promise<void> {
  const seen: string[] = [];
  try {
    await waitFor("the title", async () => {
      const [pid] = await server.sessions();
      if (pid !== undefined) seen[0] = await titleOf(pid);
      return seen[0] === `${title}\0`;
    });
  } catch {
    assert.equal(seen[0], `${title}\0`);
  }
}

Deno.test("ps shows who is connected and what they do", async () => {
  await using server = await startServer();
  assert.equal(await titleOf(server.pid), "proftpd: (accepting connections)\0");
  await using client = await server.connect();
  const { port } = client.localAddress;
  await waitForTitle(server, `proftpd: connected: 127.0.0.1 (127.0.0.1:${port})`);
  const { name, password } = server.account();
  await client.expect(`USER ${name}`, 331);
  await waitForTitle(server, `proftpd: 127.0.0.1:${port}: USER alice`);
  await client.expect("PASS wrong", 530);
  await waitForTitle(server, `proftpd: 127.0.0.1:${port}: PASS (hidden)`);
  await client.login(name, password);
  await waitForTitle(server, "proftpd: alice - 127.0.0.1: IDLE");
  await using data = await client.passive();
  await client.expect("STOR a file", 150);
  await waitForTitle(server, "proftpd: alice - 127.0.0.1: STOR a file");
  await data.writeAll(new Uint8Array(1));
  await client.expectReply(226);
  await waitForTitle(server, "proftpd: alice - 127.0.0.1: IDLE");
});

Deno.test("a title that is too long is cut, and a shorter one leaves nothing of it", async () => {
  await using server = await startServer();
  await using client = await server.login();
  await client.send(`STAT ${"x".repeat(3000)}`);
  await client.reply();
  await waitForTitle(server, "proftpd: alice - 127.0.0.1: IDLE");
});

Deno.test("ProcessTitles terse tells ps nothing about clients", async () => {
  await using server = await startServer("ProcessTitles terse");
  await using client = await server.login();
  await client.expect("NOOP", 200);
  await waitForTitle(server, "proftpd: processing connection");
});

Deno.test("a server that serves its only client itself shows it, too", async () => {
  await using server = await startServer({ args: ["-X"] });
  await using client = await server.login();
  await client.expect("NOOP", 200);
  const idle = "proftpd: alice - 127.0.0.1: IDLE\0";
  await waitFor(idle, async () => await titleOf(server.pid) === idle);
});

test({
  name: "pidof finds daemon and sessions",
  needs: ["pidof"],
  fn: async () => {
    await using server = await startServer({ daemon: true });
    await using client = await server.login();
    await client.expect("NOOP", 200);
    const { stdout } = await run("pidof", ["proftpd"]);
    const found = stdout.trim().split(" ").map(Number);
    for (const pid of [server.pid, ...await server.sessions()]) assert(found.includes(pid));
  },
});
