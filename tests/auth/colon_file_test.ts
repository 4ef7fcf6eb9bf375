import assert from "node:assert/strict";
import fc from "fast-check";
import {
  blocks,
  guardedBlocks,
  linesNamed,
  linesOf,
  placesOf,
  secretAt,
} from "../../src/auth/colon_file.ts";
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { close, O, open } from "../../src/libc/files.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** The lines that `blocks` and `linesOf` find in `text`, read `size` bytes at a time. */
async function linesRead(text: string, size: number, name?: string): Promise<string[]> {
  await using folder = await tempDir();
  const path = `${folder.path}/file`;
  await Deno.writeFile(path, bytesOf(text));
  const fd = open(path, O.RDONLY);
  try {
    const found = [];
    for (const block of blocks(fd, size)) {
      found.push(...(name === undefined ? linesOf(block) : linesNamed(block, name)));
    }
    return found;
  } finally {
    close(fd);
  }
}

Deno.test("every line is found, wherever the blocks are cut", async () => {
  const line = fc.string({ unit: fc.constantFrom(..."ab:\xff"), maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.integer({ min: 13, max: 40 }),
      fc.boolean(),
      async (lines, size, ended) => {
        const text = lines.join("\n") + (ended ? "\n" : "");
        const expected = text.replace(/\n$/, "").split("\n");
        // An empty rest behind the last line feed is no line.
        const wanted = text === "" ? [] : expected;
        assert.deepEqual(await linesRead(text, size), wanted);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("a name is found at the start of a line only, and as a whole", async () => {
  const text = "xbob:1\nbob2:2\nbob:3\na:bob:4\n#bob:5\nbob:6";
  assert.deepEqual(await linesRead(text, 4096, "bob"), ["bob:3", "bob:6"]);
  assert.deepEqual(await linesRead(text, 8, "bob"), ["bob:3", "bob:6"]);
});

Deno.test("a name cannot bring a colon or a line feed with it", async () => {
  const text = "a:b:c\nd:e:f\n";
  for (const name of ["", "a:b", "c\nd", "\nd"]) {
    assert.deepEqual(await linesRead(text, 4096, name), [], JSON.stringify(name));
  }
});

Deno.test("an over-long line is passed over as a whole and hides no others", async () => {
  for (const long of [130, 192, 5000]) {
    const text = `a:1\n${"x".repeat(long)}:y\nb:2\n${"z".repeat(long)}`;
    assert.deepEqual(await linesRead(text, 64), ["a:1", "b:2"], `${long}`);
  }
});

Deno.test("second fields are shown as x, and found where they stand", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/file`;
  const lines = ["a:secret:1:b", "b::2", "no field", "c:other", "", "d:e", ":f:g:h"];
  await Deno.writeTextFile(path, `${lines.join("\n")}\n`);
  for (const size of [13, 20, 4096]) {
    const fd = open(path, O.RDONLY);
    const shown: string[] = [];
    const secrets: string[] = [];
    for (const block of guardedBlocks(fd, size)) {
      shown.push(...linesOf(block.text));
      for (const at of placesOf(block.text)) secrets.push(stringOf(secretAt(block, at)));
    }
    close(fd);
    assert.deepEqual(shown, ["a:xxxxxx:1:b", "b::2", "no field", "c:xxxxx", "", "d:x", ":x:g:h"]);
    assert.deepEqual(secrets, ["secret", "", "", "other", "", "e", "f"]);
  }
});
