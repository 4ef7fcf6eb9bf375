import assert from "node:assert/strict";
import { region } from "../../src/libc/memory.ts";
import { releaseMemory } from "../../src/libc/release_memory.ts";

/** Kilobytes of this process that are in memory (proc(5), `status`). */
function residentKiB(): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(Deno.readTextFileSync("/proc/self/status"))?.[1]);
}

Deno.test("memory that was given back is gone, zero, and can be used again", () => {
  const place = region(64 << 20);
  // Other tests are in this process and take memory meanwhile: it has to show once.
  const gone = Array.from({ length: 10 }, () => {
    place.bytes.fill(1);
    const before = residentKiB();
    releaseMemory(place);
    return before - residentKiB();
  });
  assert.ok(Math.max(...gone) > 32 << 10, `half of it at least has gone: ${gone}`);
  assert.equal(place.bytes[32 << 20], 0);
  place.bytes.fill(2);
  assert.equal(place.bytes[32 << 20], 2);
});

Deno.test("of memory without a whole page nothing is given back", () => {
  const place = region(1000);
  place.bytes.fill(1);
  releaseMemory(place);
  assert.ok(place.bytes.every((byte) => byte === 1));
});
