import assert from "node:assert/strict";
import type { Root } from "../../src/fs/root.ts";
import { S_IFREG, type Stat } from "../../src/libc/statx.ts";
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
  known.keep("/link/file", "/real/file", undefined);
  assert.equal(known.placeOf(one, "/link/file"), "/real/file");
  assert.equal(known.placeOf(two, "/link/file"), undefined);
  known.keep("/link/file", "/other/file", undefined);
  known.forget();
  assert.equal(known.placeOf(two, "/link/file"), undefined);
});

Deno.test("what is expected in a directory and is not there says that the name is true, too", () => {
  const asked: string[] = [];
  const root = {
    chdir: (path: string) => path,
    isTrueName: (path: string) => path === "/no/link",
    isThere(path: string) {
      asked.push(path);
      return path.startsWith("/link") ? undefined : path.startsWith("/full");
    },
  } as Partial<Root> as Root;
  const known = new KnownDirectories();
  assert.equal(known.lacksExpected(root, "/empty"), false);
  assert.equal(known.isTrueName(root, "/no/link"), true);
  assert.deepEqual(asked, []);
  known.expected = ".rules";
  assert.equal(known.isTrueName(root, "/empty"), true);
  assert.equal(known.lacksExpected(root, "/empty"), true);
  assert.equal(known.isMissing(root, "/empty/.rules"), true);
  assert.equal(known.lacksExpected(root, "/full"), false);
  assert.equal(known.isTrueName(root, "/full"), true);
  assert.equal(known.isMissing(root, "/full/.rules"), false);
  assert.equal(known.lacksExpected(root, "/link"), false);
  assert.equal(known.isTrueName(root, "/link"), false);
  assert.deepEqual(asked.slice(0, 2), ["/empty/.rules", "/full/.rules"]);
  known.forget();
  assert.equal(known.isMissing(root, "/empty/.rules"), false);
});

Deno.test("what was looked at is known as long as the command runs", () => {
  const known = new KnownDirectories();
  const root = rootWith("", []);
  const file = { mode: S_IFREG, size: 5 } as Stat;
  known.statOf(root, "/file");
  known.keep("/file", "/file", file);
  known.keep("/new", "/new", undefined);
  assert.equal(known.statOf(root, "/file"), file);
  assert.equal(known.statOf(root, "/new"), undefined);
  assert.deepEqual([known.isMissing(root, "/file"), known.isMissing(root, "/new")], [false, true]);
  assert.deepEqual([known.isFile("/file"), known.isFile("/new")], [true, true]);
  known.forget();
  assert.equal(known.statOf(root, "/file"), undefined);
  assert.equal(known.isMissing(root, "/new"), false);
});
