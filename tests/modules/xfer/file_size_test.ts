import assert from "node:assert/strict";
import { maxStoreFileSize } from "../../../src/modules/xfer/file_size.ts";
import { valueOf } from "../../harness/directive_line.ts";

Deno.test("a size has a number and a unit in any case", () => {
  for (
    const [number, unit, most] of [
      ["5", "B", 5],
      ["5", "kb", 5120],
      ["2", "MB", 2 << 20],
      ["3", "Gb", 3 * 1024 ** 3],
    ] as const
  ) {
    assert.deepEqual(valueOf(maxStoreFileSize, number, unit), { most, audience: undefined });
  }
  assert.deepEqual(valueOf(maxStoreFileSize, "*"), { most: Infinity, audience: undefined });
});

Deno.test("a line that limits nothing, or everything, is an error", () => {
  for (const words of [["1"], ["x", "Mb"], ["-1", "Mb"], ["0", "Mb"], ["1", "XX"], ["*", "Mb"]]) {
    assert.equal(typeof valueOf(maxStoreFileSize, ...words), "string", words.join(" "));
  }
});
