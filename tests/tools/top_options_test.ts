import assert from "node:assert/strict";
import { parseTopOptions } from "../../src/tools/top_options.ts";

function optionsOf(...words: string[]) {
  const request = parseTopOptions(words);
  assert.ok(request.kind === "run");
  return request.options;
}

function refusalOf(...words: string[]) {
  const request = parseTopOptions(words);
  assert.ok(request.kind === "refuse");
  return request.message;
}

Deno.test("without options everything is shown every two seconds without end", () => {
  const { batch, delay, iterations, only, hidden } = optionsOf();
  assert.deepEqual(
    [batch, delay, iterations, only.size, hidden.size],
    [false, 2, Infinity, 0, 0],
  );
});

Deno.test("states to show add up, and so do states to hide", () => {
  const { only, hidden } = optionsOf("-DUai");
  assert.deepEqual([...only], ["downloading", "uploading"]);
  assert.deepEqual([...hidden], ["authenticating", "idle"]);
});

Deno.test("numbers are checked, in the original's words where it checks", () => {
  assert.equal(refusalOf("-d", "20"), "ftptop: delay of 0-15 seconds only supported");
  assert.equal(refusalOf("-d", "-1"), "ftptop: negative delay illegal: -1");
  assert.equal(refusalOf("-d", "x"), "ftptop: bad delay argument 'x'");
  for (const count of ["x", "0", "-1", "1.5"]) {
    assert.equal(refusalOf("-n", count), `ftptop: bad iterations argument '${count}'`);
  }
  assert.equal(refusalOf("-z"), "ftptop: invalid option -- 'z'");
  assert.equal(refusalOf("-S"), "ftptop: option requires an argument -- 'S'");
  assert.equal(optionsOf("-d0.5", "-n3").delay, 0.5);
});

Deno.test("help is given by either name", () => {
  assert.equal(parseTopOptions(["-h"]).kind, "help");
  assert.equal(parseTopOptions(["-b", "--help"]).kind, "help");
  assert.match(refusalOf("--helpful"), /invalid option -- 'helpful'/);
});
