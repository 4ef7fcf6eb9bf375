/**
 * Which clients count as present, from the request for a session until it is reaped.
 */
import assert from "node:assert/strict";
import type { SessionStatus } from "../../src/daemon/children.ts";
import { ClientSessions } from "../../src/daemon/client_sessions.ts";
import type { Reception, SessionProcess } from "../../src/daemon/session_starter.ts";

/** Sessions that start and end when the test says so, and what is told of them. */
function prepared() {
  const told: string[] = [];
  const receptions: Reception[] = [];
  const sessions = new ClientSessions(
    { start: (_connection, reception) => void receptions.push(reception) },
    {
      started: () => told.push("started"),
      failed: (error) => told.push(`failed: ${error}`),
      ended: (pid, { code }) => told.push(`${pid} ended with ${code}`),
    },
  );
  return { sessions, receptions, told };
}

function process(pid: number) {
  const { promise: ended, resolve } = Promise.withResolvers<SessionStatus>();
  const session: SessionProcess = { pid, ended };
  return { session, end: (code: number) => resolve({ code, signal: null }) };
}

Deno.test("a client counts from the moment when a session is asked for until that is gone", async () => {
  const { sessions, receptions, told } = prepared();
  const { session, end } = process(4711);
  sessions.serve(7);
  assert.deepEqual([sessions.starting, sessions.running, sessions.clients], [1, 0, 1]);
  receptions[0].started(session);
  assert.deepEqual([sessions.starting, sessions.running, sessions.clients], [0, 1, 1]);
  assert.deepEqual(sessions.pids, [4711]);
  end(3);
  await session.ended;
  assert.deepEqual([sessions.clients, sessions.pids], [0, []]);
  assert.deepEqual(told, ["started", "4711 ended with 3"]);
});

Deno.test("a client for whom there is no session counts no more", () => {
  const { sessions, receptions, told } = prepared();
  sessions.serve(7);
  sessions.serve(8);
  receptions[1].failed("no memory");
  assert.deepEqual([sessions.starting, sessions.running], [1, 0]);
  assert.deepEqual(told, ["failed: no memory"]);
});

Deno.test("nobody is waited for where there is no session", async () => {
  await prepared().sessions.end();
});
