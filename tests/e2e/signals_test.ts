import assert from "node:assert/strict";
import { childrenOf, isAlive, signal, waitForEnd } from "../harness/processes.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { waitForLog, waitForSessions } from "../harness/eventually.ts";
import { waitFor } from "../harness/wait_for.ts";

const DEADLY: readonly (readonly [Deno.Signal, string])[] = [
  ["SIGTERM", "ProFTPD killed (signal 15)"],
  ["SIGINT", "ProFTPD killed (signal 2)"],
  ["SIGUSR1", "ProFTPD killed (signal 10)"],
  ["SIGABRT", "ProFTPD received SIGABRT signal, no core dump"],
  ["SIGSEGV", "ProFTPD terminating (signal 11)"],
  ["SIGILL", "ProFTPD killed (signal 4)"],
  ["SIGFPE", "ProFTPD terminating (signal 8)"],
  ["SIGBUS", "ProFTPD killed (signal 7)"],
  ["SIGXCPU", "ProFTPD CPU limit exceeded (signal 24)"],
];

const HARMLESS: readonly Deno.Signal[] = ["SIGALRM", "SIGPIPE", "SIGURG", "SIGIO", "SIGUSR2"];

for (const [name, words] of DEADLY) {
  Deno.test(`${name} ends the daemon and its sessions, and nothing is left of it`, async () => {
    await using server = await startServer({ daemon: true });
    await using client = await server.login();
    await client.expect("NOOP", 200);
    server.signal(name);
    assert.equal(await client.closed(), "");
    await waitForEnd(server.pid);
    const log = await server.log();
    assert.match(log, new RegExp(`: ${words.replaceAll(/[()]/g, "\\$&")}\n`));
    assert.match(log, /: ProFTPD [\d.]+ standalone mode SHUTDOWN\n$/);
    const names = await Array.fromAsync(Deno.readDir(server.folder), ({ name }) => name);
    assert.deepEqual(names.filter((name) => /pid|scoreboard/.test(name)), []);
  });
}

/** Asserts that a daemon that has ended has left neither PidFile nor scoreboard. */
async function assertNothingLeft(folder: string): Promise<void> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  assert.deepEqual(names.filter((name) => /pid|scoreboard/.test(name)), []);
}

for (
  const signals of [
    ["SIGSEGV", "SIGSEGV"],
    ["SIGABRT", "SIGABRT"],
    ["SIGSEGV", "SIGABRT", "SIGILL"],
    ["SIGILL", "SIGILL", "SIGILL", "SIGFPE", "SIGFPE"],
  ] as const
) {
  Deno.test(`${signals.join(", ")} in one moment end the daemon in as good an order as one`, async () => {
    await using server = await startServer({ daemon: true });
    await using client = await server.login();
    for (const name of signals) server.signal(name);
    await waitForEnd(server.pid);
    assert.equal(await client.closed(), "");
    assert.match(await server.log(), /signal.*\n.*standalone mode SHUTDOWN\n$/);
    await assertNothingLeft(server.folder);
  });
}

Deno.test("a storm of HUP and TERM ends the daemon once, with nothing left of it", async () => {
  await using server = await startServer({ daemon: true, config: "SpareSessions 4" });
  await using client = await server.login();
  for (let count = 0; count < 50; count++) server.signal("SIGHUP");
  await waitForLog(server, "received SIGHUP");
  for (let count = 0; count < 20; count++) {
    server.signal("SIGHUP");
    server.signal("SIGTERM");
  }
  await waitForEnd(server.pid);
  assert.equal(await client.closed(), "");
  const log = await server.log();
  assert.equal(log.split("ProFTPD killed (signal 15)").length, 2);
  assert.match(log, /standalone mode SHUTDOWN\n$/);
  await assertNothingLeft(server.folder);
});

for (const template of ["off", "on"]) {
  test({
    name: `TERM while sessions are started ahead leaves none of them: SessionTemplate ${template}`,
    needs: ["root"], // to see their environment
    async fn() {
      const mark = crypto.randomUUID();
      await using server = await startServer({
        daemon: true,
        config: `SpareSessions 16\nSessionTemplate ${template}`,
        env: { PROFTPD_TEST_MARK: mark },
      });
      await waitFor(
        "the first of them",
        async () => (await childrenOf(server.pid)).length > 0,
      );
      server.signal("SIGTERM");
      await waitForEnd(server.pid);
      await waitFor("no process of it", async () => {
        const all = await Array.fromAsync(Deno.readDir("/proc"), ({ name }) => name);
        const marked = await Promise.all(
          all.filter((name) => /^\d+$/.test(name)).map((pid) =>
            Deno.readTextFile(`/proc/${pid}/environ`).then((it) => it.includes(mark), () => false)
          ),
        );
        return !marked.includes(true);
      });
      await assertNothingLeft(server.folder);
    },
  });
}

Deno.test("ALRM, PIPE, URG, IO and USR2 do nothing to the daemon or its sessions", async () => {
  await using server = await startServer({ daemon: true });
  await using client = await server.login();
  await client.expect("NOOP", 200);
  const [session] = await server.sessions();
  assert(session !== undefined);
  for (const name of HARMLESS) {
    server.signal(name);
    signal(session, name);
  }
  signal(session, "SIGHUP");
  await client.expect("NOOP", 200);
  await using second = await server.login();
  await second.expect("NOOP", 200);
  assert(await isAlive(server.pid));
});

for (const [name, words] of DEADLY.filter(([name]) => !/TERM|INT|USR1/.test(name))) {
  Deno.test(`${name} ends a session, which says so in the log`, async () => {
    await using server = await startServer();
    await using client = await server.login();
    await client.expect("NOOP", 200);
    const [session] = await server.sessions();
    assert(session !== undefined);
    signal(session, name);
    assert.equal(await client.closed(), "");
    await waitForLog(server, `proftpd[${session}] 127.0.0.1 (127.0.0.1[127.0.0.1]): ${words}\n`);
    await waitForSessions(server, 0);
    await using next = await server.login();
    await next.expect("NOOP", 200);
  });
}

Deno.test("INT ends a server in the foreground with status 0", async () => {
  await using server = await startServer();
  server.signal("SIGINT");
  assert.equal((await server.status).code, 0);
});

Deno.test("clients in the middle of a transfer see both connections end at TERM", async () => {
  await using server = await startServer({ daemon: true });
  await using reader = await server.login();
  await Deno.writeFile(`${server.home}/large`, new Uint8Array(32 << 20));
  await using incoming = await reader.passive();
  await reader.expect("RETR large", 150);
  await using writer = await server.login();
  await using outgoing = await writer.passive();
  await writer.expect("STOR new", 150);
  await outgoing.write(new Uint8Array(1000));
  await waitFor(
    "bytes of the upload",
    async () => (await Deno.stat(`${server.home}/new`)).size === 1000,
  );
  server.signal("SIGTERM");
  await waitForEnd(server.pid);
  assert.equal(await reader.closed(), "");
  assert.equal(await writer.closed(), "");
  assert((await incoming.readAll()).length < 32 << 20);
  assert.equal((await outgoing.readAll()).length, 0);
});

Deno.test("a session that does not go at TERM is killed after a few seconds", async () => {
  await using server = await startServer({ daemon: true });
  await using client = await server.login();
  await client.expect("NOOP", 200);
  const [session] = await server.sessions();
  assert(session !== undefined);
  signal(session, "SIGSTOP");
  server.signal("SIGTERM");
  await waitForEnd(server.pid);
  await waitForEnd(session);
});
