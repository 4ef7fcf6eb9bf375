/**
 * Copies within the server that must not go half way, or out of bounds.
 */
import assert from "node:assert/strict";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { directory, limit } from "../../session/access/oracle.ts";

async function make(server: Server, paths: readonly string[]): Promise<void> {
  const { uid, gid } = server.account();
  for (const path of paths) {
    const full = `${server.home}/${path}`;
    if (path.endsWith("/")) await Deno.mkdir(full);
    else await Deno.writeTextFile(full, path);
    if (Deno.uid() === 0) await Deno.chown(full, uid, gid);
  }
}

async function names(folder: string): Promise<string> {
  const found = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return found.sort().join(" ");
}

const home = ({ folder }: { folder: string }) => `${folder}/home/alice`;

testInBothManners({
  name: "a directory of which a part may not be read is not copied at all, nor into itself",
  needs: [],
  config: (place) =>
    `LoadModule mod_copy.c\n${directory(`${home(place)}/from/closed`, limit("READ", "DenyAll"))}`,
  async fn(server) {
    await make(server, ["from/", "from/a", "from/closed/", "from/closed/b"]);
    await using client = await server.login();
    await client.expect("SITE COPY from to", "550 /from/closed: Operation not permitted");
    await client.expect("SITE COPY from from/in", "550 COPY: Invalid argument");
    assert.equal(await names(server.home), "from");
    assert.equal(await names(`${server.home}/from`), "a closed");
  },
});

testInBothManners({
  name: "a copy that fails half way leaves nothing, and the file that it would have replaced",
  needs: [],
  config: "LoadModule mod_copy.c\n",
  async fn(server) {
    await make(server, ["from/", "from/a", "from/z", "to/", "to/z"]);
    await Deno.chmod(`${server.home}/from/a`, 0o000);
    await using client = await server.login();
    await client.expect("SITE COPY from new", "550 COPY: Permission denied");
    assert.equal(await names(server.home), "from to");
    await Deno.chmod(`${server.home}/to/z`, 0o444);
    await client.expect("SITE COPY from/z to/z", "550 COPY: Permission denied");
    assert.equal(await Deno.readTextFile(`${server.home}/to/z`), "to/z");
    assert.equal(await names(`${server.home}/to`), "z");
  },
});

testInBothManners({
  name: "there are no copies unless LoadModule or CopyEngine asks for them",
  needs: [],
  async fn(server) {
    await make(server, ["a"]);
    await using client = await server.login();
    await client.expect("SITE COPY a b", "500 'SITE COPY' not understood");
    assert.doesNotMatch((await client.command("FEAT")).text, /SITE COPY/);
  },
});
