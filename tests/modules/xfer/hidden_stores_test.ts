import assert from "node:assert/strict";
import { getpid } from "../../../src/libc/process.ts";
import { hiddenPath, hiddenStores } from "../../../src/modules/xfer/hidden_stores.ts";
import { valueOf } from "../../harness/directive_line.ts";

function nameFor(...words: string[]): string | undefined {
  const value = valueOf(hiddenStores, ...words);
  if (typeof value === "string") throw new Error(value);
  return value && hiddenPath("/dir/name", value);
}

Deno.test("files on their way have the names that the original gives them", () => {
  assert.equal(nameFor("on"), "/dir/.in.name.");
  assert.equal(nameFor("off"), undefined);
  assert.equal(nameFor("off", "x"), undefined);
  assert.equal(nameFor("part"), "/dir/.part.name.");
  assert.equal(nameFor(""), "/dir/.name.");
  assert.equal(nameFor("pre-", ".suf"), "/dir/pre-name.suf");
  assert.equal(nameFor("", ".part"), "/dir/name.part");
  assert.equal(nameFor(".in.", ".%P"), `/dir/.in.name.${getpid()}`);
});
