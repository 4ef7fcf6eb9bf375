import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatHostPort,
  formatReply,
  parseHostPort,
  passiveReply,
} from "../../src/protocol/mod.ts";
import { byteStrings, textsOf } from "./arbitraries.ts";

Deno.test("PORT names an address and a port in six numbers", () => {
  assert.deepEqual(parseHostPort("127,0,0,1,200,1"), { address: "127.0.0.1", port: 51201 });
  assert.deepEqual(parseHostPort(" 10,20,30,40,0,21 "), { address: "10.20.30.40", port: 21 });
});

Deno.test("PORT is taken as loosely as the original takes it", () => {
  const place = { address: "127.0.0.1", port: 51201 };
  for (const text of ["127,0,0,1,200,1,1", "127,0,0,1,200,1x", "+127,0,0,01,200,001"]) {
    assert.deepEqual(parseHostPort(text), place, text);
  }
});

Deno.test("PORT without an address and a port that exist is refused", () => {
  const texts = [
    "",
    "x",
    "256,0,0,1,200,1",
    "127,0,0,1,256,1",
    "127,0,0,1,200,256",
    "127,0,0,1,200",
    "127.0.0.1,200,1",
    "127,0,0,1,-1,1",
    "0,0,0,0,200,1",
    "127,0,0,1,0,0",
    "0x7f,0,0,1,200,1",
    "1270,0,0,1,200,1",
    "127,0,0,1,200,1000",
    "(127,0,0,1,200,1)",
    "127,0,0,1,200, 1",
  ];
  for (const text of texts) assert.equal(parseHostPort(text), undefined, text);
});

Deno.test("any address and port survive formatting and parsing", () => {
  const address = fc.ipV4().filter((address) => address !== "0.0.0.0");
  fc.assert(fc.property(address, fc.integer({ min: 1, max: 65535 }), (address, port) => {
    assert.deepEqual(parseHostPort(formatHostPort({ address, port })), { address, port });
  }));
});

Deno.test("no argument of PORT gives a place outside its ranges", () => {
  fc.assert(fc.property(fc.oneof(byteStrings, textsOf("0123456789,,,+ ")), (text) => {
    const place = parseHostPort(text);
    if (!place) return;
    assert.match(place.address, /^\d{1,3}(\.\d{1,3}){3}$/);
    assert.ok(place.port > 0 && place.port < 65536);
  }));
});

Deno.test("PASV is answered with the original's text", () => {
  assert.equal(
    formatReply(passiveReply({ address: "127.0.0.1", port: 42117 })),
    "227 Entering Passive Mode (127,0,0,1,164,133).\r\n",
  );
});
