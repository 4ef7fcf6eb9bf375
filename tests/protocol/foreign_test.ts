import assert from "node:assert/strict";
import fc from "fast-check";
import { foreignMessage, recogniseForeign } from "../../src/protocol/mod.ts";
import { byteStrings } from "./arbitraries.ts";

Deno.test("lines of HTTP, SMTP and SSH are recognised by their first word", () => {
  const cases: [string, string, string][] = [
    ["GET / HTTP/1.1", "HTTP", "GET"],
    ["POST", "HTTP", "POST"],
    ["OPTIONS *", "HTTP", "OPTIONS"],
    ["EHLO x", "SMTP", "EHLO"],
    ["DATA", "SMTP", "DATA"],
    ["GET\0", "HTTP", "GET"],
    ["SSH-2.0-OpenSSH_9.2 Debian", "SSH2", "SSH-2.0-OpenSSH_9.2"],
    ["SSH-1.99-x", "SSH2", "SSH-1.99-x"],
  ];
  for (const [line, protocol, word] of cases) {
    assert.deepEqual(recogniseForeign(line), { protocol, word }, line);
  }
  assert.equal(
    foreignMessage({ protocol: "HTTP", word: "GET" }),
    "client sent HTTP command 'GET', disconnecting",
  );
});

Deno.test("what the original lets pass is passed", () => {
  const lines = [
    "get /",
    "GETX",
    " GET /",
    "TRACE /",
    "EXPN x",
    "SSH-2.0",
    "SSH-1.5-x",
    "USER GET",
  ];
  for (const line of ["", ...lines]) assert.equal(recogniseForeign(line), undefined, line);
});

Deno.test("any line can be asked about", () => {
  fc.assert(fc.property(byteStrings, (line) => void recogniseForeign(line)));
});
