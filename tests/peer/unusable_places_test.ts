/**
 * Files of the server's own that there can be no place for: both refuse to start, and say why.
 */
import assert from "node:assert/strict";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const DIRECTIVES = ["ScoreboardFile", "SystemLog", "TraceLog", "ControlsLog"];

/** The reasons of `program` for not starting with `config`: without where that stands. */
async function reasons(program: string, config: string): Promise<string[]> {
  const { code, stderr } = await run(program, ["-t", "-c", config]);
  assert.equal(code, 1, stderr);
  return stderr.split("\n").filter((line) => line.includes("No such file")).map((line) =>
    line.replace(/^.*?\](?: [^ :]+)?: (?:fatal: )?/, "").replace(/ on line \d+ of '.*$/, "")
  );
}

for (const directive of DIRECTIVES) {
  test({
    name: `a ${directive} without a directory is no start, as with the original`,
    needs: ["peer"],
    async fn() {
      await using temp = await tempDir();
      const config = `${temp.path}/proftpd.conf`;
      await Deno.writeTextFile(config, `ServerName x\n${directive} ${temp.path}/none/file\n`);
      const [ours] = await reasons(PROFTPD, config);
      assert.ok(ours, directive);
      assert.ok((await reasons(PEER_PROGRAM, config)).includes(ours), ours);
    },
  });
}
