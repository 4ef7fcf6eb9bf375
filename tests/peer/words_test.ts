/**
 * What the golden file says of the original's answers is what the original says: a sample of them,
 * and all are there.
 */
import assert from "node:assert/strict";
import { test } from "../harness/requires.ts";
import { askOriginal, goldenAnswers, lines } from "./words.ts";

/** One of so many lines is asked about; a number without divisors, so that all kinds come up. */
const STEP = 11;

test({
  name: "the original answers as the golden file of words has it",
  needs: ["peer"],
  async fn() {
    for (const { context, line, answer } of goldenAnswers().filter((_, i) => i % STEP === 0)) {
      assert.equal(await askOriginal(context, line), answer, `${context}: ${line}`);
    }
  },
});

Deno.test("the golden file of words has the lines that are asked about", () => {
  const golden = goldenAnswers();
  const named = golden.map(({ context, line }) => `${context}: ${line}`);
  const known = new Set(golden.map(({ line }) => line.split(" ")[0]));
  const asked = lines().filter(({ line }) => known.has(line.split(" ")[0])); // newer ones may lack
  assert.deepEqual(named, asked.map(({ context, line }) => `${context}: ${line}`));
  assert.ok(named.length > 1000);
});
