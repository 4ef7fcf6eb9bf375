import assert from "node:assert/strict";
import fc from "fast-check";
import {
  extendedPassiveReply,
  formatEprt,
  formatReply,
  FtpError,
  parseEprt,
  parseEpsv,
  unsupportedProtocolReply,
} from "../../src/protocol/mod.ts";
import { byteStrings, textsOf } from "./arbitraries.ts";

Deno.test("EPRT names protocol, address and port between any delimiters", () => {
  const v4 = { protocol: 1, address: "127.0.0.1", port: 51201 };
  for (const delimiter of ["|", "!", "~", "x"]) {
    assert.deepEqual(parseEprt(["", 1, "127.0.0.1", 51201, ""].join(delimiter)), v4);
  }
  assert.deepEqual(parseEprt("|1|127.0.0.1|51201|rest"), v4);
  assert.deepEqual(parseEprt("|01|127.0.0.1|51201| "), v4);
  assert.deepEqual(parseEprt("|2|::1|80|"), { protocol: 2, address: "::1", port: 80 });
});

Deno.test("EPRT with a protocol or a port that cannot be tells 0", () => {
  assert.equal(parseEprt("|x|127.0.0.1|51201|").protocol, 0);
  assert.equal(parseEprt("||127.0.0.1|51201|").protocol, 0);
  assert.equal(parseEprt("|99999999999999|::1|1111|").protocol, 0);
  assert.equal(parseEprt("|1|127.0.0.1|65536|").port, 0);
  assert.equal(parseEprt("|1|127.0.0.1||").port, 0);
});

Deno.test("EPRT without its four delimiters or with a port that is no number has no address", () => {
  const texts = ["", "|", "|||", "|1|127.0.0.1|51201", "|1|::1|x|", "|1|::1|-5|", "|1|a!51201|"];
  for (const text of texts) assert.equal(parseEprt(text).address, "", text);
});

Deno.test("EPRT tells its protocol even where the rest makes no sense", () => {
  for (const text of ["|2", "|2|", "|2|::1|x|"]) assert.equal(parseEprt(text).protocol, 2, text);
});

Deno.test("any EPRT argument survives formatting and parsing", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2),
      fc.oneof(fc.ipV4(), fc.ipV6()),
      fc.integer({ min: 1, max: 65535 }),
      (protocol, address, port) => {
        const place = { protocol, address, port };
        assert.deepEqual(parseEprt(formatEprt(place)), place);
      },
    ),
  );
});

Deno.test("no argument of EPRT or EPSV gives numbers outside their ranges", () => {
  fc.assert(fc.property(fc.oneof(byteStrings, textsOf("0123456789||||.: ALl+-")), (text) => {
    const place = parseEprt(text);
    assert.ok(place.port >= 0 && place.port < 65536);
    assert.ok(place.protocol >= 0 && place.protocol < 256);
    try {
      const request = parseEpsv(text);
      assert.ok(typeof request === "string" || request >= 0 && request < 256);
    } catch (error) {
      assert.ok(error instanceof FtpError);
    }
  }));
});

Deno.test("EPSV asks for any protocol, for one, or for EPSV only", () => {
  assert.equal(parseEpsv(""), "any");
  assert.equal(parseEpsv("1"), 1);
  assert.equal(parseEpsv(" 02"), 2);
  assert.equal(parseEpsv("All"), "all");
  assert.equal(parseEpsv("1 2"), "any");
  assert.equal(parseEpsv("-1"), 0);
  assert.equal(parseEpsv('"'), 0);
  for (const text of ["x", "1x", "all!"]) {
    assert.throws(
      () => parseEpsv(text),
      new FtpError({
        code: 501,
        lines: ["EPSV: unknown network protocol"],
      }),
    );
  }
});

Deno.test("EPSV is answered with the original's texts", () => {
  assert.equal(
    formatReply(extendedPassiveReply(40204)),
    "229 Entering Extended Passive Mode (|||40204|)\r\n",
  );
  assert.equal(
    formatReply(unsupportedProtocolReply([1, 2])),
    "522 Network protocol not supported, use (1,2)\r\n",
  );
});
