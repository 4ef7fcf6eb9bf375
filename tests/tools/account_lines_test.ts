import assert from "node:assert/strict";
import fc from "fast-check";
import {
  entryOf,
  EntryRefused,
  GROUP,
  locked,
  PASSWD,
  unlocked,
  withEntry,
  withoutEntry,
} from "../../src/tools/account_lines.ts";

const LINES = ["# users", "", "broken", "al:x:1:1::/:/", "alice:h:2:2:A:/a:/s", "alice:late:3"];

Deno.test("an entry is the first line of that name, and not that of a longer one", () => {
  assert.deepEqual(entryOf(LINES, "alice"), ["alice", "h", "2", "2", "A", "/a", "/s"]);
  assert.equal(entryOf(LINES, "ali"), undefined);
  assert.equal(entryOf(LINES, "# users"), undefined);
});

Deno.test("changing an entry leaves its other fields and all other lines as they are", () => {
  const after = withEntry(LINES, "alice", PASSWD.count, { [PASSWD.home]: "/new" });
  assert.deepEqual(after, LINES.with(4, "alice:h:2:2:A:/new:/s"));
});

Deno.test("a new entry comes last, and has all its fields", () => {
  const after = withEntry(LINES, "g", GROUP.count, { [GROUP.gid]: "7" });
  assert.deepEqual(after, [...LINES, "g::7:"]);
});

Deno.test("a deleted entry is gone wherever it stood", () => {
  assert.deepEqual(withoutEntry(LINES, "alice"), LINES.slice(0, 4));
});

Deno.test("an account that was locked, once or twice, opens as it was", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[$./A-Za-z0-9]{1,40}$/), (hash) => {
      assert.equal(locked(locked(hash)), locked(hash));
      assert.equal(unlocked(locked(hash)), hash);
      assert.equal(unlocked(hash), hash);
    }),
  );
});

Deno.test("an account without a password is not opened to everybody", () => {
  for (const password of ["", "!", "!!"]) assert.throws(() => unlocked(password), EntryRefused);
});
