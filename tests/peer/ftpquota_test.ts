/**
 * `ftpquota`, compared with the original's: statuses, what is printed, the tables byte for byte.
 */
import assert from "node:assert/strict";
import { type Finished, run, toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const ORIGINAL = "/usr/sbin/ftpquota";
const NEEDS = ["peer", ORIGINAL];

/** All lines that a program printed: which of them are errors is a matter of taste. */
function linesOf({ stdout, stderr }: Finished): string[] {
  return `${stdout}\n${stderr}`.split("\n").filter((line) => line !== "").sort();
}

async function tables(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name } of Deno.readDir(folder)) {
    found[name] = (await Deno.readFile(`${folder}/${name}`)).toHex();
  }
  return found;
}

const LIMIT = "--type=limit";
const TALLY = "--type=tally";

const DIALOGUES: Readonly<Record<string, readonly string[]>> = {
  "makes tables": [
    ...[`--create-table ${LIMIT}`, `--create-table ${LIMIT}`, `--create-table ${TALLY} --verbose`],
    ...[`--create-table ${LIMIT} --table-path=other.tab`, "--create-table --type=other"],
    ...["--create-table", "", LIMIT, `--create-table ${LIMIT} --table-path=missing/x`],
  ],
  "adds limits": [
    `--create-table ${LIMIT}`,
    ...["user", "group", "class", "all", "other"].map((type) =>
      `--add-record ${LIMIT} --name=n --quota-type=${type}`
    ),
    `--add-record ${LIMIT} --name=n --quota-type=user`,
    `--add-record ${LIMIT} --name=h --quota-type=user --Bu=1 --Fu=1 -L hard --units Kb --verbose`,
    `--add-record ${LIMIT} -N s -Q user --Bd=100 --Fd=5 -P -L soft`,
    `--add-record ${LIMIT} -N m -Q user --Bu=3 --bytes-download=4 --bytes-xfer=5 --units mega`,
    `--add-record ${LIMIT} --name=x --quota-type=user --Bu=-5 --Fu=-1 --Fd=0`,
    `--add-record ${LIMIT} --name=x2 --quota-type=user -L silly`,
    `--add-record ${LIMIT} --name=x2 --quota-type=user --units furlong`,
    ...[`--add-record ${LIMIT} --quota-type=user`, `--add-record ${LIMIT} --name=x`],
    `--add-record ${LIMIT} --name=${"x".repeat(79)} --quota-type=user`,
    `--add-record ${LIMIT} --name=${"y".repeat(80)} --quota-type=user`,
    ...[`--show-records ${LIMIT}`, `--show-records ${LIMIT} --units=Kb --verbose`],
    ...[`--show-records ${LIMIT} --units giga`, `--show-records ${TALLY}`],
    `--show-records ${TALLY} --table-path=ftpquota.limittab`,
  ],
  "changes limits": [
    `--create-table ${LIMIT}`,
    ...["a", "b", "c"].map((name) => `--add-record ${LIMIT} -N ${name} -Q user --Bu=5 -P -L soft`),
    `--update-record ${LIMIT} --name=b --quota-type=user --Bu=9`,
    `--update-record ${LIMIT} --name=d --quota-type=user --Bu=9`,
    `--update-record ${LIMIT} --name=b --quota-type=group`,
    ...[`--delete-record ${LIMIT} --name=a --quota-type=user`, `--show-records ${LIMIT}`],
    `--delete-record ${LIMIT} --name=a --quota-type=user`,
    `--delete-record ${LIMIT} --name=c --quota-type=user`,
    ...[`--delete-record ${LIMIT} -N b -Q user`, `--show-records ${LIMIT}`],
  ],
  "keeps tallies": [
    ...[`--create-table ${TALLY}`, `--show-records ${TALLY}`],
    `--add-record ${TALLY} --name=a --quota-type=user`,
    `--add-record ${TALLY} --name=b --quota-type=group --Bu=10 --bytes-download=3 --Fd=2 --units Kb`,
    ...[`--add-record ${TALLY} --quota-type=all`, `--show-records ${TALLY} --units mega`],
    `--update-record ${TALLY} --name=a --quota-type=user --bytes-download=100 --files-download=1`,
    ...[`--show-records ${TALLY}`, `--update-record ${TALLY} --name=b --quota-type=group`],
    ...[`--delete-record ${TALLY} --quota-type=all`, `-show-re --Type tally`],
  ],
  "explains itself": ["--help", "-h"],
};

for (const [what, lines] of Object.entries(DIALOGUES)) {
  test({
    name: `ftpquota ${what} as the original's does`,
    needs: NEEDS,
    async fn() {
      await using theirs = await tempDir();
      await using ours = await tempDir();
      for (const line of lines) {
        const words = line.split(" ").filter((word) => word !== "");
        const [their, our] = await Promise.all([
          run(ORIGINAL, words, { cwd: theirs.path }),
          run(toolProgram("ftpquota"), words, { cwd: ours.path }),
        ]);
        assert.deepEqual(linesOf(our), linesOf(their), line);
        assert.equal(our.code, their.code, line);
        assert.deepEqual(await tables(ours.path), await tables(theirs.path), line);
      }
    },
  });
}

test({
  name: "ftpquota does nothing where it does not understand an option",
  needs: [],
  async fn() {
    await using folder = await tempDir();
    const ftpquota = (...words: readonly string[]) =>
      run(toolProgram("ftpquota"), words, { cwd: folder.path });
    await ftpquota("--create-table", LIMIT);
    const words = ["--add-record", LIMIT, "--name=a", "--quota-type=user", "--Bu=1.5"];
    const { code, stderr } = await ftpquota(...words);
    assert.equal(stderr, 'Value "1.5" invalid for option bu (number expected)\n');
    assert.equal(code, 1);
    assert.equal((await ftpquota("--show-records", LIMIT)).stdout, "ftpquota: (empty table)\n");
    assert.equal((await ftpquota(...words.slice(0, 4), "--Bx=3", "--Fx", "4")).code, 0);
    assert.match(
      (await ftpquota("--show-records", LIMIT)).stdout,
      /Transferred bytes:\t3\.00\n[\s\S]*Transferred files:\t4\n/,
    );
  },
});
