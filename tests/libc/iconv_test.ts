import assert from "node:assert/strict";
import { bytesOf } from "../../src/libc/bytes.ts";
import { makeConverter } from "../../src/libc/iconv.ts";

const EURO = "\xe2\x82\xac";

Deno.test("what both character sets have is converted, either way", () => {
  const there = makeConverter("ISO-8859-1", "UTF-8");
  const back = makeConverter("UTF-8", "ISO-8859-1");
  for (let code = 1; code < 256; code++) {
    const text = String.fromCharCode(0x61, code, 0x62);
    const wanted = [...new TextEncoder().encode(text)];
    assert.deepEqual([...bytesOf(there?.(text) ?? "")], wanted);
    assert.equal(back?.(String.fromCharCode(...wanted)), text);
  }
});

Deno.test("what one of them does not have is not converted, and harms nothing that comes after", () => {
  const back = makeConverter("UTF-8", "ISO-8859-1");
  for (const bad of [EURO, "a\xff", "\xc3", "x".repeat((16 << 10) + 1)]) {
    assert.equal(back?.(bad), undefined);
    assert.equal(back?.("m\xc3\xbcll"), "m\xfcll");
  }
  assert.equal(makeConverter("UTF-8", "ISO-8859-15")?.(EURO), "\xa4");
  assert.equal(back?.("x".repeat(16 << 10)), "x".repeat(16 << 10));
  assert.equal(back?.(""), "");
});

Deno.test("shifts of a stateful character set end with the text", () => {
  const there = makeConverter("UTF-8", "ISO-2022-JP");
  const back = makeConverter("ISO-2022-JP", "UTF-8");
  const word = "\xe6\x97\xa5\xe6\x9c\xac";
  assert.equal(there?.(word), "\x1b$BF|K\\\x1b(B");
  assert.equal(back?.("\x1b$BF|K\\\x1b(B"), word);
  assert.equal(there?.("a"), "a");
});

Deno.test("there is no converter for what nobody knows", () => {
  assert.equal(makeConverter("UTF-8", "no such thing"), undefined);
  assert.equal(makeConverter("\0", "UTF-8"), undefined);
});
