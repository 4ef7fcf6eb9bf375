import assert from "node:assert/strict";
import { table } from "../../scripts/bench/table.ts";

Deno.test("a line of the benchmark has medians and our ratio to the original and to the best", () => {
  const names = ["ours", "proftpd", "vsftpd", "pure-ftpd"];
  const cells = (values: Record<string, number[]>, moreIsBetter = false) =>
    table([{ what: "x", values, moreIsBetter }], names).split(/\s+/).slice(1);
  const values = { ours: [9, 2, 1], proftpd: [4], vsftpd: [1], "pure-ftpd": [400] };
  assert.deepEqual(cells(values), ["2.00", "4.00", "1.00", "400", "0.50", "2.00"]);
  assert.deepEqual(cells(values, true).slice(4), ["0.50", "0.01"]);
  const alone = { ours: [2], proftpd: [4] };
  assert.deepEqual(cells(alone), ["2.00", "4.00", "-", "-", "0.50", "0.50"]);
});
