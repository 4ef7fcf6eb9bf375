/**
 * Memory that the daemon writes and sessions read: whoever has the one descriptor cannot get the other.
 */
import assert from "node:assert/strict";
import { close, O, open, pread } from "../../src/libc/files.ts";
import { geteuid } from "../../src/libc/process.ts";
import { PublishedMemory } from "../../src/daemon/published_memory.ts";

function textAt(fd: number): string {
  const bytes = new Uint8Array(64);
  return new TextDecoder().decode(bytes.subarray(0, pread(fd, bytes, 0)));
}

Deno.test("what is written is read, until it is cut", () => {
  const memory = new PublishedMemory("test");
  memory.write(new TextEncoder().encode("some text"), 0);
  assert.equal(textAt(memory.forReading), "some text");
  memory.write(new TextEncoder().encode("more"), 0);
  memory.cut(4);
  assert.equal(textAt(memory.forReading), "more");
  memory.close();
});

Deno.test("nobody may open it for writing by what the kernel shows of a descriptor", () => {
  const memory = new PublishedMemory("test");
  const path = `/proc/self/fd/${memory.forReading}`;
  assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o444);
  if (geteuid() !== 0) assert.throws(() => close(open(path, O.RDWR)), /Permission denied/);
  memory.close();
});

Deno.test("it is lent to write to, for as long as a program is started", () => {
  const memory = new PublishedMemory("test");
  const flags = (fd: number) =>
    parseInt(
      /^flags:\s*(\d+)/m.exec(Deno.readTextFileSync(`/proc/self/fdinfo/${fd}`))?.[1] ?? "",
      8,
    );
  const CLOEXEC = 0o2000000;
  const lent = memory.lend((fd) => {
    assert.equal(flags(fd) & CLOEXEC, 0);
    return fd;
  });
  assert.equal(flags(lent) & CLOEXEC, CLOEXEC);
  memory.close();
});
