import assert from "node:assert/strict";
import { type Workplace, workplace } from "../../harness/client_program.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, makeTree, readTree } from "../../harness/tree.ts";

const needs = ["ncftpput", "ncftpget", "ncftpls"];

/** Who makes data connections. */
const WAYS = [["passively", "-F"], ["actively", "-E"]] as const;

/** Runs one of the programs as the first user, without retries. */
function ncftp(work: Workplace, server: Server, program: string, ...args: string[]) {
  const { name, password } = server.account();
  const login = ["-u", name, "-p", password, "-P", String(server.port)];
  const patience = program === "ncftpls" ? [] : ["-V"];
  return work.run(program, [...login, "-r", "1", "-t", "20", ...patience, ...args]);
}

for (const [way, flag] of WAYS) {
  testInBothManners({
    name: `ncftp puts, lists and gets a tree ${way}`,
    needs,
    async fn(server) {
      await using work = await workplace();
      await makeTree(`${work.folder}/tree`, 40, true);
      await ncftp(work, server, "ncftpput", flag, "-R", "127.0.0.1", ".", "tree");
      const sent = await readTree(`${work.folder}/tree`);
      assert.deepEqual(await readTree(`${server.home}/tree`), sent);
      const listed = await ncftp(work, server, "ncftpls", flag, "-1", "ftp://127.0.0.1/tree/");
      assert.match(listed.stdout, /^file0$/m);
      await Deno.mkdir(`${work.folder}/back`);
      await ncftp(work, server, "ncftpget", flag, "-R", "127.0.0.1", "back", "tree");
      assert.deepEqual(await readTree(`${work.folder}/back/tree`), sent);
    },
  });
}

testInBothManners({
  name: "ncftp makes the folder that it puts into, and appends",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeTextFile(`${work.folder}/part`, "one\n");
    await ncftp(work, server, "ncftpput", "-m", "127.0.0.1", "new/folder", "part");
    await ncftp(work, server, "ncftpput", "-A", "127.0.0.1", "new/folder", "part");
    assert.equal(await Deno.readTextFile(`${server.home}/new/folder/part`), "one\none\n");
  },
});

testInBothManners({
  name: "ncftp gets the rest of a file that is there in part",
  needs,
  async fn(server) {
    await using work = await workplace();
    const whole = content(200_000);
    await Deno.writeFile(`${server.home}/file`, whole);
    await Deno.writeFile(`${work.folder}/file`, whole.subarray(0, 150_000));
    // Of two different dates ncftpget takes it that the file is another one by now.
    for (const folder of [server.home, work.folder]) {
      await Deno.utime(`${folder}/file`, 0, 1_000_000_000);
    }
    await ncftp(work, server, "ncftpget", "-z", "127.0.0.1", ".", "file");
    assert.deepEqual(await Deno.readFile(`${work.folder}/file`), whole);
    await waitForTransferLog(server, / 50000 \S+\/file /);
  },
});

testInBothManners({
  name: "ncftpls lists short and long",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(server.home, 3, true);
    const url = "ftp://127.0.0.1/";
    const short = await ncftp(work, server, "ncftpls", "-1", url);
    assert.deepEqual(short.stdout.trim().split("\n").sort(), ["d1", "d2", "file0"]);
    const long = await ncftp(work, server, "ncftpls", "-l", url);
    assert.match(long.stdout, /^drwxr-xr-x .* d1$/m);
    assert.match(long.stdout, /^-rw-r--r-- .* 0 .* file0$/m);
  },
});

testInBothManners({
  name: "ncftp transfers by active connections",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeFile(`${work.folder}/file`, content(100_000));
    await ncftp(work, server, "ncftpput", "-E", "127.0.0.1", "/", "file");
    assert.deepEqual(await Deno.readFile(`${server.home}/file`), content(100_000));
    await Deno.mkdir(`${work.folder}/back`);
    await ncftp(work, server, "ncftpget", "-E", "127.0.0.1", "back", "/file");
    assert.deepEqual(await Deno.readFile(`${work.folder}/back/file`), content(100_000));
  },
});

testInBothManners({
  name: "ncftp uploads under another name first, and deletes what it has put or got",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeFile(`${work.folder}/file`, content(50_000));
    const flags = ["-T", "tmp.", "-S", ".part", "-DD"];
    await ncftp(work, server, "ncftpput", ...flags, "127.0.0.1", "/", "file");
    assert.deepEqual(await Deno.readFile(`${server.home}/file`), content(50_000));
    await waitForTransferLog(server, / 50000 \S+\/tmp\.file\.part b /);
    assert.equal(
      Array.from(Deno.readDirSync(work.folder)).some(({ name }) => name === "file"),
      false,
    );
    await ncftp(work, server, "ncftpget", "-DD", "127.0.0.1", ".", "/file");
    assert.deepEqual(await Deno.readFile(`${work.folder}/file`), content(50_000));
    assert.deepEqual(Array.from(Deno.readDirSync(server.home)), []);
  },
});
