import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import type { AlgorithmName } from "../../../src/modules/digest/algorithms.ts";
import { ALGORITHMS } from "../../../src/modules/digest/algorithms.ts";
import { openChecksums } from "../../../src/modules/digest/checksums.ts";

const { checksums, lacking } = openChecksums(ALGORITHMS);

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What another program's arithmetic says. */
function expected(name: AlgorithmName, bytes: Uint8Array): string {
  if (name === "crc32") return crc32(bytes).toString(16).padStart(8, "0");
  return createHash(name).update(bytes).digest("hex");
}

Deno.test("a machine with OpenSSL computes all there are", () => {
  assert.equal(lacking, undefined);
  assert.deepEqual([...checksums.keys()], [...ALGORITHMS]);
});

Deno.test("a checksum that is not finished leaves nothing in the next one", () => {
  for (const begin of checksums.values()) {
    const whole = begin();
    whole.update(new Uint8Array([1, 2, 3]));
    const expected = hex(whole.finish());
    begin().update(new Uint8Array(1000));
    const again = begin();
    again.update(new Uint8Array([1, 2, 3]));
    assert.equal(hex(again.finish()), expected);
  }
});

for (const name of ALGORITHMS) {
  Deno.test(`${name} is what others compute, in however many pieces`, () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }),
        fc.integer({ min: 1, max: 300 }),
        (bytes, size) => {
          const hash = checksums.get(name)!();
          for (let at = 0; at < bytes.length; at += size) {
            hash.update(bytes.subarray(at, at + size));
          }
          assert.equal(hex(hash.finish()), expected(name, bytes));
        },
      ),
    );
  });

  Deno.test(`${name} pads the last block at every length`, () => {
    for (let length = 0; length <= 260; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
      const hash = checksums.get(name)!();
      hash.update(bytes);
      assert.equal(hex(hash.finish()), expected(name, bytes), `${length} bytes`);
    }
  });
}
