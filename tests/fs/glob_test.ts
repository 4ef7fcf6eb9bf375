import assert from "node:assert/strict";
import { glob, MAX_LEVELS } from "../../src/fs/glob.ts";
import { confinedRoot } from "../../src/fs/confined_root.ts";
import { kernelRoot } from "../../src/fs/kernel_root.ts";
import { tempDir } from "../harness/temp_dir.ts";

async function tree() {
  const folder = await tempDir();
  for (const path of ["d/sub/deep", "d2/sub", ".hd"]) {
    Deno.mkdirSync(`${folder.path}/${path}`, { recursive: true });
  }
  for (const path of ["a", "ab", ".h", "d/one", "d2/two", ".hd/in"]) {
    Deno.writeTextFileSync(`${folder.path}/${path}`, "");
  }
  Deno.symlinkSync("d", `${folder.path}/ld`);
  Deno.symlinkSync("nowhere", `${folder.path}/lx`);
  return folder;
}

Deno.test("glob() gives paths as the pattern is written", async () => {
  await using folder = await tree();
  const root = kernelRoot();
  const find = (pattern: string) => glob(root, folder.path, pattern).sort();
  assert.deepEqual(find("a*"), ["a", "ab"]);
  assert.deepEqual(find("./a*"), ["./a", "./ab"]);
  assert.deepEqual(find(`${folder.path}/a?`), [`${folder.path}/ab`]);
  assert.deepEqual(find("*/*"), ["d/one", "d/sub", "d2/sub", "d2/two"]);
  assert.deepEqual(find("*/one"), ["d/one"]);
  assert.deepEqual(find("d/*/deep"), ["d/sub/deep"]);
  assert.deepEqual(find("*/"), ["d/", "d2/"]);
  assert.deepEqual(find("d*/../a*"), ["d/../a", "d/../ab", "d2/../a", "d2/../ab"]);
  assert.deepEqual(find(".*"), [".", "..", ".h", ".hd"]);
  assert.deepEqual(find("l*"), ["ld", "lx"]);
  assert.deepEqual(find("nothing*"), []);
  assert.deepEqual(find("a/*"), []);
});

Deno.test("glob() stays in the root", async () => {
  await using folder = await tree();
  using root = confinedRoot(`${folder.path}/d`);
  assert.deepEqual(glob(root, "/", "../*").sort(), ["../one", "../sub"]);
  assert.deepEqual(glob(root, "/sub", "/*").sort(), ["/one", "/sub"]);
});

Deno.test("glob() stops at nine levels of wildcards", async () => {
  await using folder = await tempDir();
  const levels = MAX_LEVELS + 1;
  Deno.mkdirSync(`${folder.path}/${Array(levels).fill("d").join("/")}`, { recursive: true });
  const pattern = (count: number) => Array(count).fill("*").join("/");
  assert.equal(glob(kernelRoot(), folder.path, pattern(MAX_LEVELS)).length, 1);
  assert.equal(glob(kernelRoot(), folder.path, pattern(levels)).length, 0);
});
