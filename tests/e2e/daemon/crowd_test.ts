/**
 * Many clients, one after the other and all at once.
 */
import assert from "node:assert/strict";
import { Client } from "../../harness/client.ts";
import { waitForLog, waitForSessions } from "../../harness/eventually.ts";
import { familyOf, waitForEndOfAll, zombiesOf } from "../../harness/family.ts";
import { test } from "../../harness/requires.ts";
import { restingDescriptors } from "../../harness/resting.ts";
import { startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

/** Connects; undefined where the server closes without a word. */
async function tryToConnect(port: number): Promise<Client | undefined> {
  try {
    return await Client.connect(port);
  } catch (error) {
    if (error instanceof Error && /closed after ""/.test(error.message)) return undefined;
    throw error;
  }
}

/** What different clients do before they go, some of them without a goodbye. */
const USES: readonly ((client: Client) => Promise<unknown>)[] = [
  (client) => client.login("alice", "secret"),
  (client) => client.expect("QUIT", 221),
  (client) => client.expect("NOOP", 200),
  (client) => client.write("USER al"),
];

for (const template of ["off", "on"]) {
  test({
    name:
      `two hundred clients leave no zombie and no descriptor, and none outlives TERM: SessionTemplate ${template}`,
    needs: ["root"], // to see the daemon's descriptors
    async fn() {
      await using server = await startServer({
        daemon: true,
        config: `SpareSessions 1\nSessionTemplate ${template}`,
      });
      const ready = template === "on" ? 2 : 1; // a spare session, and the template
      const before = await restingDescriptors(server, ready);
      for (let round = 0; round < 10; round++) {
        await using stack = new AsyncDisposableStack();
        const clients = await Promise.all(
          Array.from({ length: 20 }, async () => stack.use(await server.connect())),
        );
        await Promise.all(clients.map((client, number) => USES[number % USES.length]?.(client)));
      }
      await waitForSessions(server, 0);
      await waitFor(
        "the end of all zombies",
        async () => (await zombiesOf(server.pid)).length === 0,
      );
      assert.equal(await restingDescriptors(server, ready), before);

      const family = await familyOf(server.pid);
      server.signal("SIGTERM");
      await waitForEndOfAll(family);
    },
  });
}

Deno.test("TERM in the middle of a rush ends everybody who is there", async () => {
  await using server = await startServer({ daemon: true });
  const clients: Client[] = [];
  const rush = Array.from({ length: 30 }, async () => {
    const client = await tryToConnect(server.port).catch(() => undefined);
    if (client) clients.push(client);
  });
  await waitFor("some clients", () => clients.length >= 3);
  const family = await familyOf(server.pid);
  server.signal("SIGTERM");
  await waitForEndOfAll(family);
  await Promise.all(rush);
  for (const client of clients) client.close();
  // Whoever was started between the look at the family and TERM is gone as well.
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const command = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    assert.equal(command.includes(server.folder), false, command);
  }
});

Deno.test("MaxInstances is answered by closing, and there is room again when somebody leaves", async () => {
  await using server = await startServer("MaxInstances 3");
  await using first = await server.login();
  await using _second = await server.login();
  await using _third = await server.connect();
  for (let count = 0; count < 20; count++) {
    assert.equal(await tryToConnect(server.port), undefined);
  }
  await waitForLog(server, "MaxInstances (3) reached");
  await first.expect("QUIT", 221);
  const next = await waitFor("room", () => tryToConnect(server.port));
  await next.login("alice", "secret");
  next.close();
});
