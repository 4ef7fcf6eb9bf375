/**
 * The table of TLS sessions that the daemon and its sessions share.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { close } from "../../src/libc/files.ts";
import { sharedMemoryFile } from "../../src/libc/process.ts";
import {
  clearPart,
  MOST_SEALED,
  type SessionFacts,
  SessionTable,
} from "../../src/resumption/mod.ts";

interface Shared extends Disposable {
  readonly fd: number;
  readonly table: SessionTable;
}

/** A table of `size` bytes in memory of its own. */
function sharedTable(size: number): Shared {
  const fd = sharedMemoryFile("test", SessionTable.sizeFor(size) ?? 0);
  return { fd, table: new SessionTable(fd), [Symbol.dispose]: () => close(fd) };
}

function facts(id: string, more: Partial<SessionFacts> = {}): SessionFacts {
  const context = "c".repeat(32);
  return { id, version: 0x0303, started: 0, until: 1000, key: 7, context, ...more };
}

function keep(table: SessionTable, what: SessionFacts, text = "sealed", now = what.started): void {
  table.store(what.id, clearPart(what), new TextEncoder().encode(text), now);
}

Deno.test("what is kept is found by all who have the memory, as long as it is good", () => {
  using shared = sharedTable(1 << 20);
  const id = "\xff\0id".padEnd(32, "x");
  keep(shared.table, facts(id), "text");
  const other = new SessionTable(shared.fd);
  const { clear, sealed, ...found } = other.find(id, 999) ?? assert.fail("nothing there");
  assert.deepEqual(found, facts(id));
  assert.deepEqual(clear, clearPart(facts(id)));
  assert.equal(new TextDecoder().decode(sealed), "text");
  assert.equal(other.find(id, 1000), undefined);
  assert.equal(other.find("another", 0), undefined);
});

Deno.test("a session that is kept again takes the place of the one before", () => {
  using shared = sharedTable(1 << 20);
  keep(shared.table, facts("id"), "one");
  keep(shared.table, facts("id", { until: 2000 }), "two");
  assert.equal(new TextDecoder().decode(shared.table.find("id", 1500)?.sealed), "two");
  assert.equal(shared.table.sessions(0).length, 1);
});

Deno.test("clearing forgets all, and says how many were good", () => {
  using shared = sharedTable(1 << 20);
  for (let i = 0; i < 20; i++) keep(shared.table, facts(`${i}id`, { until: i < 5 ? 10 : 1000 }));
  assert.equal(shared.table.clear(500), 15);
  assert.deepEqual(shared.table.sessions(0), []);
  assert.equal(shared.table.find("7id", 0), undefined);
  assert.equal(shared.table.counts().deleted, 15);
});

Deno.test("all that happens is counted", () => {
  using shared = sharedTable(1 << 20);
  shared.table.count("hits");
  shared.table.count("hits");
  shared.table.count("errors", 3);
  keep(shared.table, facts("id"));
  assert.deepEqual(new SessionTable(shared.fd).counts(), {
    hits: 2,
    misses: 0,
    stored: 1,
    deleted: 0,
    expired: 0,
    errors: 3,
    exceeding: 0,
  });
});

Deno.test("the smallest table has room for one session, which the next one drives out", () => {
  assert.equal(SessionTable.sizeFor(2047), undefined);
  using shared = sharedTable(2048);
  assert.equal(shared.table.room, 1);
  keep(shared.table, facts("one"));
  keep(shared.table, facts("two", { started: 1 }));
  assert.equal(shared.table.find("one", 1), undefined);
  assert(shared.table.find("two", 1));
  assert.equal(shared.table.counts().deleted, 1);
  keep(shared.table, facts("three", { started: 2000, until: 3000 }));
  assert.equal(shared.table.counts().expired, 1);
});

Deno.test("nobody makes the memory larger or smaller", () => {
  using shared = sharedTable(4096);
  const path = `/proc/self/fd/${shared.fd}`;
  assert.throws(() => Deno.truncateSync(path, 0));
  assert.throws(() => Deno.truncateSync(path, 1 << 20));
});

Deno.test("of any sessions the last one is always there, and no more than there is room for", () => {
  const ids = fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(ids, fc.integer({ min: 2048, max: 20_000 }), (names, size) => {
    using shared = sharedTable(size);
    names.map((name) => encodeURI(name).slice(0, 32)).forEach((id, i) => {
      keep(shared.table, facts(id, { started: i }), "x".repeat(i % (MOST_SEALED + 1)), i);
      assert(shared.table.find(id, i));
      assert(shared.table.sessions(i).length <= shared.table.room);
    });
  }));
});
