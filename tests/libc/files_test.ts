import assert from "node:assert/strict";
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { close, ftruncate, pread, pwrite, readFile } from "../../src/libc/files.ts";
import { memoryFile, sharedMemoryFile } from "../../src/libc/process.ts";
import { run } from "../harness/programs.ts";

const program = new URL("cut_short.ts", import.meta.url).href;

Deno.test("what is written in part only is no success, and fails for the kernel's own reason", async () => {
  const file = await Deno.makeTempFile();
  try {
    const { code, stdout, stderr } = await run(Deno.execPath(), [...RUNTIME_FLAGS, program, file]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      pwrite: "EFBIG",
      pwriteFrom: "EFBIG",
      writeAll: "EFBIG",
      fits: "written",
    });
  } finally {
    await Deno.remove(file);
  }
});

/** What the file `fd` begins with. */
function contentsOf(fd: number): string {
  const bytes = new Uint8Array(100);
  return stringOf(bytes, 0, pread(fd, bytes, 0));
}

Deno.test("memory as a file has its contents for good", () => {
  const fd = memoryFile("test", "\xe9 contents");
  try {
    assert.throws(() => pwrite(fd, bytesOf("x"), 0), { code: "EPERM" });
    assert.throws(() => ftruncate(fd, 0), { code: "EPERM" });
    assert.equal(contentsOf(fd), "\xe9 contents");
  } finally {
    close(fd);
  }
});

Deno.test("shared memory can be written to, and has its size for good", () => {
  const fd = sharedMemoryFile("test", 4);
  try {
    pwrite(fd, bytesOf("ab"), 1);
    assert.equal(contentsOf(fd), "\0ab\0");
    for (const size of [0, 8]) assert.throws(() => ftruncate(fd, size), { code: "EPERM" });
  } finally {
    close(fd);
  }
});

Deno.test("what is larger than anybody expects is an error like others, a file without end too", () => {
  const tooLarge = { name: "SysError", code: "EFBIG", path: "/dev/zero" };
  assert.throws(() => readFile("/dev/zero", 1 << 20), tooLarge);
  assert.throws(() => readFile("/proc/self/status", 10), { code: "EFBIG" });
  assert.equal(readFile("/dev/null", 0), "");
});
