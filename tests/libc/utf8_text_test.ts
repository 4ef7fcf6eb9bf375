import assert from "node:assert/strict";
import fc from "fast-check";
import { utf8 } from "../../src/libc/bytes.ts";
import { charactersOf } from "../../src/libc/utf8_text.ts";

Deno.test("any text comes back from its bytes", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    assert.equal(charactersOf(utf8(text)), text);
  }));
});

Deno.test("bytes that are no UTF-8 become U+FFFD, as the encoding standard would have them", () => {
  const bytes = fc.uint8Array({ maxLength: 12 });
  fc.assert(
    fc.property(bytes, (list) => {
      const text = charactersOf(String.fromCharCode(...list));
      // The standard merges some broken sequences into one U+FFFD; what is whole is the same.
      const standard = new TextDecoder("utf-8", { ignoreBOM: true }).decode(list);
      assert.equal(text.replaceAll("\ufffd", ""), standard.replaceAll("\ufffd", ""));
      assert.equal(text.includes("\ufffd"), standard.includes("\ufffd"));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("overlong forms and surrogates are no characters", () => {
  for (const bytes of ["\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8"]) {
    assert.match(charactersOf(bytes), /^\ufffd+$/);
  }
});
