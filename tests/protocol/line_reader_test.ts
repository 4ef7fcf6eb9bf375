import assert from "node:assert/strict";
import fc from "fast-check";
import { type LineEvent, LineReader } from "../../src/protocol/mod.ts";
import { bytes, byteStrings, pieces, textsOf } from "./arbitraries.ts";

/** All events for the given pieces: lines as they are, answers and overflows marked. */
function read(limit: number, ...chunks: string[]): string[] {
  const reader = new LineReader(limit);
  return chunks.flatMap((chunk) => fed(reader, bytes(chunk))).map(shown);
}

/** What `reader` makes of `chunk`, behind which other bytes lie. */
function fed(reader: LineReader, chunk: Uint8Array): LineEvent[] {
  const events: LineEvent[] = [];
  const block = new Uint8Array(chunk.length + 4);
  block.set(chunk);
  block.set(bytes("X\r\n"), chunk.length);
  reader.feed(block, chunk.length, events);
  return events;
}

function shown(event: LineEvent): string {
  switch (event.kind) {
    case "line":
      return event.line;
    case "answer":
      return `<${event.bytes}>`;
    case "tooLong":
      return "<too long>";
  }
}

Deno.test("pipelined and torn commands come out one by one", () => {
  assert.deepEqual(read(100, "NOOP\r\nPWD\r\n"), ["NOOP", "PWD"]);
  assert.deepEqual(read(100, "NO", "OP\r", "\nP", "WD\r\n"), ["NOOP", "PWD"]);
  assert.deepEqual(read(100, "\r\n", "\r", "\n"), ["", ""]);
});

Deno.test("a line ends at CR LF only, and several CR before the LF are one", () => {
  assert.deepEqual(read(100, "CWD a\nPWD\r\n"), ["CWD a\nPWD"]);
  assert.deepEqual(read(100, "CWD a\rb\r\n"), ["CWD a\rb"]);
  assert.deepEqual(read(100, "CWD a\r\r\r\n"), ["CWD a"]);
  assert.deepEqual(read(100, "NOOP\n"), []);
  assert.deepEqual(read(100, "CWD a\r\n\n\r\n"), ["CWD a", "\n"]);
});

Deno.test("CR NUL is a CR that belongs to the line", () => {
  assert.deepEqual(read(100, "CWD a\r\0b\r\n"), ["CWD a\rb"]);
  assert.deepEqual(read(100, "CWD a\r\0\r\n"), ["CWD a\r"]);
  assert.deepEqual(read(100, "CWD a\r\0\nb\r\n"), ["CWD a\r\nb"]);
});

Deno.test("every telnet option is refused", () => {
  assert.deepEqual(read(100, "\xff\xfb\x01NOOP\r\n"), ["<\xff\xfe\x01>", "NOOP"]);
  assert.deepEqual(read(100, "\xff\xfc\x01NOOP\r\n"), ["<\xff\xfe\x01>", "NOOP"]);
  assert.deepEqual(read(100, "\xff\xfd\x01NOOP\r\n"), ["<\xff\xfc\x01>", "NOOP"]);
  assert.deepEqual(read(100, "NO\xff\xfe\x06OP\r\n"), ["<\xff\xfc\x06>", "NOOP"]);
  assert.deepEqual(read(100, "\xff", "\xfb", "\x01"), ["<\xff\xfe\x01>"]);
  assert.deepEqual(read(100, "\xff\xfb\x01\xff\xfd\x03"), ["<\xff\xfe\x01\xff\xfc\x03>"]);
  assert.deepEqual(read(100, "\xff\xfb\r\nNOOP\r\n"), ["<\xff\xfe\r>", "\nNOOP"]);
});

Deno.test("interrupt and data mark vanish wherever they are", () => {
  assert.deepEqual(read(100, "\xff\xf4\xff\xf2ABOR\r\n"), ["ABOR"]);
  assert.deepEqual(read(100, "AB\xff", "\xf4OR\r\xff\xf2\n"), ["ABOR"]);
});

Deno.test("byte 255 comes doubled or, before anything that is no telnet command, as it is", () => {
  assert.deepEqual(read(100, "CWD q\xff\xffq\r\n"), ["CWD q\xffq"]);
  assert.deepEqual(read(100, "CWD q\xff", "\xffq\r\n"), ["CWD q\xffq"]);
  assert.deepEqual(read(100, "CWD q\xffq\r\n"), ["CWD q\xffq"]);
  assert.deepEqual(read(100, "CWD q\xff\r\n"), ["CWD q\xff"]);
  assert.deepEqual(read(100, "CWD q\xff\xf9q\r\n"), ["CWD q\xff\xf9q"]);
});

Deno.test("a line may be as long as the limit and no longer", () => {
  assert.deepEqual(read(4, "NOOP\r\n"), ["NOOP"]);
  assert.deepEqual(read(4, "NOOPS\r\nNOOP\r\n"), ["<too long>", "NOOP"]);
  assert.deepEqual(read(4, "NO", "OP\r", "\n"), ["NOOP"]);
  assert.deepEqual(read(4, "NOOP", "SSSSSSSSSS", "SSS\r", "\nNOOP\r\n"), ["<too long>", "NOOP"]);
  assert.deepEqual(read(4, "\r".repeat(9) + "\nNOOP\r\n"), ["", "NOOP"]);
});

Deno.test("a client that never ends its line costs no memory", () => {
  const reader = new LineReader(1000);
  const chunk = new Uint8Array(1 << 16).fill(65);
  for (let i = 0; i < 100; i++) assert.deepEqual(fed(reader, chunk), []);
  assert.deepEqual(fed(reader, bytes("\r\nNOOP\r\n")).map(shown), ["<too long>", "NOOP"]);
});

Deno.test("an unfinished line can be discarded", () => {
  const reader = new LineReader(100);
  fed(reader, bytes("USER roo"));
  reader.discard();
  assert.deepEqual(fed(reader, bytes("NOOP\r\n")).map(shown), ["NOOP"]);
});

Deno.test("a very long line is whole", () => {
  const name = "x".repeat(30000) + "\xe4";
  assert.deepEqual(read(40000, `CWD ${name}\r\n`), [`CWD ${name}`]);
  assert.deepEqual(read(40000, `CWD ${name}`, "\r\n"), [`CWD ${name}`]);
});

Deno.test("how the bytes are cut into chunks makes no difference to lines and answers", () => {
  const streams = fc.oneof(
    byteStrings,
    textsOf("aB \r\n\0\xff\xf2\xf4\xfb\xfd"),
    textsOf("ab\r\n\r\n"),
  );
  const limits = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(streams, fc.array(fc.nat(), { maxLength: 8 }), limits, (text, cuts, limit) => {
      const summary = (events: string[]) => [
        events.filter((event) => !event.startsWith("<\xff")),
        events.filter((event) => event.startsWith("<\xff")).map((event) => event.slice(1, -1))
          .join(""),
      ];
      assert.deepEqual(
        summary(read(limit, ...pieces(text, cuts))),
        summary(read(limit, ...text)),
      );
      assert.deepEqual(summary(read(limit, text)), summary(read(limit, ...text)));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("what is sent by the book arrives as it was", () => {
  const line = byteStrings.map((text) => text.replaceAll("\0", ""));
  fc.assert(fc.property(fc.array(line), (lines) => {
    const wire = lines
      .map((line) => line.replaceAll("\xff", "\xff\xff").replaceAll("\r", "\r\0") + "\r\n")
      .join("");
    assert.deepEqual(read(1000, wire), lines);
  }));
});
