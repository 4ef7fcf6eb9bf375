import assert from "node:assert/strict";
import { umask } from "../../src/libc/files.ts";
import { FileMask } from "../../src/session/file_mask.ts";

/** The mask of this process now. */
function current(): number {
  const mask = umask(0);
  umask(mask);
  return mask;
}

Deno.test("a mask holds while something is made, and never longer", () => {
  const before = umask(0o022);
  try {
    const mask = new FileMask();
    for (const wanted of [0o077, 0o022, 0o022, 0, 0o022]) {
      assert.equal(mask.during(wanted, current), wanted);
      assert.equal(current(), 0o022);
    }
    assert.throws(() =>
      mask.during(0o077, () => {
        throw new RangeError("no");
      }), RangeError);
    assert.equal(current(), 0o022);
  } finally {
    umask(before);
  }
});
