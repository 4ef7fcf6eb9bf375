import assert from "node:assert/strict";
import { stringOf } from "../../src/libc/bytes.ts";
import { outputOfProgram } from "../../src/libc/output_of_program.ts";
import { SysError } from "../../src/libc/sys_error.ts";

/** Time enough on any machine. */
const PATIENT = 120_000;

function outputOf(script: string, args: readonly string[] = [], limit = 1000) {
  const { bytes, ending } = outputOfProgram("/bin/sh", ["-c", script, "sh", ...args], {
    limit,
    patience: PATIENT,
  });
  return { text: stringOf(bytes).replace(/\0+$/, ""), ending };
}

Deno.test("a program gets its arguments as they are, and its output and status come back", () => {
  const args = ["two words", "$HOME 'x' \"y\"", "", "\xff"];
  const { text, ending } = outputOf('printf "<%s>" "$@"; exit 3', args);
  assert.equal(text, args.map((arg) => `<${arg}>`).join(""));
  assert.deepEqual(ending, { code: 3, signal: null });
});

Deno.test("a program has nothing to read, and no descriptor of its starter's", () => {
  const { text } = outputOf("wc -c; exec ls /proc/self/fd");
  // The fourth is the folder that ls reads.
  assert.equal(text, "0\n0\n1\n2\n3\n");
});

Deno.test("what a program prints beyond the limit is read and forgotten", () => {
  const { text, ending } = outputOf("yes | head -c 300000", [], 5);
  assert.equal(text, "y\ny\ny");
  assert.deepEqual(ending, { code: 0, signal: null });
});

Deno.test("a program that takes too long is killed", () => {
  for (const script of ["exec sleep 1000", "exec sleep 1000 >&-", "sleep 1000 | cat"]) {
    const options = { limit: 10, patience: 200 };
    assert.equal(outputOfProgram("/bin/sh", ["-c", script], options).ending, undefined);
  }
});

Deno.test("a program that is not there is an error", () => {
  assert.throws(
    () => outputOfProgram("/nowhere/program", [], { limit: 10, patience: PATIENT }),
    (error) => error instanceof SysError && error.code === "ENOENT",
  );
});
