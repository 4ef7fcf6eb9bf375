import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonRecord } from "../../src/log/json_record.ts";
import type { LogField } from "../../src/log/log_format.ts";

const time = new Date(2026, 10, 20, 11, 29, 42, 37).getTime();

function object(
  values: Partial<Record<LogField, string | number>>,
  notes: Record<string, string> = {},
): Record<string, unknown> {
  const text = jsonRecord({
    time,
    value: (field) => values[field],
    notes: () => Object.entries(notes),
  });
  assert.match(text, /^[ -~]*$/);
  return JSON.parse(text);
}

Deno.test("an object has the fields that have a value, each as what it is", () => {
  assert.deepEqual(
    object({
      command: "RETR",
      directoryPath: "",
      replyCode: 226,
      transferSeconds: "0.250",
      fileModified: "false",
      user: "joe",
    }, { "mod_digest.algo": "SHA1" }),
    {
      timestamp: "2026-11-20 11:29:42,037",
      command: "RETR",
      response_code: 226,
      user: "joe",
      file_modified: false,
      transfer_secs: 0.25,
      "NOTE:mod_digest.algo": "SHA1",
    },
  );
});

Deno.test("the beginning and the end of a session say so instead of a command", () => {
  assert.equal(object({ command: "" }).connecting, true);
  const end = object({ command: "EXIT", endReason: "Quit" });
  assert.equal(end.disconnecting, true);
  assert.equal(end.command, undefined);
});

Deno.test("bytes are characters where they are UTF-8, and cannot break the line", () => {
  assert.equal(object({ file: 'm\xc3\xbcll \xff\n"\\' }).file, 'm\u00fcll \ufffd\n"\\');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
    object({ commandLine: String.fromCharCode(...bytes) });
  }));
});
