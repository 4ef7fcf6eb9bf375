import assert from "node:assert/strict";
import type { Root } from "../../src/fs/root.ts";
import { KnownDirectories } from "../../src/session/known_directories.ts";

/** A root in which every directory is called `prefix` and itself; notes what it is asked. */
function rootWith(prefix: string, asked: string[]): Root {
  const chdir = (path: string) => {
    asked.push(prefix + path);
    if (path === "/missing") throw new Error("missing");
    return prefix + path;
  };
  return { chdir, isTrueName: (path) => path.startsWith("/true") } as Partial<Root> as Root;
}

Deno.test("a directory is asked for once, until all is forgotten or the root is another one", () => {
  const asked: string[] = [];
  const known = new KnownDirectories();
  const one = rootWith("/one", asked);
  const two = rootWith("/two", asked);
  assert.equal(known.nameOf(one, "/a"), "/one/a");
  assert.equal(known.nameOf(one, "/a"), "/one/a");
  assert.equal(known.nameOf(two, "/a"), "/two/a");
  known.forget();
  assert.equal(known.nameOf(two, "/a"), "/two/a");
  assert.deepEqual(asked, ["/one/a", "/two/a", "/two/a"]);
});

Deno.test("what is not there may be there the next time", () => {
  const asked: string[] = [];
  const known = new KnownDirectories();
  const root = rootWith("", asked);
  assert.throws(() => known.nameOf(root, "/missing"));
  assert.throws(() => known.nameOf(root, "/missing"));
  assert.deepEqual(asked, ["/missing", "/missing"]);
});

Deno.test("a name that is the true one already is not resolved", () => {
  const asked: string[] = [];
  const known = new KnownDirectories();
  assert.equal(known.nameOf(rootWith("/one", asked), "/true/name"), "/true/name");
  assert.deepEqual(asked, []);
});

Deno.test("a place is kept until all is forgotten or the root is another one", () => {
  const known = new KnownDirectories();
  const one = rootWith("/one", []);
  const two = rootWith("/two", []);
  assert.equal(known.placeOf(one, "/link/file"), undefined);
  known.keep("/link/file", "/real/file", false);
  assert.equal(known.placeOf(one, "/link/file"), "/real/file");
  assert.equal(known.placeOf(two, "/link/file"), undefined);
  known.keep("/link/file", "/other/file", false);
  known.forget();
  assert.equal(known.placeOf(two, "/link/file"), undefined);
});
