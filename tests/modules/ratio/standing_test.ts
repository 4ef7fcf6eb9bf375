/**
 * What a client may download for what it has uploaded.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { creditOf, type Moved, refusalOf } from "../../../src/modules/ratio/standing.ts";
import { formatRatioLine, parseRatioLine } from "../../../src/modules/ratio/ratio_file.ts";

const NOTHING = { filesIn: 0, kibIn: 0, filesOut: 0, kibOut: 0 };
const RATIO = { name: "alice", files: 2, fileCredit: 1, bytes: 3, byteCredit: 100 };

const counts = fc.integer({ min: 0, max: 1e9 });
const moved: fc.Arbitrary<Moved> = fc.record({
  filesIn: counts,
  kibIn: counts,
  filesOut: counts,
  kibOut: counts,
}, { noNullPrototype: true });

Deno.test("uploads earn downloads", () => {
  assert.deepEqual(creditOf(RATIO, NOTHING), { files: 1, kib: 100 });
  assert.deepEqual(
    creditOf(RATIO, { filesIn: 2, kibIn: 10, filesOut: 3, kibOut: 50 }),
    { files: 2, kib: 80 },
  );
});

Deno.test("of a negative ratio several uploads earn one download", () => {
  const ratio = { ...RATIO, files: -3, bytes: -2 };
  assert.deepEqual(
    creditOf(ratio, { ...NOTHING, filesIn: 5, kibIn: 9 }),
    { files: 2, kib: 104 },
  );
});

Deno.test("what is to one's credit may be downloaded, and not more", () => {
  fc.assert(fc.property(moved, counts, (moved, kib) => {
    const { files, kib: most } = creditOf(RATIO, moved);
    assert.equal(refusalOf(RATIO, moved, "f", kib) === undefined, files >= 1 && kib <= most);
  }));
});

Deno.test("a line of the RatioFile says what was written", () => {
  const users = fc.string().map((name) => name.replaceAll(/[|\r\n]/g, "x"));
  fc.assert(fc.property(users, moved, (user, moved) => {
    const line = formatRatioLine(user, moved);
    assert.deepEqual(parseRatioLine(line, user), moved);
    assert.equal(parseRatioLine(line, `${user}x`), undefined);
  }));
});

Deno.test("any line of a RatioFile is about somebody or passed over", () => {
  for (
    const line of ["", "alice", "alice 1 2 3 4", "alice|1|2|3", "alice|-1|2|3|4", "alice|1||3|4"]
  ) {
    assert.equal(parseRatioLine(line, "alice"), undefined, line);
  }
  fc.assert(fc.property(fc.string(), fc.string(), (line, user) => {
    parseRatioLine(line, user);
  }));
});
