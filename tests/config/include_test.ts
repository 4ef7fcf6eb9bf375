import assert from "node:assert/strict";
import { expandInclude } from "../../src/config/include.ts";
import { filesOf } from "./support.ts";

const FILES = { "/d/a": "", "/d/b~": "", "/d/.c": "", "/d/.d.swp": "", "/e/a": "", "/e/s/a": "" };

Deno.test("a directory that is a symbolic link is read with AllowSymlinks only", () => {
  const source = filesOf(FILES, ["/e"]);
  const follows = new Set(["AllowSymlinks"] as const);
  assert.deepEqual(expandInclude("/e/s", source), { files: ["/e/s/a"] });
  assert.deepEqual(expandInclude("/e", source), { missing: "Is a directory" });
  assert.deepEqual(expandInclude("/e/", source), { missing: "Is a directory" });
  assert.deepEqual(expandInclude("/e/a*", source), { missing: "Not a directory" });
  assert.deepEqual(expandInclude("/e/a*", source, follows), { files: ["/e/a"] });
  assert.deepEqual(expandInclude("/e", source, follows), { files: ["/e/a", "/e/s"] });
});

Deno.test("patterns in names of directories give each of them its turn, hidden ones apart", () => {
  const source = filesOf({ ...FILES, "/.h/a": "" });
  assert.deepEqual(expandInclude("/*/a", source), { files: ["/d/a", "/e/a"] });
  assert.deepEqual(expandInclude("/?/s/a", source), { files: ["/e/s/a"] });
  assert.deepEqual(expandInclude("/*/*/a", source), { files: ["/e/s/a"] });
  assert.deepEqual(expandInclude("/[d]/*", source), { files: ["/d/a", "/d/b~"] });
  assert.deepEqual(expandInclude("/x*/a", source), { missing: "No such file or directory" });
});

Deno.test("IgnoreTempFiles passes over what editors leave, unless it is named", () => {
  const source = filesOf(FILES);
  const options = new Set(["IgnoreTempFiles"] as const);
  assert.deepEqual(expandInclude("/d", source, options), { files: ["/d/.c", "/d/a"] });
  assert.deepEqual(expandInclude("/d/*", source, options), { files: ["/d/a"] });
  assert.deepEqual(expandInclude("/d/b~", source, options), { files: ["/d/b~"] });
});
