/**
 * CreateHome where somebody stands in its way: many sessions at once, links, rights that are missing.
 */
import assert from "node:assert/strict";
import type { Client } from "../harness/client.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { PASSWORD } from "../harness/password.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";

const ALICE = { name: "alice", uid: 20_001, gid: 20_001 };

/** How many files the skeleton has. */
const FILES = 200;

/** The names in a directory, sorted. */
async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

/** A configuration with a skeleton, which has to be there when the server starts. */
function withSkeleton({ folder }: Place): string {
  Deno.mkdirSync(`${folder}/skel/sub`, { recursive: true });
  for (let number = 0; number < FILES; number++) {
    Deno.writeTextFileSync(`${folder}/skel/sub/${number}`, `${number}\n`);
  }
  Deno.symlinkSync(`${folder}/secret`, `${folder}/skel/link`);
  Deno.writeTextFileSync(`${folder}/secret`, "secret\n", { mode: 0o600 });
  return `CreateHome on skel ${folder}/skel\nDefaultRoot ~`;
}

/** From now on the user is at home at `path`, below the server's folder. */
async function moveHome(server: Server, path: string): Promise<string> {
  const { folder, home } = server;
  const passwd = await Deno.readTextFile(`${folder}/passwd`);
  await Deno.writeTextFile(`${folder}/passwd`, passwd.replace(home, `${folder}/${path}`));
  return `${folder}/${path}`;
}

async function tryLogin(server: Server): Promise<number> {
  await using client: Client = await server.connect();
  await client.expect("USER alice", 331);
  return (await client.command(`PASS ${PASSWORD}`)).code;
}

const STARTS = { "a program": "", "a fork of the template": "SessionTemplate on\n" };

for (const [how, line] of Object.entries(STARTS)) {
  test({
    name: `sessions that come at once make one complete home, each being ${how}`,
    needs: ["root"],
    async fn() {
      const config = (place: Place) => line + withSkeleton(place);
      await using server = await startServer({ config, users: [ALICE] });
      const home = await moveHome(server, "homes/new/alice");
      await using stack = new AsyncDisposableStack();
      const clients = await Promise.all(Array.from({ length: 8 }, async () => {
        const client = stack.use(await server.connect());
        await client.expect("USER alice", 331);
        return client;
      }));
      await Promise.all(clients.map(async (client) => {
        await client.expect(`PASS ${PASSWORD}`, 230);
        await client.expect("TYPE I", 200);
        await client.expect(`SIZE sub/${FILES - 1}`, 213);
      }));
      assert.deepEqual(await namesIn(`${server.folder}/homes/new`), ["alice"]);
      assert.equal((await namesIn(`${home}/sub`)).length, FILES);
      const { uid, gid, mode } = await Deno.stat(home);
      assert.deepEqual([uid, gid, (mode ?? 0) & 0o7777], [ALICE.uid, ALICE.gid, 0o700]);
    },
  });
}

test({
  name: "a link of the skeleton's gives nobody what it leads to",
  needs: ["root"],
  async fn() {
    await using server = await startServer({ config: withSkeleton, users: [ALICE] });
    const home = await moveHome(server, "homes/alice");
    await using _client = await server.login("alice");
    const secret = await Deno.stat(`${server.folder}/secret`);
    assert.deepEqual([secret.uid, secret.gid], [0, 0]);
    assert.equal(await Deno.readLink(`${home}/link`), `${server.folder}/secret`);
    assert.equal((await Deno.lstat(`${home}/link`)).uid, ALICE.uid);
  },
});

test({
  name: "root makes no home behind a link that somebody else has made",
  needs: ["root"],
  async fn() {
    await using server = await startServer({ config: "CreateHome on", users: [ALICE] });
    const { folder } = server;
    await Deno.mkdir(`${folder}/other`);
    await moveHome(server, "place/of/alice");
    await Deno.mkdir(`${folder}/place`);
    await Deno.symlink(`${folder}/other`, `${folder}/place/of`);
    const lchown = await run("chown", ["-h", `${ALICE.uid}`, `${folder}/place/of`]);
    assert.equal(lchown.code, 0, lchown.stderr);
    assert.equal(await tryLogin(server), 530);
    assert.deepEqual(await namesIn(`${folder}/other`), []);
    const refusal = /error creating '.*\/place\/of': Too many levels of symbolic links/;
    assert.match(await server.log(), refusal);
    // One of root's own is an ordinary part of the way.
    await run("chown", ["-h", "0", `${folder}/place/of`]);
    assert.equal(await tryLogin(server), 230);
    assert.deepEqual(await namesIn(`${folder}/other`), ["alice"]);
  },
});

test({
  name: "with NoRootPrivs a home is made where the user could have made it, with the user's groups",
  needs: ["root"],
  async fn() {
    await using server = await startServer({
      config: "CreateHome on 2750 dirmode 755 homegid 20077 NoRootPrivs",
      users: [ALICE],
    });
    const { folder } = server;
    await Deno.writeTextFile(`${folder}/group`, "more:x:20077:alice\n", { append: true });
    const home = await moveHome(server, "open/a/alice");
    await Deno.mkdir(`${folder}/open`);
    assert.equal(await tryLogin(server), 530);
    assert.deepEqual(await namesIn(`${folder}/open`), []);
    assert.match(await server.log(), /error creating '.*\/open\/a': Permission denied/);
    await Deno.chmod(`${folder}/open`, 0o777);
    assert.equal(await tryLogin(server), 230);
    const { uid, gid, mode } = await Deno.stat(home);
    assert.deepEqual([uid, gid, (mode ?? 0) & 0o7777], [ALICE.uid, 20_077, 0o750]);
    assert.equal((await Deno.stat(`${folder}/open/a`)).uid, ALICE.uid);
  },
});

Deno.test("an ordinary user's server makes homes that are that user's", async () => {
  await using server = await startServer({
    config: withSkeleton,
    asUser: await ordinaryUser(),
  });
  const home = await moveHome(server, "home/alice/new/place");
  await using client = await server.login("alice");
  await client.expect("PWD", '257 "/" is the current directory');
  assert.deepEqual(await namesIn(home), ["link", "sub"]);
  assert.equal((await Deno.stat(home)).uid, (await Deno.stat(server.home)).uid);
});

test({
  name: "no home is made by logins to an anonymous area, nor by --explain",
  needs: ["root"],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) => `
CreateHome on
<Anonymous ${folder}/home>
  User ftp
  UserAlias anonymous ftp
</Anonymous>`,
      users: [{ name: "bob" }, ALICE, { name: "ftp" }],
    });
    const { folder } = server;
    for (const name of ["alice", "ftp"]) await Deno.remove(`${folder}/home/${name}`);
    await using client = await server.connect();
    await client.login("anonymous", "a@b");
    const explained = await run(PROFTPD, [
      ...["-c", `${folder}/proftpd.conf`],
      ...["--explain", "alice@192.0.2.7", "PWD"],
    ]);
    assert.equal(explained.code, 2, explained.stdout);
    assert.match(explained.stdout, /would make the home directory/);
    assert.deepEqual(await namesIn(`${folder}/home`), ["bob"]);
  },
});

const SKELETONS: Readonly<Record<string, { prepare(path: string): void; said: RegExp }>> = {
  "that everybody can write to": {
    prepare(path) {
      Deno.mkdirSync(path);
      Deno.chmodSync(path, 0o757);
    },
    said: /fatal: CreateHome: '.*\/skel' is world-writable on line \d+ of /,
  },
  "that is no directory": {
    prepare: (path) => Deno.writeTextFileSync(path, ""),
    said: /fatal: CreateHome: '.*\/skel' is not a directory on line \d+ of /,
  },
  "that is missing": {
    prepare() {},
    said: /fatal: CreateHome: unable to stat '.*\/skel': No such file or directory on line /,
  },
};

for (const [what, { prepare, said }] of Object.entries(SKELETONS)) {
  Deno.test(`a skeleton ${what} keeps the server from starting`, async () => {
    await using folder = await tempDir();
    const config = `${folder.path}/proftpd.conf`;
    prepare(`${folder.path}/skel`);
    await Deno.writeTextFile(config, `ServerName x\nCreateHome on skel ${folder.path}/skel\n`);
    const { code, stderr } = await run(PROFTPD, ["-t", "-c", config]);
    assert.equal(code, 1);
    assert.match(stderr, said);
  });
}
