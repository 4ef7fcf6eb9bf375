/**
 * What happens to an upload when the disk, or somebody else, gets in its way: nothing that had arrived
 * is lost, nothing that was there before is touched too early, and the client and the log are told.
 */
import assert from "node:assert/strict";
import type { Client } from "../../harness/client.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { startPeer } from "../../harness/peer.ts";
import { PROFTPD } from "../../harness/programs.ts";
import { PEER_PROGRAM, test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { tempDir } from "../../harness/temp_dir.ts";
import { content } from "../../harness/tree.ts";
import { waitFor } from "../../harness/wait_for.ts";

const CONFIG = "DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on\n";

/** Bytes that the disk takes, and bytes that it does not take at once. */
const FITS = content(1000);
const REFUSED = content(7777);

/** A program for which writing as many bytes as `REFUSED` has fails with `errno`. */
async function refusing(folder: string, errno: number, program: string): Promise<string> {
  const script = fromFileUrl(new URL("./refusing.py", import.meta.url));
  const path = `${folder}/refusing`;
  const command = ["python3", "-B", script, errno, REFUSED.length, program];
  await Deno.writeTextFile(path, `#!/bin/sh\nexec ${command.join(" ")} "$@"\n`, { mode: 0o755 });
  return path;
}

/** Waits until `size` bytes are in the file. */
async function arrived(path: string, size: number): Promise<void> {
  await waitFor(`${size} bytes in ${path}`, async () => {
    try {
      return (await Deno.stat(path)).size === size;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  });
}

/** Sends what the disk takes, waits until it is in `path`, then sends what it does not take. */
async function overrun(client: Client, line: string, path: string, size: number): Promise<string> {
  await using data = await client.passive();
  await client.expect(line, 150);
  await data.write(FITS);
  await arrived(path, size);
  await data.write(REFUSED);
  return (await client.reply(line)).text;
}

const ERRORS = [
  { errno: 122, text: "552 Transfer aborted. Disk quota exceeded" },
  { errno: 5, text: "426 Transfer aborted. Input/output error" },
];

for (const { errno, text } of ERRORS) {
  test({
    name: `an upload that the disk does not take ends with ${text}`,
    needs: ["python3", "root"],
    async fn() {
      await using folder = await tempDir();
      const program = await refusing(folder.path, errno, PROFTPD);
      await using server = await startServer({ config: CONFIG, program });
      const { home } = server;
      await using client = await server.login();
      await client.expect("TYPE I", 200);

      assert.equal(await overrun(client, "STOR new", `${home}/new`, 1000), text);
      assert.deepEqual(await Deno.readFile(`${home}/new`), FITS);
      await waitForTransferLog(server, / 8777 \S+\/new b _ i r alice ftp 0 \* i\n$/);

      assert.equal(await overrun(client, "APPE new", `${home}/new`, 2000), text);
      assert.equal((await Deno.stat(`${home}/new`)).size, 2000);
      await client.expect("REST 2000", 350);
      assert.equal(await overrun(client, "STOR new", `${home}/new`, 3000), text);

      await client.upload("STOR after", "fits");
      assert.equal(await client.download("RETR after"), "fits");
    },
  });
}

test({
  name:
    "what a quota breaks off is removed by DeleteAbortedStores, and HiddenStores spares the old",
  needs: ["python3", "root"],
  async fn() {
    await using folder = await tempDir();
    const program = await refusing(folder.path, 122, PROFTPD);
    const { text } = ERRORS[0];
    for (const setting of ["DeleteAbortedStores on", "HiddenStores on"]) {
      await using server = await startServer({ config: `${CONFIG}${setting}`, program });
      const { home } = server;
      const written = (name: string) => `${home}/${setting[0] === "H" ? `.in.${name}.` : name}`;
      await using client = await server.login();
      await client.expect("TYPE I", 200);
      await client.upload("STOR old", "old");
      assert.equal(await overrun(client, "STOR new", written("new"), 1000), text);
      assert.equal(await overrun(client, "STOR old", written("old"), 1000), text);
      const left = (await Array.fromAsync(Deno.readDir(home), ({ name }) => name)).sort();
      assert.deepEqual(left, setting[0] === "H" ? ["old"] : []);
      if (setting[0] === "H") assert.equal(await Deno.readTextFile(`${home}/old`), "old");
    }
  },
});

test({
  name: "the original says the same of a quota",
  needs: ["peer", "python3", "root"],
  async fn() {
    await using folder = await tempDir();
    const program = await refusing(folder.path, 122, PEER_PROGRAM);
    await using server = await startPeer({ config: CONFIG, program });
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    const text = await overrun(client, "STOR new", `${server.home}/new`, 1000);
    assert.equal(text, ERRORS[0].text);
  },
});

/** Starts an upload, calls `work` in the middle of it, and gives the final reply and what is left. */
async function disturbed(
  server: Server,
  name: "new" | "old",
  hidden: boolean,
  work: (folder: string) => Promise<void>,
): Promise<{ reply: string; left: Record<string, number> }> {
  const { home, uid, gid } = server.account();
  const folder = `${home}/d`;
  await Deno.mkdir(folder);
  await Deno.writeTextFile(`${folder}/old`, "old");
  for (const path of [folder, `${folder}/old`]) await Deno.chown(path, uid, gid);
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await using data = await client.passive();
  await client.expect(`STOR d/${name}`, 150);
  await data.write(FITS);
  await arrived(`${folder}/${hidden ? `.in.${name}.` : name}`, 1000);
  await work(folder);
  await data.writeAll(FITS);
  const { text } = await client.reply("the end of the upload");
  await client.expect("NOOP", 200);
  const left: Record<string, number> = {};
  for await (const entry of Deno.readDir(folder)) {
    left[entry.name] = (await Deno.stat(`${folder}/${entry.name}`)).size;
  }
  await Deno.chmod(folder, 0o755);
  await Deno.remove(folder, { recursive: true });
  return { reply: text, left };
}

const closeFolder = (folder: string) => Deno.chmod(folder, 0o555);
const closeFiles = async (folder: string) => {
  for await (const { name } of Deno.readDir(folder)) await Deno.chmod(`${folder}/${name}`, 0);
};
const emptyFolder = async (folder: string) => {
  for await (const { name } of Deno.readDir(folder)) await Deno.remove(`${folder}/${name}`);
};

test({
  name: "rights and files that go away during an upload do to it what they do to the original's",
  needs: ["peer", "root"],
  async fn() {
    for (const setting of ["", "DeleteAbortedStores on", "HiddenStores on"]) {
      const hidden = setting.startsWith("Hidden");
      await using own = await startServer(CONFIG + setting);
      await using original = await startPeer(CONFIG + setting);
      for (const work of [closeFolder, closeFiles, emptyFolder]) {
        for (const name of ["new", "old"] as const) {
          const [ours, theirs] = await Promise.all(
            [own, original].map((server) => disturbed(server, name, hidden, work)),
          );
          assert.deepEqual(ours, theirs, `${setting} ${work.name} ${name}`);
          const isDone = !hidden || work === closeFiles;
          assert.match(ours.reply, isDone ? /^226 / : /^550 .*: Rename of hidden file /);
          if (work !== emptyFolder) {
            assert.equal(ours.left[isDone ? name : `.in.${name}.`], 2000);
            if (!isDone) assert.equal(ours.left.old, 3);
          }
        }
      }
    }
  },
});
