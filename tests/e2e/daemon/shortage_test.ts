/**
 * A daemon that can open nothing more: the machine's doing, or that of too many clients.
 */
import assert from "node:assert/strict";
import { waitForLog } from "../../harness/eventually.ts";
import { ordinaryUser } from "../../harness/ordinary_user.ts";
import { awaitsClient, childrenOf } from "../../harness/processes.ts";
import { run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

/** Enough to do with descriptors what there is to do. */
const PLENTY = 1000;

/** Milliseconds, less than a daemon waits until it tries again to take a client. */
const PAUSE = 900;

/** The numbers of the daemon's descriptors. */
async function descriptors(pid: number): Promise<Set<number>> {
  return new Set(
    await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`), ({ name }) => Number(name)),
  );
}

/** Lets the daemon open no descriptor from `limit` on. */
async function limitDescriptors({ pid }: Server, limit: number): Promise<void> {
  const asUser = await ordinaryUser();
  const { code, stderr } = await run("prlimit", [`--pid=${pid}`, `--nofile=${limit}:`], { asUser });
  assert.equal(code, 0, stderr);
}

/** Lets the daemon open nothing more. */
async function exhaust(server: Server): Promise<void> {
  const open = await descriptors(server.pid);
  let free = 0;
  while (open.has(free)) free++;
  await limitDescriptors(server, free);
}

/** How often `text` is in the log. */
async function countInLog(server: Server, text: string): Promise<number> {
  return (await server.log()).split(text).length - 1;
}

test({
  name: "without descriptors the daemon keeps its sessions, and clients wait until there are some",
  needs: ["root", "prlimit"], // root to see the daemon's descriptors
  async fn() {
    await using server = await startServer({
      asUser: await ordinaryUser(),
      config: "SpareSessions 0",
    });
    await using client = await server.login();
    await exhaust(server);
    const before = performance.now();
    const late = server.connect();
    const complaint = "unable to accept a connection: Too many open files";
    await waitFor("three tries", async () => await countInLog(server, complaint) >= 3);
    assert(performance.now() - before >= 2 * PAUSE, "tries follow each other at once");
    await client.expect("NOOP", 200);

    await limitDescriptors(server, PLENTY);
    await using second = await late;
    await second.login("alice", "secret");
    await client.expect("NOOP", 200);
  },
});

for (
  const [template, what] of [["off", "a spare session"], ["on", "the template of sessions"]]
) {
  test({
    name: `a daemon that has no descriptor for ${what} goes on`,
    needs: ["root", "prlimit"],
    async fn() {
      await using server = await startServer({
        asUser: await ordinaryUser(),
        config: `SpareSessions 1\nSessionTemplate ${template}`,
      });
      await using client = await server.login();
      const waiting = async () => {
        const children = await childrenOf(server.pid);
        const wait = await Promise.all(children.map(awaitsClient));
        return children.filter((_, index) => wait[index]);
      };
      const ready = template === "on" ? 2 : 1;
      await waitFor("what waits", async () => (await waiting()).length === ready);
      await exhaust(server);
      for (const pid of await waiting()) Deno.kill(pid, "SIGKILL");
      await waitForLog(server, new RegExp(`unable to start ${what}: .*Too many open files`));
      await client.expect("NOOP", 200);

      await limitDescriptors(server, PLENTY);
      await using second = await server.login();
      await second.expect("QUIT", 221);
      await client.expect("QUIT", 221);
    },
  });
}
