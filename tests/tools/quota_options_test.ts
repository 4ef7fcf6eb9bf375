import assert from "node:assert/strict";
import { parseQuotaOptions, type QuotaRequest } from "../../src/tools/quota_options.ts";

function asked(...words: string[]): QuotaRequest {
  return parseQuotaOptions(["--type=limit", "--add-record", ...words]);
}

Deno.test("numbers of files that a table has no room for are refused, for they would become others", () => {
  for (const option of ["files-upload", "files-download", "files-xfer"]) {
    for (const value of ["4294967296", "4294967297", "-4294967295", "9".repeat(400)]) {
      const message = `ftpquota: Value "${value}" is out of range for option ${option}`;
      assert.deepEqual(asked(`--${option}`, value), { kind: "refuse", message, status: 255 });
    }
    for (const value of ["4294967295", "0", "-1"]) {
      assert.equal(asked(`--${option}`, value).kind, "run");
    }
  }
});

Deno.test("as many bytes as anybody can count are taken, in the unit that is named", () => {
  const request = asked("--bytes-upload", "4294967297", "--units", "Gb");
  assert.ok(request.kind === "run");
  assert.equal(request.amounts.bytesIn, 4294967297 * 1024 ** 3);
  assert.deepEqual(request.notices, []);
});
