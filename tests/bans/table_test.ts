import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Ban,
  BAN_KINDS,
  BanTable,
  BanTableRefused,
  fitSubject,
  MOST_BANS,
  MOST_EVENTS,
  serverText,
} from "../../src/bans/mod.ts";
import { packEntry, RECORD_SIZE, unpackEntry } from "../../src/bans/record.ts";
import { blankImage } from "../../src/scoreboard/mod.ts";
import { tempDir } from "../harness/temp_dir.ts";

const START = 1_700_000_000_000;

function banOf(name: string, more: Partial<Ban> = {}): Ban {
  return {
    kind: "host",
    name,
    server: "",
    cause: "MaxLoginAttempts",
    byHand: false,
    author: 1,
    since: START,
    until: Infinity,
    ...more,
  };
}

function eventOf(name: string, since: number, most = 3) {
  const until = since + 10_000;
  return { event: "MaxLoginAttempts", kind: "host", name, server: "", most, since, until } as const;
}

/** A table in a folder of its own, and the lines that it tells. */
async function newTable() {
  const folder = await tempDir();
  const path = `${folder.path}/ban.tab`;
  const lines: string[] = [];
  const table = BanTable.open(path, (line) => void lines.push(line));
  return {
    path,
    lines,
    table,
    async [Symbol.asyncDispose]() {
      table.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const byteString = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 200 })
  .map((codes) => String.fromCharCode(...codes));

Deno.test("a record gives back what was written, as far as it fits", () => {
  fc.assert(fc.property(byteString, byteString, byteString, (name, server, cause) => {
    for (const kind of BAN_KINDS) {
      const image = blankImage(RECORD_SIZE);
      const ban = banOf(name, { kind, server, cause, byHand: true, until: START + 1 });
      packEntry(image, 0, { is: "ban", ban, serial: 7 });
      const found = unpackEntry(image, 0);
      assert.ok(found?.is === "ban");
      assert.equal(found.serial, 7);
      assert.equal(found.ban.name, fitSubject(kind, name));
      assert.ok(server.startsWith(found.ban.server) && cause.startsWith(found.ban.cause));
      const { name: _, server: __, cause: ___, ...rest } = found.ban;
      const { byHand, author, since, until } = ban;
      assert.deepEqual(rest, { kind, byHand, author, since, until });
    }
  }));
});

Deno.test("bytes of any kind are read as some record or none, without an exception", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 0, max: 255 }), { minLength: RECORD_SIZE, maxLength: RECORD_SIZE }),
    (bytes) => {
      const image = blankImage(RECORD_SIZE);
      image.bytes.set(bytes);
      unpackEntry(image, 0);
    },
  ));
});

Deno.test("of a user of a host the name is cut, not the address", () => {
  const fitted = fitSubject("user@host", `${"x".repeat(500)}@2001:db8::1`);
  assert.match(fitted, /^x{80}@2001:db8::1$/);
  const server = serverText("x".repeat(500), "2001:db8::1", 65535);
  assert.match(server, /^x+ \(2001:db8::1#65535\)$/);
});

Deno.test("who is banned is found by everybody who has the table open, until the ban is over", async () => {
  await using one = await newTable();
  const other = BanTable.open(one.path, () => {});
  assert.equal(one.table.add(banOf("192.0.2.1", { until: START + 1000 })), "added");
  assert.equal(other.add(banOf("192.0.2.1")), "present");
  assert.deepEqual(other.bans(START + 999).map(({ name }) => name), ["192.0.2.1"]);
  assert.deepEqual(other.bans(START + 1000), []);
  one.table.tidy(START + 3000);
  assert.deepEqual(one.lines, ["ban for host '192.0.2.1' has expired (2 seconds ago)"]);
  other.close();
});

Deno.test("a table outlives those who have it open, and can be emptied", async () => {
  await using one = await newTable();
  one.table.add(banOf("alice", { kind: "user", byHand: true }));
  const later = BanTable.open(one.path, () => {});
  assert.equal(later.bans().length, 1);
  later.clear();
  assert.equal(one.table.bans().length, 0);
  assert.equal(one.table.add(banOf("alice")), "added");
  later.close();
});

Deno.test("the oldest ban from an event makes room; those by hand never do", async () => {
  await using one = await newTable();
  const { table, lines } = one;
  table.add(banOf("by-hand", { byHand: true, since: START - 1 }));
  for (let i = 1; i < MOST_BANS; i++) table.add(banOf(`h${i}`, { since: START + i }));
  assert.equal(table.add(banOf("late", { since: START + 1000 })), "added");
  const names = table.bans(START + 1001).map(({ name }) => name);
  assert.equal(names.length, MOST_BANS);
  assert.ok(names.includes("by-hand") && names.includes("late") && !names.includes("h1"));
  assert.match(lines.join("\n"), /slots \(512\) already in use: dropped the oldest, host 'h1'/);
});

Deno.test("a table full of bans by hand takes no more", async () => {
  await using one = await newTable();
  for (let i = 0; i < MOST_BANS; i++) one.table.add(banOf(`h${i}`, { byHand: true }));
  assert.equal(one.table.add(banOf("late")), "full");
  assert.equal(one.table.bans().length, MOST_BANS);
});

Deno.test("events are counted up to where a ban follows, and anew when their time is over", async () => {
  await using one = await newTable();
  const { table } = one;
  const counts = [0, 1, 2, 3, 10_000, 10_001].map((after) =>
    table.count(eventOf("192.0.2.1", START + after))
  );
  assert.deepEqual(counts, [1, 2, 3, 3, 1, 2]);
  assert.equal(table.count(eventOf("192.0.2.2", START)), 1);
});

Deno.test("strangers make the table grow to its bound and no further", async () => {
  await using one = await newTable();
  for (let i = 0; i < MOST_EVENTS + 50; i++) one.table.count(eventOf(`h${i}`, START + i));
  const events = one.table.events(START + 600);
  assert.equal(events.length, MOST_EVENTS);
  assert.equal(events.some(({ name }) => name === "h0"), false);
  const size = (await Deno.stat(one.path)).size;
  assert.ok(size <= 64 + (MOST_BANS + MOST_EVENTS) * RECORD_SIZE, `${size} bytes`);
});

Deno.test("bans are taken back by what they are about", async () => {
  await using one = await newTable();
  one.table.add(banOf("a"));
  one.table.add(banOf("b", { server: "S (192.0.2.1#21)" }));
  one.table.add(banOf("a", { kind: "user" }));
  assert.deepEqual(one.table.remove("host", ({ name }) => name === "a"), {
    present: 2,
    removed: 1,
  });
  assert.deepEqual(one.table.bans().map(({ kind, name }) => `${kind} ${name}`), [
    "host b",
    "user a",
  ]);
});

Deno.test("new bans are told apart from those that were there", async () => {
  await using one = await newTable();
  one.table.add(banOf("a"));
  const { serial } = one.table.bansSince(0);
  one.table.add(banOf("b"));
  assert.deepEqual(one.table.bansSince(serial).bans.map(({ name }) => name), ["b"]);
  assert.deepEqual(one.table.bansSince(one.table.bansSince(serial).serial).bans, []);
});

Deno.test("an empty file becomes a table, any other file and a link are left alone", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/ban.tab`;
  await Deno.writeTextFile(path, "");
  BanTable.open(path, () => {}).close();
  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
  await Deno.writeTextFile(path, "somebody needs this\n");
  assert.throws(() => BanTable.open(path, () => {}), BanTableRefused);
  assert.equal(await Deno.readTextFile(path), "somebody needs this\n");
  await Deno.symlink("elsewhere", `${folder.path}/link`);
  assert.throws(() => BanTable.open(`${folder.path}/link`, () => {}), BanTableRefused);
  await Deno.mkdir(`${folder.path}/open`);
  await Deno.chmod(`${folder.path}/open`, 0o777);
  assert.throws(() => BanTable.open(`${folder.path}/open/ban.tab`, () => {}), BanTableRefused);
});
