import assert from "node:assert/strict";
import { Client, FTPError } from "basic-ftp";
import { workplace } from "../../harness/client_program.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, makeTree, readTree } from "../../harness/tree.ts";

/** A basic-ftp client, logged in as `name` or as the first user; closed at the end. */
async function open(server: Server, name?: string) {
  const client = new Client(20_000);
  const { name: user, password } = server.account(name);
  await client.access({ host: "127.0.0.1", port: server.port, user, password });
  return Object.assign(client, { [Symbol.dispose]: () => client.close() });
}

testInBothManners({
  name: "basic-ftp uploads and downloads a folder with all that is in it",
  needs: [],
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${work.folder}/there`, 60);
    using client = await open(server);
    await client.uploadFromDir(`${work.folder}/there`, "tree");
    const sent = await readTree(`${work.folder}/there`);
    assert.deepEqual(await readTree(`${server.home}/tree`), sent);
    await client.downloadToDir(`${work.folder}/back`, "tree");
    assert.deepEqual(await readTree(`${work.folder}/back`), sent);
  },
});

testInBothManners({
  name: "basic-ftp lists names, sizes, kinds and times",
  needs: [],
  async fn(server) {
    await Deno.writeFile(`${server.home}/a file`, content(1234));
    await Deno.utime(`${server.home}/a file`, 0, 1_000_000_000);
    await Deno.mkdir(`${server.home}/folder`);
    await Deno.symlink("a file", `${server.home}/link`);
    using client = await open(server);
    const found = await client.list();
    const seen = found.map(({ name, size, isFile, isDirectory, isSymbolicLink }) =>
      isFile ? [name, size] : [name, { isDirectory, isSymbolicLink }]
    );
    assert.deepEqual(seen.sort(), [
      ["a file", 1234],
      ["folder", { isDirectory: true, isSymbolicLink: false }],
      ["link", { isDirectory: false, isSymbolicLink: true }],
    ]);
    const file = found.find(({ name }) => name === "a file");
    assert.equal(file?.modifiedAt?.getTime(), 1_000_000_000_000);
    assert.equal(await client.size("a file"), 1234);
    assert.equal((await client.lastMod("a file")).getTime(), 1_000_000_000_000);
  },
});

testInBothManners({
  name: "basic-ftp appends, and goes on where a download stopped",
  needs: [],
  async fn(server) {
    await using work = await workplace();
    const whole = content(100_000);
    await Deno.writeFile(`${work.folder}/first`, whole.subarray(0, 40_000));
    await Deno.writeFile(`${work.folder}/second`, whole.subarray(40_000));
    using client = await open(server);
    await client.uploadFrom(`${work.folder}/first`, "file");
    await client.appendFrom(`${work.folder}/second`, "file");
    assert.deepEqual(await Deno.readFile(`${server.home}/file`), whole);
    await client.downloadTo(`${work.folder}/first`, "file", 40_000);
    assert.deepEqual(await Deno.readFile(`${work.folder}/first`), whole);
  },
});

testInBothManners({
  name: "basic-ftp makes, enters, renames and removes folders",
  needs: [],
  async fn(server) {
    using client = await open(server, "bob");
    await client.ensureDir("one/two words/three");
    assert.equal(await client.pwd(), "/one/two words/three");
    await client.cdup();
    await client.rename("three", "/drei");
    await client.cd("/");
    await client.removeDir("one");
    assert.deepEqual((await client.list()).map(({ name }) => name), ["drei"]);
    assert.equal((await Deno.stat(`${server.account("bob").home}/drei`)).isDirectory, true);
  },
});

testInBothManners({
  name: "basic-ftp goes on after an error, with the server's own words",
  needs: [],
  async fn(server) {
    using client = await open(server);
    await assert.rejects(client.remove("none"), (error) => {
      assert.ok(error instanceof FTPError);
      assert.deepEqual([error.code, error.message], [550, "550 none: No such file or directory"]);
      return true;
    });
    assert.deepEqual(await client.list(), []);
    assert.equal((await client.features()).get("REST"), "STREAM");
  },
});
