import assert from "node:assert/strict";
import { type Workplace, workplace } from "../../harness/client_program.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content } from "../../harness/tree.ts";

const needs = ["inetutils-ftp"];

/** `ftp -p` and `ftp -A`: who makes data connections. */
const WAYS = [["passively", "--passive"], ["actively", "--active"]] as const;

/** What inetutils' ftp says to `commands`, typed in after login. */
async function dialogue(
  work: Workplace,
  server: Server,
  flag: string,
  commands: readonly string[],
): Promise<string> {
  const { name, password } = server.account();
  const lines = [`user ${name} ${password}`, ...commands, "quit", ""];
  const flags = ["--no-login", "--verbose", "--no-prompt", flag];
  const place = ["127.0.0.1", String(server.port)];
  const { stdout } = await work.run("inetutils-ftp", [...flags, ...place], lines.join("\n"));
  return stdout;
}

for (const [way, flag] of WAYS) {
  testInBothManners({
    name: `inetutils' ftp transfers and lists ${way}`,
    needs,
    async fn(server) {
      await using work = await workplace();
      await Deno.writeFile(`${work.folder}/up`, content(500_000));
      const said = await dialogue(work, server, flag, [
        "binary",
        "put up there",
        "get there down",
        "dir",
        "nlist",
        "append up there",
        "size there",
      ]);
      assert.match(said, flag === "--active" ? /^200 (EPRT|PORT) command/m : /^22[79] Entering/m);
      assert.match(said, /^-rw-r--r-- .* 500000 .* there\r?$/m);
      assert.match(said, /^there\r?$/m);
      assert.match(said, /^213 1000000/m);
      assert.deepEqual(await Deno.readFile(`${work.folder}/down`), content(500_000));
    },
  });

  testInBothManners({
    name: `inetutils' ftp goes on with a download, and takes several files, ${way}`,
    needs,
    async fn(server) {
      await using work = await workplace();
      await Deno.writeFile(`${server.home}/file`, content(300_000));
      await Deno.writeFile(`${work.folder}/file`, content(300_000).subarray(0, 100_000));
      for (const name of ["t1", "t2", "t3"]) {
        await Deno.writeTextFile(`${server.home}/${name}`, `${name}\n`);
      }
      const said = await dialogue(work, server, flag, ["binary", "reget file", "mget t*"]);
      assert.match(said, /^350 Restarting at 100000\. Send STORE or RETRIEVE/m);
      assert.deepEqual(await Deno.readFile(`${work.folder}/file`), content(300_000));
      for (const name of ["t1", "t2", "t3"]) {
        assert.equal(await Deno.readTextFile(`${work.folder}/${name}`), `${name}\n`);
      }
    },
  });
}

testInBothManners({
  name: "inetutils' ftp makes, renames and removes, in ASCII mode and with SITE",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeTextFile(`${work.folder}/text`, "a\nb\n");
    const said = await dialogue(work, server, "--passive", [
      "mkdir folder",
      "cd folder",
      "pwd",
      "ascii",
      "put text",
      "get text back",
      "chmod 640 text",
      "rename text other",
      "modtime other",
      "cdup",
      "rmdir folder",
      "mdelete folder/*",
      "rmdir folder",
      "system",
      "umask",
      "idle",
      "nosuchcommand",
    ]);
    assert.match(said, /^257 "\/folder" is the current directory/m);
    assert.match(said, /^200 SITE CHMOD command successful/m);
    assert.match(said, /^250 Rename successful/m);
    assert.match(said, /^550 folder: Directory not empty/m);
    assert.match(said, /^215 UNIX Type: L8/m);
    assert.equal(await Deno.readTextFile(`${work.folder}/back`), "a\nb\n");
    assert.deepEqual(Array.from(Deno.readDirSync(server.home)), []);
  },
});
