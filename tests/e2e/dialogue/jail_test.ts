/**
 * A user in a jail, with links in it that lead everywhere: by chroot(2) as root, by openat2(2) as an
 * ordinary user. Nothing outside may be read, seen or changed.
 */
import assert from "node:assert/strict";
import { stringOf } from "../../../src/libc/bytes.ts";
import type { Client } from "../../harness/client.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";

/** Puts a secret outside of alice's home, open to everybody, and links to it inside. */
async function furnish(server: Server): Promise<void> {
  const outside = `${server.folder}/outside`;
  await Deno.mkdir(`${outside}/folder`, { recursive: true });
  await Deno.writeTextFile(`${outside}/secret`, "the secret");
  for (const path of [outside, `${outside}/folder`]) await Deno.chmod(path, 0o777);
  await Deno.chmod(`${outside}/secret`, 0o666);
  const links = {
    absolute: `${outside}/secret`,
    relative: "../../outside/secret",
    high: "../../../../../../../../../../../../etc/passwd",
    chain: "relative",
    folder: outside,
    "relative-folder": "../../outside",
    "folder-chain": "relative-folder",
    top: "/",
    process: "/proc/self/root",
    new: `${outside}/new`,
  };
  for (const [name, target] of Object.entries(links)) {
    await Deno.symlink(target, `${server.home}/${name}`);
  }
}

const FILES = ["absolute", "relative", "high", "chain"];
const FOLDERS = ["folder", "relative-folder", "folder-chain", "process"];

/** Everything outside, with its contents: it must be the same afterwards. */
function outsideOf(server: Server): unknown {
  const outside = `${server.folder}/outside`;
  const names = [...Deno.readDirSync(outside)].map(({ name }) => name).sort();
  return [names, Deno.readTextFileSync(`${outside}/secret`)];
}

/** What a download brings, whatever the replies say. */
async function taken(client: Client, line: string): Promise<string> {
  await using data = await client.passive();
  const first = await client.command(line);
  if (first.code >= 300) return "";
  const bytes = await data.readAll();
  await client.reply(line);
  return stringOf(bytes);
}

/** Offers an upload, and reads the replies whatever they say. */
async function offered(client: Client, line: string): Promise<void> {
  await using data = await client.passive();
  const first = await client.command(line);
  if (first.code >= 300) return;
  await data.writeAll(new TextEncoder().encode("overwritten"));
  await client.reply(line);
}

testInBothManners({
  name: "no link lets a jailed user read what is outside",
  needs: [],
  async fn(server) {
    await furnish(server);
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    const paths = [
      ...FILES,
      ...FOLDERS.flatMap((name) => [`${name}/secret`, `${name}/../outside/secret`]),
      ...["../../outside/secret", "/../../outside/secret", `${server.folder}/outside/secret`],
      ...["top/etc/passwd", "process/etc/passwd", "/etc/passwd", "~root/.profile"],
    ];
    for (const path of paths) {
      assert.equal(await taken(client, `RETR ${path}`), "", path);
      await client.expect(`SIZE ${path}`, 550);
      await client.expect(`MDTM ${path}`, 550);
    }
  },
});

testInBothManners({
  name: "no link lets a jailed user go, or look, outside",
  needs: [],
  async fn(server) {
    await furnish(server);
    await using client = await server.login();
    for (const name of FOLDERS.filter((name) => name !== "process")) {
      await client.expect(`CWD ${name}`, `550 ${name}: No such file or directory`);
      for (const command of ["LIST", "LIST -a", "LIST -L", "NLST", "MLSD", "LIST -R"]) {
        assert.doesNotMatch(await taken(client, `${command} ${name}`), /secret/, command);
        assert.doesNotMatch(await taken(client, `${command} ${name}/`), /secret/, command);
        assert.doesNotMatch(await taken(client, `${command} ${name}/*`), /secret/, command);
      }
      assert.doesNotMatch((await client.command(`STAT ${name}/`)).text, /secret/);
      assert.doesNotMatch((await client.command(`MLST ${name}/secret`)).text, /type=file/);
    }
    assert.doesNotMatch(await taken(client, "LIST -LR"), /secret$/m);
    assert.doesNotMatch(await taken(client, "NLST */*"), /secret/);
    // The links stay visible for what they are.
    assert.match(
      await taken(client, "LIST"),
      /^lrwx.* relative -> \.\.\/\.\.\/outside\/secret\r$/m,
    );
  },
});

testInBothManners({
  name: "no link lets a jailed user change what is outside",
  needs: [],
  async fn(server) {
    await furnish(server);
    const before = outsideOf(server);
    await using client = await server.login();
    await client.upload("STOR mine", "mine");
    for (const path of [...FILES, "new"]) {
      await offered(client, `STOR ${path}`);
      await offered(client, `APPE ${path}`);
    }
    for (const name of [...FOLDERS, ".."]) {
      for (const path of [`${name}/secret`, `${name}/outside/secret`, `${name}/new`]) {
        await offered(client, `STOR ${path}`);
        await offered(client, `APPE ${path}`);
        await client.command(`DELE ${path}`);
        await client.command(`MKD ${path}`);
        await client.expect("RNFR mine", 350);
        await client.command(`RNTO ${path}`);
        const gone = (await client.command("RNFR mine")).code !== 350;
        if (!gone) await client.expect("RNTO mine", 250);
        else await client.upload("STOR mine", "mine");
        if ((await client.command(`RNFR ${path}`)).code === 350) await client.command("RNTO got");
      }
      await client.command(`RMD ${name}/folder`);
    }
    assert.deepEqual(outsideOf(server), before);
  },
});

testInBothManners({
  name: "a jailed user sets facts and times of what is inside, and of nothing outside",
  needs: [],
  config: "LoadModule mod_site_misc.c",
  async fn(server) {
    await furnish(server);
    const outside = `${server.folder}/outside`;
    const { uid, gid } = server.account();
    // What belongs to the user is all that the kernel would let him change.
    if (Deno.uid() === 0) await Deno.chown(`${outside}/secret`, uid, gid);
    const facts = ({ mode, mtime }: Deno.FileInfo) => [mode, mtime?.getTime()];
    const before = facts(await Deno.stat(`${outside}/secret`));
    await using client = await server.login();
    await client.upload("STOR mine", "mine");
    await client.expect("MFMT 20010909014640 mine", "213 Modify=20010909014640; mine");
    await client.expect("MFF UNIX.mode=600; mine", "213 UNIX.mode=600; mine");
    const [mode, time] = facts(await Deno.stat(`${server.home}/mine`));
    assert.deepEqual([Number(mode) & 0o777, time], [0o600, 1_000_000_000_000]);
    await client.expect("SITE MKDIR deep/er", 200);
    await client.expect("SITE MKDIR deep/er", 200);
    const paths = [`${outside}/secret`, ...FILES, ...FOLDERS.map((name) => `${name}/secret`)];
    for (const path of paths) {
      await client.command(`MFMT 20010909014640 ${path}`);
      await client.command(`MFF Modify=20010909014640;UNIX.mode=600; ${path}`);
      await client.command(`SITE CHMOD 600 ${path}`);
      await client.command(`SITE UTIME 20010909014640 ${path}`);
    }
    await client.command(`SITE MKDIR ${outside}/new`);
    assert.deepEqual(facts(await Deno.stat(`${outside}/secret`)), before);
    assert.deepEqual([...Deno.readDirSync(outside)].map(({ name }) => name).sort(), [
      "folder",
      "secret",
    ]);
  },
});

testInBothManners({
  name: "a jailed user removes and renames links, not what they lead to",
  needs: [],
  async fn(server) {
    await furnish(server);
    const before = outsideOf(server);
    await using client = await server.login();
    await client.expect("DELE absolute", 250);
    await client.expect("DELE folder", 250);
    await client.expect("RNFR relative", 350);
    await client.expect("RNTO moved", 250);
    assert.equal(await Deno.readLink(`${server.home}/moved`), "../../outside/secret");
    assert.deepEqual(outsideOf(server), before);
  },
});

testInBothManners({
  name: "links that stay inside work, absolute ones from the jail's top",
  needs: [],
  async fn(server) {
    await using client = await server.login();
    await client.expect("MKD folder", 257);
    await client.upload("STOR folder/file", "inside");
    await Deno.symlink("/folder/file", `${server.home}/absolute`);
    await Deno.symlink("folder", `${server.home}/relative`);
    await Deno.symlink("../../../folder", `${server.home}/up`);
    for (const path of ["absolute", "relative/file", "up/file", "/up/../folder/file"]) {
      assert.equal(await client.download(`RETR ${path}`), "inside", path);
    }
    await client.expect("CWD up", 250);
    await client.expect("PWD", /^257 "\/(up|folder)" is the current directory$/);
    await client.expect("SIZE file", /^(213 6|550 SIZE not allowed in ASCII mode)$/);
  },
});

testInBothManners({
  name: "links in circles and links that lead nowhere are errors, nothing more",
  needs: [],
  async fn(server) {
    await Deno.symlink("two", `${server.home}/one`);
    await Deno.symlink("one", `${server.home}/two`);
    await Deno.symlink("nowhere", `${server.home}/lost`);
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.expect("RETR one", "550 one: Not a regular file");
    await client.expect("SIZE lost", "550 lost: No such file or directory");
    await client.expect("CWD one", 550);
    const list = await client.download("LIST");
    assert.match(list, /^l.* one -> two\r$/m);
    assert.match(list, /^l.* lost -> nowhere\r$/m);
    await client.expect("DELE one", 250);
    await client.expect("DELE lost", 250);
  },
});
