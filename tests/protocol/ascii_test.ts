import assert from "node:assert/strict";
import fc from "fast-check";
import { AsciiDecoder, AsciiEncoder } from "../../src/protocol/mod.ts";
import { AsciiKernel } from "../../src/protocol/mod.ts";
import { bytes, byteStrings, pieces, textsOf } from "./arbitraries.ts";

/** The rules in one line each, for comparison. */
const naive = {
  encode: (text: string) => text.replace(/(?<!\r)\n/g, "\r\n"),
  decode: (text: string) => text.replaceAll("\r\n", "\n"),
};

function text(part: Uint8Array): string {
  return String.fromCharCode(...part);
}

/** Encodes piece after piece through a target of `room` bytes. */
function encode(parts: readonly string[], room: number): string {
  const encoder = new AsciiEncoder();
  const target = new Uint8Array(room);
  let result = "";
  for (const part of parts) {
    let source = bytes(part);
    while (source.length > 0) {
      const { read, written } = encoder.encode(source, source.length, target);
      assert.ok(read > 0, "every call gets on");
      result += text(target.subarray(0, written));
      source = source.subarray(read);
    }
  }
  return result;
}

function decode(parts: readonly string[]): string {
  const decoder = new AsciiDecoder();
  let result = "";
  for (const part of parts) {
    const target = new Uint8Array(part.length + 1);
    const { read, written } = decoder.decode(bytes(part), part.length, target);
    assert.equal(read, part.length);
    result += text(target.subarray(0, written));
  }
  const target = new Uint8Array(1);
  return result + text(target.subarray(0, decoder.finish(target)));
}

const texts = fc.oneof(byteStrings, textsOf("a\r\n"), textsOf("abcdefg\x0b\x8a\r\n"));
const cuts = fc.array(fc.nat(), { maxLength: 6 });

Deno.test("a download gets CR LF where the file has LF, unless it has CR LF already", () => {
  const file = "a\nb\r\nc\r\r\nd\n\n\re\r";
  assert.equal(encode([file], 100), "a\r\nb\r\nc\r\r\nd\r\n\r\n\re\r");
});

Deno.test("an upload gets LF where CR LF comes in and keeps every other CR", () => {
  assert.equal(decode(["a\r\nb\nc\r\r\nd\re\r"]), "a\nb\nc\r\nd\re\r");
  assert.equal(decode(["a\r", "\nb"]), "a\nb");
  assert.equal(decode(["a\r", "b"]), "a\rb");
  assert.equal(decode(["a\r"]), "a\r");
  assert.equal(decode(["\r", "", "\r", "\n"]), "\r\n");
});

Deno.test("blocks and buffers of any size give the download that one block gives", () => {
  fc.assert(
    fc.property(texts, cuts, fc.integer({ min: 2, max: 20 }), (text, cuts, room) => {
      assert.equal(encode(pieces(text, cuts), room), naive.encode(text));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("blocks of any size give the upload that one block gives", () => {
  fc.assert(
    fc.property(texts, cuts, (text, cuts) => {
      assert.equal(decode(pieces(text, cuts)), naive.decode(text));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a file with Unix line ends comes back as it was", () => {
  fc.assert(fc.property(texts, (text) => {
    const unix = text.replace(/\r+\n/g, "\n");
    assert.equal(decode([encode([unix], 1000)]), unix);
  }));
});

Deno.test("only the given length of a source is read", () => {
  const target = new Uint8Array(10);
  assert.deepEqual(new AsciiEncoder().encode(bytes("a\nb\n"), 2, target), { read: 2, written: 3 });
  assert.deepEqual(new AsciiDecoder().decode(bytes("a\r\nb"), 3, target), { read: 3, written: 2 });
});

Deno.test("compiled loops give what the plain ones give, whatever the blocks", () => {
  const kernel = AsciiKernel.make();
  assert.ok(kernel);
  const long = fc.array(texts, { maxLength: 12 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(long, cuts, (text, cuts) => {
      const encoder = new AsciiEncoder();
      const decoder = new AsciiDecoder();
      let wire = "";
      let file = "";
      for (const part of pieces(text, cuts)) {
        kernel.source.set(bytes(part));
        const { source, target } = kernel;
        wire += textOf(target, encoder.encode(source, part.length, target, kernel).written);
        file += textOf(target, decoder.decode(source, part.length, target, kernel).written);
      }
      file += textOf(kernel.target, decoder.finish(kernel.target));
      assert.equal(wire, naive.encode(text));
      assert.equal(file, naive.decode(text));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a full block of line feeds fits into the compiled loops' memory", () => {
  const kernel = AsciiKernel.make();
  assert.ok(kernel);
  const { source, target } = kernel;
  source.fill(10);
  const { read, written } = new AsciiEncoder().encode(source, source.length, target, kernel);
  assert.deepEqual([read, written], [source.length, 2 * source.length]);
  assert.ok(target.every((byte, at) => byte === (at % 2 === 0 ? 13 : 10)));
});

function textOf(bytes: Uint8Array, length: number): string {
  return text(bytes.subarray(0, length));
}
