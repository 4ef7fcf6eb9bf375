import assert from "node:assert/strict";
import { trace, traceLevels, type TraceLine, traceOptions } from "../../src/settings/mod.ts";
import { valueOf } from "../harness/directive_line.ts";

function lineOf(text: string): TraceLine {
  const line = valueOf(trace, ...text.split(" "));
  return typeof line === "object" ? line : assert.fail(line);
}

function levels(...lines: readonly string[]) {
  return Object.fromEntries(traceLevels(lines.map(lineOf)));
}

Deno.test("a channel is heard up to its level, or within a range", () => {
  assert.deepEqual(levels("auth:7 data:3-5"), {
    auth: { least: 1, most: 7 },
    data: { least: 3, most: 5 },
  });
});

Deno.test("of several words about one channel the last one counts, DEFAULT's included", () => {
  const found = levels("auth:7 DEFAULT:10 data:0", "command:2");
  assert.deepEqual(found.auth, { least: 1, most: 10 });
  assert.deepEqual(found.data, { least: 1, most: 0 });
  assert.deepEqual(found.command, { least: 1, most: 2 });
  assert.equal(found.directory, undefined);
});

Deno.test("lines about sessions alone say so", () => {
  assert.equal(lineOf("session auth:7").session, true);
  assert.equal(lineOf("auth:7").session, false);
});

Deno.test("what traces have in front can be chosen", () => {
  assert.deepEqual(valueOf(traceOptions, "+ConnIPs", "-TimestampMillis"), {
    timestamp: true,
    milliseconds: false,
    addresses: true,
  });
});
