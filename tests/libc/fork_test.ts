/**
 * Forks, in a process of their own: a fork of the test runner would be another one.
 */
import assert from "node:assert/strict";
import { RUNTIME_FLAGS } from "../../src/cli/self.ts";
import { run } from "../harness/programs.ts";

const program = new URL("forks.ts", import.meta.url).href;

Deno.test("forks work on with what was there, and answer, end and are killed as processes do", async () => {
  const { code, stdout, stderr } = await run(Deno.execPath(), [...RUNTIME_FLAGS, program]);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  const told = JSON.parse(stdout);
  assert.deepEqual(told.worked, { code: 7, signal: null });
  assert.equal(told.parentOfSibling, told.parentOfAll);
  assert.equal(told.running, "running");
  assert.equal(told.killed.signal, 9);
  assert.equal(told.answer, told.expected);
  assert.equal(told.nothing, "nothing");
  assert.equal(told.late, "nothing");
  assert.ok(told.inTime);
});
