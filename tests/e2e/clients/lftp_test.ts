import assert from "node:assert/strict";
import { urlOf, workplace } from "../../harness/client_program.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { testInBothManners } from "../../harness/manners.ts";
import { content, makeTree, readTree } from "../../harness/tree.ts";

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
