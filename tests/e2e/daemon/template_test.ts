/**
 * Sessions are forks of a template, where the configuration asks for that.
 */
import assert from "node:assert/strict";
import { waitForSessions } from "../../harness/eventually.ts";
import { zombiesOf } from "../../harness/family.ts";
import { awaitsClient, childrenOf, isAlive, signal, waitForEnd } from "../../harness/processes.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

const TEMPLATE = "SessionTemplate on";

/** The template of `server`: its only child without a client that is no spare. Waits for it. */
async function templateOf(server: Server): Promise<number> {
  let found: number | undefined;
  await waitFor("a template", async () => {
    for (const pid of await childrenOf(server.pid)) {
      const title = await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "");
      if (title.startsWith("proftpd: (template of sessions)")) found = pid;
    }
    return found !== undefined;
  });
  return found ?? 0;
}

test({
  name: "a template that is killed is replaced; clients notice nothing",
  needs: ["root"],
  async fn() {
    await using server = await startServer(TEMPLATE);
    const template = await templateOf(server);
    await using client = await server.login();
    signal(template, "SIGKILL");
    await waitForEnd(template);
    await client.upload("STOR file", "still here");
    await using next = await server.login();
    assert.equal(await next.download("RETR file"), "still here");
    await waitFor("no zombies", async () => (await zombiesOf(server.pid)).length === 0);
  },
});

test({
  name: "a session of a template has no other thread",
  needs: ["root"],
  async fn() {
    await using server = await startServer(TEMPLATE);
    await templateOf(server);
    await using client = await server.login();
    await client.expect("NOOP", 200);
    for (const pid of await server.sessions()) {
      const threads = await Array.fromAsync(Deno.readDir(`/proc/${pid}/task`));
      assert.equal(threads.length, 1);
    }
  },
});

test({
  name: "HUP replaces the template and its spare sessions",
  needs: ["root"],
  async fn() {
    await using server = await startServer(TEMPLATE);
    const template = await templateOf(server);
    await server.reconfigure(`${TEMPLATE}\nServerIdent on "new words"`);
    server.signal("SIGHUP");
    await waitForEnd(template);
    assert.notEqual(await templateOf(server), template);
    await waitFor("the new greeting", async () => {
      await using client = await server.connect();
      return client.greeting.text.includes("new words");
    });
    await waitFor("no zombies", async () => (await zombiesOf(server.pid)).length === 0);
  },
});

Deno.test("SpareSessions 0: sessions are started one by one", async () => {
  await using server = await startServer("SpareSessions 0");
  await using client = await server.login();
  await client.upload("STOR file", "content");
  const children = await childrenOf(server.pid);
  assert.deepEqual(await Promise.all(children.map(awaitsClient)), [false]);
  await client.expect("QUIT", 221);
  await waitForSessions(server, 0);
});

for (const config of ["SpareSessions 0", "SpareSessions 2", TEMPLATE]) {
  Deno.test(`clients get names where they have one, with ${config}`, async () => {
    await using server = await startServer(`UseReverseDNS on\nSyslogLevel info\n${config}`);
    await using client = await server.login();
    await client.expect("NOOP", 200);
    const log = await server.log();
    assert.match(log, /\[\d+\] 127\.0\.0\.1 \((localhost|127\.0\.0\.1)[^[]*\[127\.0\.0\.1\]\)/);
    const [session = 0] = await server.sessions();
    assert.deepEqual(await childrenOf(session), []);
    assert.ok(await isAlive(session));
  });
}
