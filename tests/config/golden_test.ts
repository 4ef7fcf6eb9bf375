import assert from "node:assert/strict";
import { format, goldenFiles } from "./golden.ts";
import { check } from "./support.ts";

for (const golden of goldenFiles()) {
  Deno.test(`the check finds in ${golden.name.replaceAll("_", " ")} what is written there`, () => {
    const { findings } = check(golden.main, {
      defines: new Set(golden.defines),
      env: (name) => golden.env[name],
    }, golden.files);
    assert.equal(format(findings), golden.expected);
  });
}
