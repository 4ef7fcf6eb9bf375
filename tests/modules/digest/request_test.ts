import assert from "node:assert/strict";
import { parseChecksum } from "../../../src/modules/digest/request.ts";
import { FtpError } from "../../../src/protocol/mod.ts";

function asked(argument: string, size = 12, exists = true): unknown {
  try {
    const request = { verb: "XCRC", argument, hasArgument: true };
    const { path, span } = parseChecksum(request as never, () => exists);
    return [path, span(size).start, span(size).end];
  } catch (error) {
    if (!(error instanceof FtpError)) throw error;
    return error.reply.lines[0];
  }
}

Deno.test("a path may stand in quotes, and a part of the file behind it", () => {
  assert.deepEqual(asked("f"), ["f", 0, 12]);
  assert.deepEqual(asked('"a b" 2 5'), ["a b", 2, 5]);
  assert.deepEqual(asked("f 2 12 more"), ["f", 2, 12]);
  assert.deepEqual(asked('"f'), ["f", 0, 12]);
});

Deno.test("parts that are none are refused with the original's words", () => {
  assert.equal(asked("f 1"), "Invalid number of parameters");
  assert.equal(asked("f 5 5"), "XCRC requires end (5) greater than start (5)");
  assert.equal(asked("f 1 13"), "XCRC: end exceeds file size");
  assert.equal(asked("f x 13"), "XCRC requires a start greater than or equal to 0");
  assert.equal(asked("f 1 x"), "XCRC requires an end greater than 0");
  assert.equal(asked("f", 0), "XCRC requires end (0) greater than start (0)");
});

Deno.test("what is not there is named with all that stands behind it", () => {
  assert.deepEqual(asked("none 5 2", 12, false), ["none 5 2", 0, 12]);
});
