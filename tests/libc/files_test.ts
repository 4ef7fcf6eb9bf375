import assert from "node:assert/strict";
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
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
