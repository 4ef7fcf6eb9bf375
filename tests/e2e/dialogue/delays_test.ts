/**
 * mod_delay: what waits, and what does not. Only lower bounds are measured: a machine may be as slow as it
 * likes.
 */
import assert from "node:assert/strict";
import type { Client } from "../../harness/client.ts";
import { startServer } from "../../harness/server.ts";

/** Sends `line`; the reply's code and how long it took, in milliseconds. */
async function timed(client: Client, line: string): Promise<{ code: number; took: number }> {
  const start = performance.now();
  const { code } = await client.command(line);
  return { code, took: performance.now() - start };
}

/** Clocks of two processes need not agree to the millisecond. */
const TOLERANCE = 5;

Deno.test("refusals of PASS come at the end of a slot, the last one of a session too", async () => {
  await using server = await startServer("DelayEngine on\nMaxLoginAttempts 2");
  await using client = await server.connect();
  for (const name of ["alice", "nobody-there"]) {
    await client.expect(`USER ${name}`, 331);
    const { code, took } = await timed(client, "PASS wrong");
    assert.equal(code, 530);
    assert.ok(took >= 100 - TOLERANCE, `${name}: ${took}`);
  }
});

Deno.test("DelayOnEvent holds replies back as long as it says", async () => {
  await using server = await startServer(
    "DelayEngine on\nDelayOnEvent USER 150ms\nDelayOnEvent PASS 300\nDelayOnEvent FailedLogin 1sec\n" +
      "DelayOnEvent FailedLogin 600",
  );
  await using client = await server.connect();
  const least = [["USER alice", 331, 150], ["PASS wrong", 530, 600], ["USER alice", 331, 150], [
    "PASS secret",
    230,
    300,
  ]] as const;
  for (const [line, expected, delay] of least) {
    const { code, took } = await timed(client, line);
    assert.equal(code, expected);
    assert.ok(took >= delay - TOLERANCE, `${line}: ${took}`);
  }
});

Deno.test("a client that is being delayed does not keep the daemon from ending", async () => {
  await using server = await startServer("DelayEngine on\nDelayOnEvent PASS 1000s");
  await using client = await server.connect();
  await client.expect("USER alice", 331);
  await client.send("PASS secret");
});
