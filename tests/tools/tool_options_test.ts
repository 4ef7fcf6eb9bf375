import assert from "node:assert/strict";
import { parseToolOptions } from "../../src/tools/tool_options.ts";

Deno.test("all of ftpwho's options in one line", () => {
  const words = ["-vf", "board", "--config=conf", "-o", "json", "--server", "Name", "word"];
  assert.deepEqual(parseToolOptions("ftpwho", words), {
    kind: "run",
    board: { file: "board", config: "conf" },
    server: "Name",
    verbose: true,
    format: "json",
  });
});

Deno.test("each tool has its own options", () => {
  const refused = (tool: "ftpcount" | "ftpscrub", word: string) =>
    assert.deepEqual(parseToolOptions(tool, [word]), {
      kind: "refuse",
      message: `unknown option: ${word.slice(1)}`,
      usage: true,
    });
  refused("ftpcount", "-v");
  refused("ftpcount", "-o");
  refused("ftpscrub", "-S");
});

Deno.test("help comes first come, first served", () => {
  assert.equal(parseToolOptions("ftpwho", ["-h", "-z"]).kind, "help");
  assert.equal(parseToolOptions("ftpwho", ["-z", "-h"]).kind, "refuse");
});
