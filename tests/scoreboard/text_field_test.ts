import assert from "node:assert/strict";
import fc from "fast-check";
import { utf8 } from "../../src/libc/bytes.ts";
import { blankImage, fitText, readText, writeText } from "../../src/scoreboard/text_field.ts";

const byteString = (options: { maxLength: number }) =>
  fc.array(fc.integer({ min: 0, max: 255 }), options)
    .map((bytes) => String.fromCharCode(...bytes));

Deno.test("a text that fits comes back byte for byte", () => {
  fc.assert(fc.property(byteString({ maxLength: 62 }), fc.nat(32), (text, at) => {
    const image = blankImage(128);
    assert.equal(fitText(text, 64), text);
    assert.equal(writeText(image, at, text), at + 2 + text.length);
    assert.equal(readText(image, at, 64), text);
  }));
});

Deno.test("a text that is too long is cut, and never touches what is behind its field", () => {
  fc.assert(fc.property(byteString({ maxLength: 200 }), (text) => {
    const image = blankImage(96);
    image.bytes.fill(0xee, 64);
    writeText(image, 0, fitText(text, 64));
    assert.ok(text.startsWith(readText(image, 0, 64)));
    assert.ok(image.bytes.subarray(64).every((byte) => byte === 0xee));
  }));
});

Deno.test("no UTF-8 character is cut in two", () => {
  const characters = fc.array(fc.constantFrom("a", "\u00e9", "\u20ac", "\u{1f600}"), {
    minLength: 20,
    maxLength: 60,
  });
  fc.assert(fc.property(characters, fc.integer({ min: 8, max: 40 }), (list, size) => {
    const cut = fitText(utf8(list.join("")), size);
    const bytes = Uint8Array.from(cut, (unit) => unit.charCodeAt(0));
    assert.doesNotThrow(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    assert.ok(cut.length > size - 2 - 4);
  }));
});

Deno.test("text that is no UTF-8 is cut where the field ends", () => {
  assert.equal(fitText("\x80".repeat(50), 32).length, 30);
});

Deno.test("a garbled length never reads beyond the field", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff }), (length) => {
    const image = blankImage(64);
    image.view.setUint16(0, length, true);
    assert.ok(readText(image, 0, 32).length <= 30);
  }));
});
