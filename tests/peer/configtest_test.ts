/**
 * The golden files of the syntax check, given to the original: same verdict, same first error.
 */
import assert from "node:assert/strict";
import { MAIN } from "../config/support.ts";
import { type Golden, goldenFiles } from "../config/golden.ts";
import { run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

for (const golden of goldenFiles()) {
  if (golden.differs !== undefined) continue;
  test({
    name: `the original says the same of ${golden.name.replaceAll("_", " ")}`,
    needs: ["peer"],
    async fn() {
      const { code, errors } = await original(golden);
      const ours = /^error: (.*)$/m.exec(golden.expected)?.[1];
      assert.equal(code, ours === undefined ? 0 : 1);
      // It stops at the first error that it finds.
      assert.equal(errors[0], ours);
    },
  });
}

/** What `proftpd -t` says of it: the exit status and the messages behind `fatal: `. */
async function original(golden: Golden): Promise<{ code: number; errors: string[] }> {
  await using temp = await tempDir();
  const moved = (text: string) => text.replaceAll("/inc/", `${temp.path}/inc/`);
  const main = `${temp.path}/proftpd.conf`;
  await Deno.mkdir(`${temp.path}/inc`);
  await Deno.writeTextFile(main, moved(golden.main));
  for (const [path, text] of Object.entries(golden.files)) {
    await Deno.mkdir(moved(path).replace(/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(moved(path), moved(text));
  }
  const labels = golden.defines.flatMap((label) => ["-D", label]);
  const { code, stderr } = await run(PEER_PROGRAM, ["-t", "-c", main, ...labels], {
    env: golden.env,
  });
  const errors = [...stderr.matchAll(/ fatal: (.*)$/gm)].map(([, message]) =>
    message.replaceAll(main, MAIN).replaceAll(`${temp.path}/inc/`, "/inc/")
  );
  return { code, errors };
}
