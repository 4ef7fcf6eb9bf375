import assert from "node:assert/strict";
import { encodeFrame, FrameReader, FrameRefused } from "../../src/controls/mod.ts";

Deno.test("a frame comes out as it went in, in whatever pieces it arrives", () => {
  for (const words of [[], [""], ["status", "all"], ["a b", "", "\xff\n"]]) {
    const frame = encodeFrame(words);
    for (let size = 1; size <= frame.length; size++) {
      const reader = new FrameReader(100);
      for (let at = 0; at < frame.length; at += size) {
        const found = reader.push(frame.subarray(at, at + size));
        assert.deepEqual(found, at + size >= frame.length ? words : undefined);
      }
    }
  }
});

Deno.test("what is too long is refused, by its header already", () => {
  assert.throws(() => new FrameReader(10).push(new Uint8Array([0, 0, 0, 11])), FrameRefused);
  assert.throws(() => new FrameReader(10).push(new Uint8Array(15)), FrameRefused);
  assert.equal(new FrameReader(10).push(encodeFrame(["123456789"]))?.length, 1);
});

Deno.test("bytes that are no frame are refused", () => {
  const reader = () => new FrameReader(10);
  assert.throws(() => reader().push(new Uint8Array([0, 0, 0, 1, 65])), /no end/);
  assert.throws(() => reader().push(new Uint8Array([0, 0, 0, 1, 0, 0])), /more than one/);
  assert.throws(() => encodeFrame(["a\0b"]), FrameRefused);
});
