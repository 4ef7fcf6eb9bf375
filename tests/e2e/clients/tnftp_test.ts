import assert from "node:assert/strict";
import { urlOf, type Workplace, workplace } from "../../harness/client_program.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content } from "../../harness/tree.ts";

const needs = ["tnftp"];

/** Who makes data connections. */
const WAYS = [["passively", "-p"], ["actively", "-A"]] as const;

/** What tnftp says to `commands`, typed in after login; `flags` as on its command line. */
async function dialogue(
  work: Workplace,
  server: Server,
  commands: readonly string[],
  ...flags: string[]
): Promise<string> {
  const { name, password } = server.account();
  const lines = [`user ${name} ${password}`, ...commands, "quit", ""];
  const place = ["127.0.0.1", String(server.port)];
  const { stdout } = await work.run(
    "tnftp",
    ["-n", "-v", "-i", ...flags, ...place],
    lines.join("\n"),
  );
  return stdout;
}

testInBothManners({
  name: "tnftp gets and puts by URL",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeFile(`${work.folder}/up`, content(500_000));
    await work.run("tnftp", ["-u", `${urlOf(server)}/there`, "up"]);
    assert.deepEqual(await Deno.readFile(`${server.home}/there`), content(500_000));
    await work.run("tnftp", ["-o", "down", `${urlOf(server)}/there;type=i`]);
    assert.deepEqual(await Deno.readFile(`${work.folder}/down`), content(500_000));
  },
});

for (const [way, flag] of WAYS) {
  testInBothManners({
    name: `tnftp holds a whole dialogue ${way}: folders, several files, facts, renaming`,
    needs,
    async fn(server) {
      await using work = await workplace();
      for (const name of ["one", "two", "three"]) {
        await Deno.writeTextFile(`${work.folder}/${name}`, `${name}\n`);
      }
      const said = await dialogue(work, server, [
        "binary",
        "mkdir folder",
        "cd folder",
        "pwd",
        "mput one two three",
        "append one two",
        "rename three drei",
        "size drei",
        "modtime drei",
        "ls",
        "nlist",
        "delete one",
        "lcd /",
        `lcd ${work.folder}`,
        "mget t*",
        "system",
        "cdup",
        "rmdir folder",
      ], flag);
      assert.match(said, flag === "-A" ? /^200 (EPRT|PORT) command/m : /^22[79] Entering/m);
      assert.match(said, /^Remote directory: \/folder$|^257 "\/folder" is the current directory/m);
      assert.match(said, /^250 Rename successful/m);
      assert.match(said, /^drei\s+6$|^213 6/m);
      assert.match(said, /^-rw-r--r-- .* 6 .* drei\r?$/m);
      assert.match(said, /^215 UNIX Type: L8/m);
      assert.match(said, /^550 folder: Directory not empty/m);
      assert.equal(await Deno.readTextFile(`${server.home}/folder/two`), "two\none\n");
      assert.equal(await Deno.readTextFile(`${work.folder}/two`), "two\none\n");
    },
  });
}

testInBothManners({
  name: "tnftp goes on with a download, and transfers actively",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeFile(`${server.home}/file`, content(300_000));
    await Deno.writeFile(`${work.folder}/file`, content(300_000).subarray(0, 100_000));
    const said = await dialogue(work, server, ["binary", "reget file"], "-A");
    assert.match(said, /^200 (EPRT|PORT) command successful/m);
    assert.match(said, /^350 Restarting at 100000\. Send STORE or RETRIEVE/m);
    assert.deepEqual(await Deno.readFile(`${work.folder}/file`), content(300_000));
  },
});

testInBothManners({
  name: "tnftp makes lines of its own kind in ASCII mode",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeTextFile(`${work.folder}/text`, "a\nb\n");
    await dialogue(work, server, ["ascii", "put text", "get text back"]);
    assert.equal(await Deno.readTextFile(`${server.home}/text`), "a\nb\n");
    assert.equal(await Deno.readTextFile(`${work.folder}/back`), "a\nb\n");
  },
});
