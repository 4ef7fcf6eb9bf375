/**
 * Whoever takes over a session after its handshake or its login finds nothing there that opens the tickets
 * of others: neither the way to the keys nor a copy of them.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { tlsDirectives } from "../../harness/certificates.ts";
import { waitForSessions } from "../../harness/eventually.ts";
import { descriptorsOf } from "../../harness/processes.ts";
import { run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { resumer, type Way } from "./ftplib/resumer.ts";

/** What sessions share is called so. */
const SHARED = /^\/memfd:tls-/;

/** The descriptors of process `pid` that lead to what sessions share, and where to. */
function waysOf(pid: number): (readonly [fd: string, place: string])[] {
  return [...descriptorsOf(pid)].filter(([, place]) => SHARED.test(place));
}

/** Where the first key's secret is in that memory, and its size (`TicketKeys`). */
const SECRET = { at: 16 + 24, size: 32 };

/** The secret of the daemon's first key. */
function secretOf(server: Server): Buffer {
  const [fd] = waysOf(server.pid).find(([, place]) => place.includes("tls-ticket-keys")) ??
    assert.fail("the daemon has no keys");
  const memory = Deno.readFileSync(`/proc/${server.pid}/fd/${fd}`);
  const secret = Buffer.from(memory.subarray(SECRET.at, SECRET.at + SECRET.size));
  assert(secret.some((byte) => byte !== 0));
  return secret;
}

/** Bytes of a page. */
const PAGE = Number((await run("getconf", ["PAGESIZE"])).stdout);

/** Bits of /proc/PID/pagemap: the page is in memory, or has been swapped out (proc_pid_pagemap(5)). */
const THERE = 3n << 62n;

/** Whether `secret` is anywhere in the memory that process `pid` can write to and has written to. */
function remembers(pid: number, secret: Buffer): boolean {
  using memory = Deno.openSync(`/proc/${pid}/mem`);
  using pages = Deno.openSync(`/proc/${pid}/pagemap`);
  const block = new Uint8Array(PAGE);
  for (const line of Deno.readTextFileSync(`/proc/${pid}/maps`).split("\n")) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    if (from === undefined || to === undefined) continue;
    const [start, end] = [parseInt(from, 16), parseInt(to, 16)];
    const states = new BigUint64Array((end - start) / PAGE);
    pages.seekSync(start / PAGE * 8, Deno.SeekMode.Start);
    pages.readSync(new Uint8Array(states.buffer));
    for (const [index, state] of states.entries()) {
      if ((state & THERE) === 0n) continue;
      memory.seekSync(start + index * PAGE, Deno.SeekMode.Start);
      try {
        if (memory.readSync(block) !== null && Buffer.from(block).includes(secret)) return true;
      } catch {
        continue; // the page has been given back meanwhile
      }
    }
  }
  return false;
}

/** The one session with a client. */
async function sessionOf(server: Server): Promise<number> {
  await waitForSessions(server, 1);
  const [pid] = await server.sessions();
  return pid ?? assert.fail("there is none");
}

const WAYS: readonly Way[] = [
  { version: "1.2", by: "tickets" },
  { version: "1.2", by: "ids" },
  { version: "1.3", by: "tickets" },
];

for (const [manner, more] of [["spawned", ""], ["from a template", "SessionTemplate on"]]) {
  const config = (place: { readonly folder: string; readonly port: number }) =>
    `${tlsDirectives(place)}DefaultRoot ~\nTLSSessionCache shm:/file=/x\n${more}\n`;

  test({
    name: `a session without TLS has given the keys of tickets up when its client is in, ${manner}`,
    needs: ["root", "openssl"],
    async fn() {
      await using server = await startServer({ config });
      const secret = secretOf(server);
      assert(remembers(server.pid, secret), "the daemon has it: it can be found");
      await using client = await server.connect();
      const pid = await sessionOf(server);
      assert.equal(waysOf(pid).length, 2);
      const { name, password } = server.account();
      await client.login(name, password);
      await client.expect("PWD", 257);
      assert.deepEqual(waysOf(pid), []);
      assert(!remembers(pid, secret));
    },
  });

  for (const way of WAYS) {
    test({
      name:
        `a session under TLS ${way.version} has given the keys of tickets up, by ${way.by}, ${manner}`,
      needs: ["root", "openssl", "python3"],
      async fn() {
        await using server = await startServer({ config });
        await using client = resumer(server, way);
        assert.equal(await client.tell("first"), "begun");
        await waitForSessions(server, 0);
        assert.equal(await client.tell("stay"), "there");
        const pid = await sessionOf(server);
        assert.deepEqual(waysOf(pid), []);
        assert(!remembers(pid, secretOf(server)));
        assert.match(await server.read("tls.log"), /client reused previous TLS session/);
      },
    });
  }
}
