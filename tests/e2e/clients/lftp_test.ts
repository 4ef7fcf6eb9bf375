import assert from "node:assert/strict";
import { urlOf, workplace } from "../../harness/client_program.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { testInBothManners } from "../../harness/manners.ts";
import { content, digest, makeTree, readTree } from "../../harness/tree.ts";
import { waitFor } from "../../harness/wait_for.ts";

const needs = ["lftp"];

/** Fail at the first error instead of trying for minutes; no questions, no waiting. */
const SETTINGS = [
  "set cmd:fail-exit yes",
  "set net:max-retries 1",
  "set net:timeout 20",
  "set ftp:ssl-allow no",
];

function script(...commands: string[]): string[] {
  return ["--norc", "-c", [...SETTINGS, ...commands].join("; ")];
}

testInBothManners({
  name: "lftp mirrors a tree with 1,000 files to the server and back",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${work.folder}/there`, 1000);
    const sent = await readTree(`${work.folder}/there`);
    assert.equal(sent.size, 1000);

    await work.run(
      "lftp",
      script(`open ${urlOf(server)}`, "mirror --reverse --no-perms --parallel=4 there tree"),
    );
    assert.deepEqual(await readTree(`${server.home}/tree`), sent);

    await work.run("lftp", script(`open ${urlOf(server)}`, "mirror --parallel=4 tree back"));
    assert.deepEqual(await readTree(`${work.folder}/back`), sent);
  },
});

testInBothManners({
  name: "lftp mirrors nothing twice, deletes what is gone and takes what is new",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${work.folder}/there`, 30);
    const mirror = script(
      `open ${urlOf(server, "bob")}`,
      "mirror --reverse --no-perms --delete --verbose=1 there tree",
    );
    await work.run("lftp", mirror);
    const again = await work.run("lftp", mirror);
    assert.doesNotMatch(again.stdout, /Transferring file/);

    await Deno.remove(`${work.folder}/there/plain.txt`);
    await Deno.writeFile(`${work.folder}/there/new`, content(5000));
    const { stdout } = await work.run("lftp", mirror);
    assert.match(stdout, /Removing old file `plain.txt'/);
    assert.match(stdout, /Transferring file `new'/);
    assert.deepEqual(
      await readTree(`${server.account("bob").home}/tree`),
      await readTree(`${work.folder}/there`),
    );
  },
});

testInBothManners({
  name: "lftp goes on with a file that is there in part, either way",
  needs,
  async fn(server) {
    await using work = await workplace();
    const whole = content(300_000);
    const { uid, gid } = server.account();
    await Deno.writeFile(`${work.folder}/up`, whole);
    await Deno.writeFile(`${server.home}/up`, whole.subarray(0, 100_000));
    if (Deno.uid() === 0) await Deno.chown(`${server.home}/up`, uid, gid);
    await Deno.writeFile(`${server.home}/down`, whole);
    await Deno.writeFile(`${work.folder}/down`, whole.subarray(0, 200_000));
    await work.run("lftp", script(`open ${urlOf(server)}`, "put -c up", "get -c down"));
    assert.deepEqual(await Deno.readFile(`${server.home}/up`), whole);
    assert.deepEqual(await Deno.readFile(`${work.folder}/down`), whole);
    await waitForTransferLog(server, / 200000 \S+\/up /);
    await waitForTransferLog(server, / 100000 \S+\/down /);
  },
});

testInBothManners({
  name: "lftp renames, counts and removes",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${work.folder}/there`, 20, true);
    const { stdout } = await work.run(
      "lftp",
      script(
        `open ${urlOf(server)}`,
        "mirror --reverse --no-perms there tree",
        "mv tree moved",
        "cls -1 moved",
        "du -s moved",
        "rm -r moved/d1",
        "rm moved/file0",
        "mkdir -p one/two",
        "rmdir one/two",
      ),
    );
    const names = [0, 12, 15, 18, 3, 6, 9].map((number) => `moved/file${number}`);
    assert.deepEqual(stdout.split("\n").filter((line) => line.startsWith("moved/file")), names);
    const left = [...(await readTree(`${server.home}/moved`)).keys()];
    assert.deepEqual(left.filter((path) => path === "file0" || path.startsWith("d1/")), []);
    assert.equal(left.length > 5, true);
    assert.deepEqual(Array.from(Deno.readDirSync(`${server.home}/one`)), []);
  },
});

testInBothManners({
  name: "lftp fetches one file in segments at the same time, passively and actively",
  needs,
  // So slow that the first connection cannot have it all before the others are there.
  config: "TransferRate RETR 100\n",
  async fn(server) {
    await using work = await workplace();
    const whole = content(600_000);
    await Deno.writeFile(`${server.home}/big`, whole);
    for (const passive of ["yes", "no"]) {
      const settings = ["set pget:min-chunk-size 10k", `set ftp:passive-mode ${passive}`];
      const before = (await server.read("xferlog")).length;
      const copy = `copy-${passive}`;
      await work.run(
        "lftp",
        script(...settings, `open ${urlOf(server)}`, `pget -n 4 big -o ${copy}`),
      );
      const bytes = await Deno.readFile(`${work.folder}/${copy}`);
      assert.equal(await digest(bytes), await digest(whole));
      await waitFor("several downloads in the TransferLog", async () => {
        const fresh = (await server.read("xferlog")).slice(before);
        return (fresh.match(/\/big b _ o r alice /g)?.length ?? 0) > 1;
      });
    }
  },
});

testInBothManners({
  name: "lftp mirrors over active connections, by MLSD and by LIST",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${work.folder}/there`, 30);
    const sent = await readTree(`${work.folder}/there`);
    for (const mlsd of ["yes", "no"]) {
      const settings = ["set ftp:passive-mode no", `set ftp:use-mlsd ${mlsd}`];
      const commands = ["mirror --reverse --no-perms -P2 there tree", "mirror -P2 tree back"];
      await work.run("lftp", script(...settings, `open ${urlOf(server)}`, ...commands));
      assert.deepEqual(await readTree(`${server.home}/tree`), sent);
      assert.deepEqual(await readTree(`${work.folder}/back`), sent);
      await Deno.remove(`${work.folder}/back`, { recursive: true });
      await Deno.remove(`${server.home}/tree`, { recursive: true });
    }
  },
});

/** Two addresses of one server, each a stranger to clients of the other: for FXP. */
const TWO_ADDRESSES = "DefaultAddress 127.0.0.1 127.0.0.2\n";

for (const source of ["passive", "active"]) {
  testInBothManners({
    name: `lftp has one server send files to another by FXP, the ${source} one being the source`,
    needs,
    config: `${TWO_ADDRESSES}AllowForeignAddress on\n`,
    async fn(server) {
      await using work = await workplace();
      await makeTree(`${work.folder}/there`, 12);
      await Deno.remove(`${work.folder}/there/plain.txt`); // lftp waits in vain for an empty one
      const sent = await readTree(`${work.folder}/there`);
      const other = urlOf(server, "bob").replace("@127.0.0.1:", "@127.0.0.2:");
      const { stdout, stderr } = await work.run(
        "lftp",
        script(
          "debug 5",
          "set ftp:use-fxp yes",
          "set ftp:fxp-force yes",
          `set ftp:fxp-passive-source ${source === "passive" ? "yes" : "no"}`,
          `open ${urlOf(server)}`,
          "mirror --reverse --no-perms there tree",
          `mirror --no-perms tree ${other}/tree`,
        ),
      );
      assert.match(stdout + stderr, /---> PORT 127,0,0,/);
      assert.deepEqual(await readTree(`${server.account("bob").home}/tree`), sent);
    },
  });
}
