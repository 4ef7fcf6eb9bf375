/**
 * How amounts are told.
 */
import assert from "node:assert/strict";
import { inUnit, shownAmount, usedOf } from "../../../src/modules/quotatab/units.ts";

Deno.test("amounts have two decimals, of two equally close ones the even, as printf(3) has it", () => {
  assert.equal(inUnit(50_000_000, "Kb"), "48828.12");
  assert.equal(inUnit(384, "Kb"), "0.38");
  assert.equal(inUnit(640, "Kb"), "0.62");
  assert.equal(inUnit(1, "Kb"), "0.00");
  assert.equal(inUnit(2000, "Kb"), "1.95");
  assert.equal(inUnit(10, "b"), "10.00");
  assert.equal(inUnit(3 * 1024 ** 3, "Gb"), "3.00");
});

Deno.test("the limit decides whether there is one file or are several", () => {
  assert.equal(usedOf("filesIn", 2, 1, "Mb"), "used 2 of 1 upload file");
  assert.equal(usedOf("filesOut", 1, 2, "b"), "used 1 of 2 download files");
  assert.equal(usedOf("bytesXfer", 20, 15, "Kb"), "used 0.02 of 0.01 transfer Kb");
  assert.equal(usedOf("bytesIn", 20, 15, "b"), "used 20.00 of 15.00 upload bytes");
});

Deno.test("in Display files nothing is no limit", () => {
  assert.equal(shownAmount("bytesIn", 0, "b"), "(unlimited)");
  assert.equal(shownAmount("filesIn", -1, "b"), "(unlimited)");
  assert.equal(shownAmount("bytesIn", 2048, "Kb"), "2.00 KB");
  assert.equal(shownAmount("filesIn", 3, "Kb"), "3");
});
