import assert from "node:assert/strict";
import { answerTo } from "../../src/daemon/metrics_visitor.ts";

const page = () => "the page\n";

function statusOf(head: string): string | undefined {
  return answerTo(head, page)?.split("\r\n")[0];
}

Deno.test("a request for /metrics gets the page, whatever else its head says", () => {
  const answer = answerTo("GET /metrics?x=1 HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n", page);
  assert.match(
    answer ?? "",
    /^HTTP\/1\.1 200 OK\r\n[\s\S]*Content-Length: 9\r\n[\s\S]*\r\n\r\nthe page\n$/,
  );
  assert.match(answerTo("HEAD /metrics HTTP/1.0\n\n", page) ?? "", /\r\n\r\n$/);
});

Deno.test("a head that has not ended is waited for, but not for ever", () => {
  assert.equal(answerTo("GET /metrics HTTP/1.1\r\nHost: a\r\n", page), undefined);
  assert.equal(statusOf("x".repeat(9000)), "HTTP/1.1 431 Request Header Fields Too Large");
});

Deno.test("whatever else is asked is refused", () => {
  assert.equal(statusOf("GET / HTTP/1.1\r\n\r\n"), "HTTP/1.1 404 Not Found");
  assert.equal(statusOf("POST /metrics HTTP/1.1\r\n\r\n"), "HTTP/1.1 405 Method Not Allowed");
  assert.equal(statusOf("USER anonymous\r\n\r\n"), "HTTP/1.1 400 Bad Request");
});
