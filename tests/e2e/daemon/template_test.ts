/**
 * Sessions are forks of a template, where the configuration asks for that.
 */
import assert from "node:assert/strict";
import { waitForLog, waitForSessions } from "../../harness/eventually.ts";
import { zombiesOf } from "../../harness/family.ts";
import {
  awaitsClient,
  childrenOf,
  isAlive,
  signal,
  statusField,
  waitForEnd,
} from "../../harness/processes.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { DEADLINE, waitFor } from "../../harness/wait_for.ts";

const TEMPLATE = "SessionTemplate on";

/**
 * The template of `server`, waited for: it has one thread, unlike the process that it is a fork of, and
 * no other child has its title, unlike its own forks until they have begun.
 */
async function templateOf(server: Server): Promise<number> {
  return await waitFor("a template", async () => {
    const children = await childrenOf(server.pid);
    const are = await Promise.all(children.map(looksLikeTemplate));
    const [template, ...others] = children.filter((_, index) => are[index]);
    return others.length === 0 ? template : undefined;
  });
}

async function looksLikeTemplate(pid: number): Promise<boolean> {
  try {
    const title = await Deno.readTextFile(`/proc/${pid}/cmdline`);
    return title.startsWith("proftpd: (template of sessions)") &&
      await statusField(pid, "Threads") === "1";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || `${error}`.includes("os error 3")) return false;
    throw error;
  }
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
  name: "a template that does not answer is ended, and clients are served without it",
  needs: ["root"],
  async fn() {
    await using server = await startServer({ config: `${TEMPLATE}\nSpareSessions 0` });
    const template = await templateOf(server);
    signal(template, "SIGSTOP");
    await using client = await server.connect(undefined, 3 * DEADLINE);
    await client.login("alice", "secret");
    await waitForEnd(template);
    await waitForLog(server, "unable to start the template of sessions: it did not answer");
    await templateOf(server);
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
