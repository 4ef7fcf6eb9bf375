import assert from "node:assert/strict";
import fc from "fast-check";
import {
  basename,
  dirname,
  expandTilde,
  isWithin,
  joinLexically,
  joinPath,
  withoutSlashes,
} from "../../src/fs/paths.ts";

const path = fc.array(fc.constantFrom("a", "b", "..", ".", "", "~"), { maxLength: 8 })
  .map((names) => names.join("/"));

Deno.test("joinLexically() cuts the name before `..` off and stays at the root", () => {
  assert.equal(joinLexically("/", "link/../zz"), "/zz");
  assert.equal(joinLexically("/real", "../../../x/"), "/x");
  assert.equal(joinLexically("/real", ""), "/real");
  assert.equal(joinLexically("/real", "/"), "/");
  assert.equal(joinLexically("/", "real//sub/./"), "/real/sub");
  assert.equal(joinLexically("/a", "..."), "/a/...");
});

Deno.test("joinLexically() always gives a clean absolute path", () => {
  fc.assert(fc.property(path, path, (cwd, argument) => {
    const joined = joinLexically(`/${cwd}`, argument);
    assert.match(joined, /^\/$|^(\/[^/]+)+$/);
    assert.ok(!joined.split("/").some((name) => name === "." || name === ".."));
    assert.equal(joinLexically("/", joined), joined);
  }));
});

Deno.test("joinPath() leaves every `..` to the kernel", () => {
  assert.equal(joinPath("/", "link/.."), "/link/..");
  assert.equal(joinPath("/real", "../x"), "/real/../x");
  assert.equal(joinPath("/real", "/x"), "/x");
  assert.equal(joinPath("/real", ""), "/real");
});

Deno.test("dirname() and basename() put together name the same file", () => {
  fc.assert(fc.property(path, (text) => {
    const clean = joinLexically("/", text);
    assert.equal(joinLexically(dirname(clean), basename(clean)), clean);
  }));
  assert.equal(basename("/a/b//"), "b");
  assert.equal(dirname("/a/b//"), "/a");
  assert.equal(dirname("/a"), "/");
  assert.equal(dirname("/"), "/");
  assert.equal(dirname("a"), ".");
});

Deno.test("withoutSlashes() never empties a path", () => {
  assert.equal(withoutSlashes("///"), "/");
  assert.equal(withoutSlashes("/a//"), "/a");
});

Deno.test("isWithin() does not take /ab for a part of /a", () => {
  assert.ok(isWithin("/a/b", "/a"));
  assert.ok(isWithin("/a", "/a"));
  assert.ok(isWithin("/a", "/"));
  assert.ok(!isWithin("/ab", "/a"));
});

Deno.test("expandTilde() replaces ~ and ~user, and leaves an unknown one alone", () => {
  const homes: Record<string, string> = { "": "/home/me", "bob": "/home/bob", "top": "/" };
  const homeOf = (user: string) => homes[user];
  assert.equal(expandTilde("~", homeOf), "/home/me");
  assert.equal(expandTilde("~/x", homeOf), "/home/me/x");
  assert.equal(expandTilde("~bob/x", homeOf), "/home/bob/x");
  assert.equal(expandTilde("~top/x", homeOf), "/x");
  assert.equal(expandTilde("~top", homeOf), "/");
  assert.equal(expandTilde("~nobody/x", homeOf), "~nobody/x");
  assert.equal(expandTilde("a~", homeOf), "a~");
});
