/**
 * HTTP as it is spoken with OCSP responders: their URLs, and what they answer.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  bodyOf,
  formatRequest,
  LONGEST_RESPONSE,
  ResponseRefused,
} from "../../../src/modules/tls/stapling/http.ts";
import { parseResponderUrl } from "../../../src/modules/tls/stapling/responder_url.ts";

const urls: readonly (readonly [url: string, parts: string | undefined])[] = [
  ["http://ocsp.example.com", "ocsp.example.com 80 /"],
  ["http://ocsp.example.com/", "ocsp.example.com 80 /"],
  ["HTTP://OCSP.example.com:8080/a/b?c=d", "OCSP.example.com 8080 /a/b?c=d"],
  ["http://192.0.2.7:81", "192.0.2.7 81 /"],
  ["http://[2001:db8::7]:81/x", "2001:db8::7 81 /x"],
  ["https://ocsp.example.com/", undefined],
  ["http://", undefined],
  ["http://a:0/", undefined],
  ["http://a:65536/", undefined],
  ["http://user@a/", undefined],
  ["http://a/b c", undefined],
  ["http://a/\r\nX: y", undefined],
  ["http://a?b", undefined],
  ["ocsp.example.com", undefined],
  [`http://${"a".repeat(2000)}/`, undefined],
];

for (const [url, parts] of urls) {
  Deno.test(`the URL ${url.slice(0, 40)} ${parts === undefined ? "is refused" : "is read"}`, () => {
    const found = parseResponderUrl(url);
    assert.equal(found && `${found.host} ${found.port} ${found.path}`, parts);
  });
}

Deno.test("a request says where it goes, what it holds and that nothing follows", () => {
  assert.equal(
    formatRequest({ host: "2001:db8::7", port: 81, path: "/x" }, "12345"),
    "POST /x HTTP/1.0\r\nHost: [2001:db8::7]:81\r\nContent-Type: application/ocsp-request\r\n" +
      "Accept: application/ocsp-response\r\nContent-Length: 5\r\nConnection: close\r\n\r\n12345",
  );
  assert.match(formatRequest({ host: "a", port: 80, path: "/" }, ""), /\r\nHost: a\r\n/);
});

const TYPE = "Content-Type: application/ocsp-response\r\n";

const responses: readonly (readonly [
  name: string,
  text: string,
  isOver: boolean,
  body: string | undefined | RegExp,
])[] = [
  [
    "a body up to its length",
    `HTTP/1.1 200 OK\r\n${TYPE}Content-Length: 3\r\n\r\nabcd`,
    false,
    "abc",
  ],
  ["a body up to the end", `HTTP/1.0 200 OK\r\n${TYPE}\r\nabc`, true, "abc"],
  ["line feeds alone", `HTTP/1.0 200 OK\n${TYPE.replace("\r", "")}\nabc`, true, "abc"],
  [
    "a type with parameters",
    "HTTP/1.0 200\r\ncontent-type:application/OCSP-response; x\r\n\r\na",
    true,
    "a",
  ],
  ["a head that has not ended", `HTTP/1.0 200 OK\r\n${TYPE}`, false, undefined],
  ["a body that has not ended", `HTTP/1.0 200 OK\r\n${TYPE}\r\nabc`, false, undefined],
  [
    "a body that was cut",
    `HTTP/1.0 200 OK\r\n${TYPE}Content-Length: 4\r\n\r\nabc`,
    true,
    /cut off/,
  ],
  ["nothing", "", true, /no HTTP/],
  ["something else", "220 ready\r\n\r\n", true, /no HTTP/],
  ["a redirection", "HTTP/1.0 302 Found\r\nLocation: http://b/\r\n\r\n", true, /status 302/],
  ["a page", "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", true, /something else/],
  ["no type", "HTTP/1.0 200 OK\r\n\r\nabc", true, /something else/],
  [
    "a length that is none",
    `HTTP/1.0 200 OK\r\n${TYPE}Content-Length: -1\r\n\r\n`,
    true,
    /no HTTP/,
  ],
  ["chunks", `HTTP/1.1 200 OK\r\n${TYPE}Transfer-Encoding: chunked\r\n\r\n`, true, /coding/],
  ["too much", "x".repeat(LONGEST_RESPONSE + 1), false, /too long/],
];

for (const [name, text, isOver, body] of responses) {
  Deno.test(`of a response, ${name} is understood`, () => {
    if (body instanceof RegExp) {
      assert.throws(
        () => bodyOf(text, isOver),
        (error) => error instanceof ResponseRefused && body.test(error.message),
      );
    } else assert.equal(bodyOf(text, isOver), body);
  });
}

Deno.test("no part of a response is taken for all of it", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (body, cut) => {
      const bytes = body.replaceAll(/[^\0-\xff]/g, "?");
      const text = `HTTP/1.0 200 OK\r\n${TYPE}Content-Length: ${bytes.length}\r\n\r\n${bytes}`;
      assert.equal(bodyOf(text, false), bytes);
      assert.equal(bodyOf(text.slice(0, cut % text.length), false), undefined);
    }),
  );
});
