import assert from "node:assert/strict";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { ask, configure, furnish, goldenFiles } from "./golden.ts";

for (const golden of goldenFiles()) {
  test({
    name: `proftpd --explain: ${golden.name.replaceAll("_", " ")}`,
    needs: ["root"],
    async fn(context) {
      await using dir = await tempDir();
      await furnish(dir.path);
      const path = await configure(dir.path, golden);
      for (const asked of golden.cases) {
        await context.step(asked.question, async () => {
          const { code, text } = await ask(dir.path, path, asked);
          assert.equal(text, asked.expected);
          const verdict = text.trimEnd().split("\n").at(-1);
          assert.equal(code, verdict === "allowed" ? 0 : verdict === "denied" ? 1 : 2);
        });
      }
    },
  });
}

test({
  name: "proftpd --explain changes nothing",
  needs: ["root"],
  async fn() {
    await using dir = await tempDir();
    await furnish(dir.path);
    const path = await configure(dir.path, {
      name: "",
      config:
        `AllowOverwrite on\nAllowStoreRestart on\nTransferLog ${dir.path}/xferlog\nScoreboardFile ${dir.path}/score\n`,
      cases: [],
    });
    const home = `${dir.path}/home/alice`;
    const before = await state(home);
    const commands = [
      "DELE file",
      "STOR file",
      "APPE file",
      "STOR new",
      "STOU",
      "MKD new",
      "RMD pub/in",
      "RNFR file RNTO new",
    ];
    for (const command of commands) {
      const question = `alice@192.0.2.1 ${command}`;
      const { code, text } = await ask(dir.path, path, { question, all: false, expected: "" });
      assert.equal(code, 0, text);
      assert.match(text, /^ {2}would /m);
    }
    assert.deepEqual(await state(home), before);
    const names = await Array.fromAsync(Deno.readDir(dir.path), ({ name }) => name);
    assert.deepEqual(names.sort(), ["closed", "group", "home", "passwd", "proftpd.conf"]);
  },
});

/** Names, contents and times below `folder`. */
async function state(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    const { mode, uid, mtime } = await Deno.lstat(path);
    const text = isFile ? await Deno.readTextFile(path) : "";
    lines.push(`${name} ${mode} ${uid} ${mtime?.getTime()} ${text}`);
    if (isDirectory) lines.push(...await state(path));
  }
  return lines.sort();
}
