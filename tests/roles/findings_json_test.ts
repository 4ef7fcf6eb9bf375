import assert from "node:assert/strict";
import fc from "fast-check";
import type { Finding } from "../../src/config/mod.ts";
import { findingsAsJson } from "../../src/roles/findings_json.ts";

const finding: Finding = {
  severity: "error",
  message: "Port: no",
  place: { file: "/f", line: 3 },
  directive: "Port",
  column: 6,
  hint: "yes",
};

Deno.test("findings become one line of JSON with all that is known, null for the rest", () => {
  assert.deepEqual(
    JSON.parse(findingsAsJson("/f", [finding, { severity: "warning", message: "m" }])),
    {
      file: "/f",
      ok: false,
      findings: [
        {
          severity: "error",
          file: "/f",
          line: 3,
          column: 6,
          directive: "Port",
          message: "Port: no",
          hint: "yes",
        },
        {
          severity: "warning",
          file: null,
          line: null,
          column: null,
          directive: null,
          message: "m",
          hint: null,
        },
      ],
    },
  );
  assert.equal(JSON.parse(findingsAsJson("/f", [])).ok, true);
});

Deno.test("UTF-8 is what it spells, and of other bytes none is lost", () => {
  const name = (file: string) => JSON.parse(findingsAsJson(file, [])).file;
  assert.equal(name("/\xc3\xa9\xe2\x82\xac"), "/\u00e9\u20ac");
  assert.equal(name("/\xff\xc3"), "/\xff\xc3");
  assert.equal(name("\xef\xbb\xbfX"), "\ufeffX");
});

Deno.test("any bytes make valid JSON, in ASCII and on one line", () => {
  const bytes = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)),
  });
  fc.assert(fc.property(bytes, bytes, (message, file) => {
    const json = findingsAsJson(file, [{ ...finding, message, place: { file, line: 1 } }]);
    assert.match(json, /^[\x20-\x7e]*\n$/);
    assert.equal(JSON.parse(json).findings.length, 1);
  }));
});
