import assert from "node:assert/strict";
import fc from "fast-check";
import { fakedMode, modeLetters, parseMode } from "../../src/fs/mode.ts";
import { run } from "../harness/programs.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { test } from "../harness/requires.ts";

Deno.test("modeLetters() shows type, permissions and special bits as ls does", () => {
  const modes: Record<number, string> = {
    0o100644: "-rw-r--r--",
    0o040755: "drwxr-xr-x",
    0o120777: "lrwxrwxrwx",
    0o020666: "crw-rw-rw-",
    0o060660: "brw-rw----",
    0o010600: "prw-------",
    0o140755: "srwxr-xr-x",
    0o104755: "-rwsr-xr-x",
    0o104644: "-rwSr--r--",
    0o102755: "-rwxr-sr-x",
    0o102644: "-rw-r-Sr--",
    0o041777: "drwxrwxrwt",
    0o041776: "drwxrwxrwT",
    0o100000: "----------",
  };
  for (const [mode, letters] of Object.entries(modes)) {
    assert.equal(modeLetters(Number(mode)), letters);
  }
});

Deno.test("fakedMode() keeps the type and lets a readable directory be entered", () => {
  assert.equal(modeLetters(fakedMode(0o100755, 0o640)), "-rw-r-----");
  assert.equal(modeLetters(fakedMode(0o040700, 0o640)), "drwxr-x---");
  assert.equal(modeLetters(fakedMode(0o120777, 0o640)), "lrw-r-----");
});

Deno.test("parseMode() reads octal modes up to 7777", () => {
  assert.equal(parseMode("644", 0o100600, 0o22), 0o644);
  assert.equal(parseMode("00644", 0o100600, 0o22), 0o644);
  assert.equal(parseMode("2755", 0o100600, 0o22), 0o2755);
  assert.equal(parseMode("0", 0o100600, 0o22), 0);
  for (const text of ["", "08", "99", "17777", "0x1", "-1", " 644", "6 44"]) {
    assert.equal(parseMode(text, 0o100600, 0o22), undefined, text);
  }
});

Deno.test("parseMode() refuses what is no clause", () => {
  for (const text of ["u", "x", "u+z", "U+w", ",u+w", "u+w,", "a+w;", "u+w go-r", "u+rg"]) {
    assert.equal(parseMode(text, 0o100600, 0o22), undefined, text);
  }
});

/** Clauses of chmod(1) without letters that only GNU knows. */
const clause = fc.tuple(
  fc.constantFrom("", "u", "g", "o", "a", "ug", "go", "uo"),
  fc.array(
    fc.tuple(
      fc.constantFrom("+", "-", "="),
      fc.oneof(
        fc.constantFrom("u", "g", "o"),
        fc.subarray(["r", "w", "x", "X", "s", "t"]).map((letters) => letters.join("")),
      ),
    ).map(([operator, what]) => operator + what),
    { minLength: 1, maxLength: 2 },
  ).map((actions) => actions.join("")),
).map(([who, actions]) => who + actions);

const symbolic = fc.array(clause, { minLength: 1, maxLength: 3 }).map((list) => list.join(","));

test({
  name: "parseMode() makes of symbolic modes what chmod(1) makes of them",
  needs: ["root"],
  async fn() {
    await using folder = await tempDir();
    const cases = fc.sample(fc.tuple(symbolic, fc.nat(0o7777), fc.boolean()), {
      numRuns: 150,
      seed: 4711,
    });
    const script = ["umask 027", `cd ${folder.path}`];
    for (const [index, [text, mode, isDirectory]] of cases.entries()) {
      script.push(isDirectory ? `mkdir ${index}` : `: >${index}`);
      // A directory's special bits are only touched when they are named, and by octal modes of five digits.
      script.push(
        `chmod 0${mode.toString(8).padStart(4, "0")} ${index}; chmod -- '${text}' ${index}`,
      );
    }
    const { code, stderr } = await run("/bin/sh", ["-c", script.join("\n")]);
    assert.equal(stderr, "");
    assert.equal(code, 0);
    for (const [index, [text, mode, isDirectory]] of cases.entries()) {
      const wanted = (Deno.statSync(`${folder.path}/${index}`).mode ?? 0) & 0o7777;
      const type = isDirectory ? 0o040000 : 0o100000;
      const found = parseMode(text, type | mode, 0o027);
      const what = `${text} on ${isDirectory ? "a directory" : "a file"} of ${mode.toString(8)}`;
      assert.equal(found?.toString(8), wanted.toString(8), what);
    }
  },
});
