import assert from "node:assert/strict";
import fc from "fast-check";
import { formatReply, FtpError, reply, singleLine } from "../../src/protocol/mod.ts";
import { byteStrings } from "./arbitraries.ts";

/** What a client that follows RFC 959 §4.2 makes of the text: code and lines of each reply. */
function clientReads(text: string): { code: number; lines: string[] }[] {
  const replies: { code: number; lines: string[] }[] = [];
  let open: { code: number; lines: string[] } | undefined;
  assert.ok(text.endsWith("\r\n"));
  for (const line of text.slice(0, -2).split("\r\n")) {
    const head = /^(\d{3})([ -])([^]*)$/.exec(line);
    if (!open) {
      assert.ok(head, `no reply: ${line}`);
      open = { code: Number(head[1]), lines: [head[3]] };
      if (head[2] === " ") {
        replies.push(open);
        open = undefined;
      }
    } else if (head && Number(head[1]) === open.code && head[2] === " ") {
      open.lines.push(head[3]);
      replies.push(open);
      open = undefined;
    } else {
      assert.equal(line[0], " ", "an inner line starts with one blank");
      open.lines.push(line.slice(1));
    }
  }
  assert.equal(open, undefined, "the last reply is complete");
  return replies;
}

Deno.test("a reply of one line is code, blank, text", () => {
  assert.equal(formatReply(reply(200, "Type set to I")), "200 Type set to I\r\n");
  assert.equal(formatReply(reply(200)), "200 \r\n");
});

Deno.test("inner lines of a reply start with one blank, as in a display file of the original", () => {
  assert.equal(
    formatReply(reply(220, "Hello", " there", "", "last", "ProFTPD Server")),
    "220-Hello\r\n  there\r\n \r\n last\r\n220 ProFTPD Server\r\n",
  );
});

Deno.test("a name with line ends in it cannot forge a reply", () => {
  assert.equal(
    formatReply(reply(550, "x\r\n226 Transfer complete: No such file")),
    "550 x??226 Transfer complete: No such file\r\n",
  );
  assert.equal(formatReply(reply(257, '"/a\nb\0" created')), '257 "/a?b?" created\r\n');
});

Deno.test("a client reads exactly the one reply that was written, whatever its lines hold", () => {
  const lines = fc.array(
    fc.oneof(byteStrings, fc.constantFrom("226 done", "226-more", "\r\n226 done", " ", "")),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(fc.property(fc.integer({ min: 100, max: 599 }), lines, (code, lines) => {
    assert.deepEqual(clientReads(formatReply(reply(code, ...lines))), [
      { code, lines: lines.map(singleLine) },
    ]);
  }));
});

Deno.test("an FtpError carries its reply and says it in its message", () => {
  const error = new FtpError(reply(550, "a: Is a directory", "b"));
  assert.deepEqual(error.reply, { code: 550, lines: ["a: Is a directory", "b"] });
  assert.equal(error.message, "550 a: Is a directory | b");
  assert.ok(error instanceof Error);
});
