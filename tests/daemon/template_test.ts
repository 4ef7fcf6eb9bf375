import assert from "node:assert/strict";
import { Template } from "../../src/daemon/template.ts";
import { close, writeAll } from "../../src/libc/files.ts";
import { send, socketpair } from "../../src/libc/sockets.ts";

/** No process has this number (PID_MAX_LIMIT of 64-bit kernels). */
const NOBODY = (1 << 22) + 1;

/** The template's answer `number`, as it comes over the socket. */
function answer(number: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4));
  view.setInt32(0, number, true);
  return new Uint8Array(view.buffer);
}

for (const order of ["dismissed, then launched", "launched, then dismissed"]) {
  Deno.test(`a template that never got ready is known by number and closed: ${order}`, () => {
    const [ours, theirs] = socketpair();
    try {
      const introduced: number[] = [];
      const template = new Template(ours, NOBODY, (pid) => introduced.push(pid));
      writeAll(theirs, answer(4711));
      for (const step of order.split(", then ")) {
        if (step === "launched") template.launched();
        else template.dismiss();
      }
      assert.deepEqual(introduced, [4711]);
      assert.equal(template.ended, true);
      // Its number may be another test's by now.
      assert.throws(() => send(theirs, answer(0)), /Broken pipe/);
    } finally {
      close(theirs);
    }
  });
}
