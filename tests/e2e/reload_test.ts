import assert from "node:assert/strict";
import { waitForLog } from "../harness/eventually.ts";
import { childrenOf, descriptorCount, isAlive, statusField } from "../harness/processes.ts";
import { restingDescriptors, waitForQuiet } from "../harness/resting.ts";
import { type Server, startServer } from "../harness/server.ts";
import { Progress, waitFor, within } from "../harness/wait_for.ts";
import { test } from "../harness/requires.ts";

const CLIENTS = 100;
const RELOADS = 5;
/** Sessions that run to their end between one HUP and the next: about a second's worth. */
const SESSIONS_BETWEEN = 8;

/** Visits within which the daemon has to heed a HUP, however slow the machine is. */
const VISITS_TO_A_RELOAD = 10 * CLIENTS;
/** The same for clients who are greeted and go. */
const GREETINGS_TO_A_RELOAD = 50 * CLIENTS;

/** Logs in, lists, sends and fetches a file of its own, leaves. Throws at any unexpected reply. */
async function visit(server: Server, name: string, progress = new Progress()): Promise<void> {
  await using client = await server.login(undefined, progress);
  await client.upload(`STOR ${name}`, `content of ${name}`);
  assert((await client.download("NLST")).includes(name));
  assert.equal(await client.download(`RETR ${name}`), `content of ${name}`);
  await client.expect("QUIT", 221);
}

/** Sessions that are kept ready; the harness switches them off where only root could see them. */
const SPARES = Deno.uid() === 0 ? 1 : 0;

async function waitForDescriptors(
  server: Server,
  count: number,
  reserve = SPARES,
): Promise<void> {
  await waitForQuiet(server, reserve);
  await waitFor(`${count} descriptors`, async () => await descriptorCount(server.pid) === count);
}

async function reloadsOf(server: Server): Promise<number> {
  return (await server.log()).split("received SIGHUP").length - 1;
}

/** A hundred clients who come, transfer and go, while HUPs arrive; `reserve` as in `waitForQuiet`. */
async function reloadAmongClients(config: string, reserve: number): Promise<void> {
  await using server = await startServer({
    daemon: true,
    config: `AllowOverwrite on\nSpareSessions 1\n${config}`,
  });
  await visit(server, "first");
  const before = await restingDescriptors(server, reserve);
  let visits = 0;
  let over = false;
  const progress = new Progress();
  const clients = Array.from({ length: CLIENTS }, async (_, number) => {
    while (!over) {
      await visit(server, `file${number}`, progress);
      visits++;
    }
  });
  // A client that fails must not leave the others running for ever.
  const all = Promise.all(clients).finally(() => over = true);
  all.catch(() => {}); // it is awaited, but not at once
  for (let count = 1; count <= RELOADS && !over; count++) {
    const seen = visits;
    await waitFor("further visits", () => over || visits >= seen + SESSIONS_BETWEEN, progress);
    server.signal("SIGHUP");
    const sent = visits;
    await waitFor("the reload", async () => {
      if (over || await reloadsOf(server) === count) return true;
      assert(visits < sent + VISITS_TO_A_RELOAD, "clients come and go, and HUP is not heeded");
    }, progress);
  }
  over = true;
  await all;
  await waitForDescriptors(server, before, reserve);
}

test({
  name: "a hundred clients who come, transfer and go notice nothing of a daemon that reloads",
  needs: ["root"],
  async fn() {
    await reloadAmongClients("SessionTemplate off", SPARES);
  },
});

test({
  name: "neither do clients of a daemon with a template",
  needs: ["root"],
  async fn() {
    await reloadAmongClients("SessionTemplate on\nSpareSessions 0", 1);
  },
});

Deno.test("a rush of clients does not keep the daemon from what signals tell it", async () => {
  await using server = await startServer({ daemon: true, config: `ServerIdent on "before"` });
  await server.reconfigure(`ServerIdent on "after"`);
  const progress = new Progress();
  let greetings = 0;
  const greeting = async () => {
    await using client = await server.connect(undefined, progress);
    greetings++;
    return client.greeting.text;
  };
  assert.equal(await greeting(), "220 before");
  const rush = Promise.all(Array.from({ length: CLIENTS }, async () => {
    // Nobody leaves but those who have met the new configuration, so the rush lasts until then.
    while (await greeting() !== "220 after") {
      assert(greetings < GREETINGS_TO_A_RELOAD, "clients are greeted, and HUP is not heeded");
    }
  }));
  rush.catch(() => {}); // it is awaited, but not at once
  server.signal("SIGHUP");
  await within("the new greeting for everybody", rush, progress);
});

Deno.test("after HUP no client meets a session of before, and those of before keep their settings", async () => {
  await using server = await startServer({ daemon: true, config: `ServerIdent on "before"` });
  await using early = await server.connect();
  assert.equal(early.greeting.text, "220 before");
  await server.reconfigure(`ServerIdent on "after"\nAccessGrantMsg "not for you"`);
  server.signal("SIGHUP");
  await waitFor("the new greeting", async () => {
    await using client = await server.connect();
    return client.greeting.text === "220 after";
  });
  for (let count = 0; count < 6; count++) {
    await using client = await server.connect();
    assert.equal(client.greeting.text, "220 after");
  }
  const { name, password } = server.account();
  await early.expect(`USER ${name}`, 331);
  await early.expect(`PASS ${password}`, `230 User ${name} logged in`);
});

const BROKEN = "Port 21212121\nUmask 9\nNoSuchDirective on";

async function waitForErrors(server: Server): Promise<void> {
  await waitForLog(server, /Port: .* on line \d+/);
  await waitForLog(server, /Umask: .* on line \d+/);
  await waitForLog(server, /NoSuchDirective/);
}

Deno.test("HUP with a broken file ends the daemon with every error in the log, not its sessions", async () => {
  await using server = await startServer();
  await using client = await server.login();
  await server.reconfigure(BROKEN);
  server.signal("SIGHUP");
  assert.equal((await server.status).code, 1);
  await waitForErrors(server);
  await client.expect("NOOP", 200);
  assert.equal(await server.read("proftpd.pid"), "");
  await client.expect("QUIT", 221);
  await client.closed();
});

test({
  name: "SafeRestart keeps the running configuration when the file is broken",
  needs: ["root"],
  async fn() {
    await using server = await startServer({
      daemon: true,
      config: "SafeRestart on\nSpareSessions 1",
    });
    const before = await restingDescriptors(server, SPARES);
    await server.reconfigure(`SafeRestart on\n${BROKEN}`);
    server.signal("SIGHUP");
    await waitForErrors(server);
    await waitForLog(server, "the running configuration stays in force (SafeRestart)");
    await using client = await server.login();
    await client.expect("QUIT", 221);
    await client.closed();
    await server.reconfigure(`SafeRestart on\nServerIdent on "mended"`);
    server.signal("SIGHUP");
    await waitFor("the new greeting", async () => {
      await using client = await server.connect();
      return client.greeting.text === "220 mended";
    });
    await waitForDescriptors(server, before);
  },
});

Deno.test("SafeRestart keeps its ports when a new one is taken", async () => {
  await using other = await startServer();
  await using server = await startServer({
    daemon: true,
    config: "SafeRestart on\nSpareSessions 1",
  });
  const text = await server.read("proftpd.conf");
  await Deno.writeTextFile(
    `${server.folder}/proftpd.conf`,
    text.replace(/^Port .*$/m, `Port ${other.port}`),
  );
  server.signal("SIGHUP");
  await waitForLog(server, "the running configuration stays in force (SafeRestart)");
  await using client = await server.login();
  await client.expect("NOOP", 200);
  assert(await isAlive(server.pid));
});

test({
  name: "sessions that begin after a HUP are as little root before the login as those before it",
  needs: ["root"],
  async fn() {
    for (const start of ["SpareSessions 0", "SpareSessions 1", "SessionTemplate on"]) {
      const config = `${start}\nUser nobody\nGroup nogroup\n`;
      await using server = await startServer(`${config}ServerIdent on "first"`);
      // It has its port before it gives up root.
      const nobody = await waitFor("a daemon that is nobody", async () => {
        const user = await effectiveUser(server.pid);
        return user === "0" ? undefined : user;
      });
      for (const name of ["first", "second"]) {
        await waitFor(`a session of the ${name} configuration`, async () => {
          await using client = await server.connect();
          if (client.greeting.text !== `220 ${name}`) return false;
          // For moments they are root, to open what only root may.
          await waitFor(`sessions to be nobody's (${start}, ${name})`, async () => {
            const users = new Set(await usersOfSessions(server));
            return users.size === 1 && users.has(nobody);
          });
          return true;
        });
        await server.reconfigure(`${config}ServerIdent on "second"`);
        server.signal("SIGHUP");
      }
    }
  },
});

async function effectiveUser(pid: number): Promise<string | undefined> {
  return (await statusField(pid, "Uid")).split("\t")[1];
}

/** The effective users of the sessions of `server` that have a client, but for those that end now. */
async function usersOfSessions(server: Server): Promise<(string | undefined)[]> {
  const users: (string | undefined)[] = [];
  for (const pid of await childrenOf(server.pid)) {
    try {
      const title = await Deno.readTextFile(`/proc/${pid}/cmdline`);
      if (title.startsWith("proftpd: connected")) users.push(await effectiveUser(pid));
    } catch (error) {
      const isGone = error instanceof Deno.errors.NotFound ||
        /ESRCH|no such process/i.test(`${error}`);
      if (!isGone) throw error;
    }
  }
  return users;
}
