import assert from "node:assert/strict";
import { uniqueIdOf } from "../../../src/modules/unique_id/mod.ts";
import { parseAddress } from "../../../src/net/mod.ts";

function address(text: string) {
  const found = parseAddress(text);
  assert.ok(found);
  return { ...found, port: 21, scope: 0 };
}

const circumstances = {
  seconds: 0x6b01ef20,
  microseconds: 0x0fcdc,
  server: address("127.0.0.1"),
  client: address("127.0.0.1"),
  pid: 0x4e83,
};

Deno.test("the name of a session is built as the original builds it", () => {
  assert.equal(uniqueIdOf(circumstances), "awHvIH8AAAF/AAABAABOg/zc");
});

Deno.test("each of its circumstances makes another name", () => {
  const others = [
    { seconds: 1 },
    { microseconds: 1 },
    { server: address("2001:db8::1") },
    { client: address("10.0.0.1") },
    { pid: 1 },
  ].map((other) => uniqueIdOf({ ...circumstances, ...other }));
  assert.equal(new Set([uniqueIdOf(circumstances), ...others]).size, 6);
});
