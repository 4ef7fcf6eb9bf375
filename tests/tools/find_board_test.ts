import assert from "node:assert/strict";
import { PLACES } from "../../src/roles/facts.ts";
import {
  DEFAULT_CONFIG,
  DEFAULT_SCOREBOARD,
  findBoard,
  scoreboardIn,
} from "../../src/tools/find_board.ts";
import { tempDir } from "../harness/temp_dir.ts";

Deno.test("the last ScoreboardFile line counts, as it does for the server", () => {
  const lines = [
    "# ScoreboardFile /comment",
    "ScoreboardFile /first",
    '  scoreboardfile\t"/with a/blank"  ',
    "ScoreboardFileX /other",
  ];
  assert.equal(scoreboardIn(lines.join("\n")), "/with a/blank");
  assert.equal(scoreboardIn("ServerName x\n"), undefined);
  assert.equal(scoreboardIn("ScoreboardFile /a # why\r\n"), "/a");
});

Deno.test("tools and server have the same places by default", () => {
  assert.equal(DEFAULT_SCOREBOARD, PLACES.scoreboardFile);
  assert.equal(DEFAULT_CONFIG, PLACES.configFile);
});

Deno.test("what cannot be found is named", async () => {
  await using dir = await tempDir();
  const config = `${dir.path}/conf`;
  assert.throws(() => findBoard({ file: undefined, config }), {
    message: `unable to read configuration file '${config}': No such file or directory`,
  });
  await Deno.writeTextFile(config, "ScoreboardFile none\n");
  assert.throws(() => findBoard({ file: undefined, config }), {
    message: `${config}: the server keeps no scoreboard (ScoreboardFile none)`,
  });
  await Deno.writeTextFile(config, `ScoreboardFile ${dir.path}/board\n`);
  assert.throws(() => findBoard({ file: undefined, config }), {
    message: new RegExp(`^${dir.path}/board: No such file or directory\n.*with -f`),
  });
  assert.throws(() => findBoard({ file: `${dir.path}/board`, config: undefined }), {
    message: `unable to open scoreboard '${dir.path}/board': No such file or directory`,
  });
  assert.throws(() => findBoard({ file: `${config}/board`, config: undefined }), {
    message: `unable to open scoreboard '${config}/board': Not a directory`,
  });
  await Deno.writeTextFile(`${dir.path}/board`, "");
  assert.equal(findBoard({ file: undefined, config }), `${dir.path}/board`);
  assert.equal(findBoard({ file: config, config }), config);
});
