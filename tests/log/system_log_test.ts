import assert from "node:assert/strict";
import {
  type EntrySink,
  type Level,
  LEVELS,
  SystemLog,
  type SystemLogOptions,
} from "../../src/log/mod.ts";
import { EntryLines, formatEntry } from "../../src/log/entry_lines.ts";
import type { Entry, Losses } from "../../src/log/sink.ts";

/** A log that keeps its entries. */
function recorded(options: Omit<SystemLogOptions, "sink">) {
  const entries: Entry[] = [];
  const sink: EntrySink = { write: (entry) => void entries.push(entry), close() {} };
  return { log: new SystemLog({ ...options, sink }), entries };
}

function levelsThrough(level: Level | undefined, debugLevel: number): string[] {
  const { log, entries } = recorded({ level, debugLevel });
  for (const each of LEVELS) log.write(each, "text");
  return entries.map((entry) => entry.level);
}

Deno.test("notice is the least that is logged, unless SyslogLevel says otherwise", () => {
  assert.deepEqual(levelsThrough(undefined, 0).at(-1), "notice");
  assert.deepEqual(levelsThrough("info", 0).at(-1), "info");
  assert.deepEqual(levelsThrough("crit", 0), ["emerg", "alert", "crit"]);
});

Deno.test("a debug level lets everything through, but SyslogLevel wins", () => {
  assert.deepEqual(levelsThrough(undefined, 3).at(-1), "debug");
  assert.deepEqual(levelsThrough("info", 3).at(-1), "info");
});

Deno.test("debug messages come as deep as was asked for, and others are not even made", () => {
  const { log, entries } = recorded({ debugLevel: 3 });
  log.debug(3, "three");
  log.debug(4, () => assert.fail("made for nothing"));
  log.debug(0, () => "made");
  assert.deepEqual(entries.map(({ text }) => text), ["three", "made"]);
  const quiet = recorded({ debugLevel: 0 });
  quiet.log.debug(0, () => assert.fail("made for nothing"));
  assert.equal(quiet.entries.length, 0);
});

Deno.test("each level that the server speaks at has its method", () => {
  const { log, entries } = recorded({ level: "debug", debugLevel: 0 });
  log.critical("x");
  log.error("x");
  log.warning("x");
  log.notice("x");
  log.info("x");
  log.debug(0, "x");
  assert.deepEqual(entries.map(({ level }) => level), LEVELS.slice(2));
  log.auth("notice", "USER joe (Login failed): Incorrect password");
  assert.deepEqual(entries.map(({ auth }) => auth), [...LEVELS.slice(2).map(() => false), true]);
});

const writer = { host: "vm", pid: 4711 };
const time = new Date(2026, 10, 20, 11, 29, 42, 337).getTime();
const plain: Entry = { time, level: "info", auth: false, about: "", text: "text" };

Deno.test("a line names time, machine and process, then server and client once they are known", () => {
  const { log, entries } = recorded({ debugLevel: 0 });
  const line = () => {
    log.notice("FTP session opened.");
    return formatEntry({ ...entries[entries.length - 1], time }, writer).replace(/ \d\d:/, " 11:");
  };
  assert.equal(line(), "2026-11-20 11:29:42,337 vm proftpd[4711]: FTP session opened.");
  log.aboutServer("127.0.0.1");
  assert.equal(line(), "2026-11-20 11:29:42,337 vm proftpd[4711] 127.0.0.1: FTP session opened.");
  log.aboutClient("localhost", "127.0.0.2");
  assert.equal(
    line(),
    "2026-11-20 11:29:42,337 vm proftpd[4711] 127.0.0.1 (localhost[127.0.0.2]): FTP session opened.",
  );
});

Deno.test("nobody outside can write a line of his own", () => {
  const { log, entries } = recorded({ debugLevel: 0 });
  log.aboutServer("1.2.3.4");
  log.aboutClient("evil\nname", "1.2.3.4");
  log.auth("notice", "USER x\r\n2026-11-20 00:00:00,000 vm proftpd[1]: forged: no such user");
  const line = formatEntry(entries[0], writer);
  assert.ok(!/[\r\n]/.test(line));
  assert.ok(line.includes("(evil\\x0aname[1.2.3.4]): USER x\\x0d\\x0a2026"));
});

Deno.test("a log with a gap says so once it can", () => {
  const lines: string[] = [];
  let works = false;
  let losses: Losses | undefined = { lines: 3, reason: "No space left on device" };
  const sink = new EntryLines({
    write(line) {
      if (works) lines.push(line);
      return works;
    },
    takeLosses() {
      const taken = losses;
      losses = undefined;
      return taken;
    },
    close() {},
  }, writer);
  sink.write(plain);
  works = true;
  sink.write(plain);
  sink.write(plain);
  assert.deepEqual(lines.map((line) => line.replace(/^.*\]: /, "")), [
    "text",
    "3 log line(s) before the last one could not be written: No space left on device",
    "text",
  ]);
});
