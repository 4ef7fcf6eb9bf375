import assert from "node:assert/strict";
import { type Workplace, workplace } from "../../harness/client_program.ts";
import { freePort, isListening } from "../../harness/free_port.ts";
import { testInBothManners } from "../../harness/manners.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { content, makeTree, readTree } from "../../harness/tree.ts";
import { waitFor, within } from "../../harness/wait_for.ts";

const needs = ["rclone"];

/** The flags by which the server is `:ftp:`. */
async function settings(work: Workplace, server: Server): Promise<string[]> {
  const { name, password } = server.account();
  const { stdout: obscured } = await work.run("rclone", ["obscure", password]);
  return [
    ...["--config", "/dev/null", "--retries", "1", "--low-level-retries", "1"],
    ...["--ftp-host", "127.0.0.1", "--ftp-port", String(server.port)],
    ...["--ftp-user", name, "--ftp-pass", obscured.trim()],
  ];
}

/** Runs rclone with the server as `:ftp:`, all its settings on the command line. */
async function rclone(work: Workplace, server: Server, ...args: string[]) {
  return await work.run("rclone", [...await settings(work, server), ...args]);
}

testInBothManners({
  name: "rclone synchronizes a tree and finds no difference when it checks",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${work.folder}/there`, 120);
    await rclone(work, server, "sync", "there", ":ftp:tree");
    const sent = await readTree(`${work.folder}/there`);
    assert.deepEqual(await readTree(`${server.home}/tree`), sent);
    const { stderr } = await rclone(work, server, "check", "--download", "there", ":ftp:tree");
    assert.match(stderr, /0 differences found/);
    assert.match(stderr, /120 matching files/);
    await rclone(work, server, "copy", ":ftp:tree", "back");
    assert.deepEqual(await readTree(`${work.folder}/back`), sent);
  },
});

testInBothManners({
  name: "rclone brings the server in line with what has changed, and no more",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${work.folder}/there`, 20);
    await rclone(work, server, "sync", "there", ":ftp:tree");
    await Deno.remove(`${work.folder}/there/plain.txt`);
    await Deno.writeFile(`${work.folder}/there/new`, content(10_000));
    const { stderr } = await rclone(
      work,
      server,
      "sync",
      "-v",
      "--size-only",
      "there",
      ":ftp:tree",
    );
    assert.match(stderr, /plain.txt: Deleted/);
    assert.match(stderr, /new: Copied \(new\)/);
    assert.equal(stderr.match(/: Copied/g)?.length, 1);
    assert.deepEqual(await readTree(`${server.home}/tree`), await readTree(`${work.folder}/there`));
  },
});

testInBothManners({
  name: "rclone lists, reads, moves and removes",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${server.home}`, 9, true);
    if (Deno.uid() === 0) {
      const { uid, gid, home } = server.account();
      await work.run("chown", ["-R", `${uid}:${gid}`, home]);
    }
    const { stdout: listed } = await rclone(work, server, "lsf", "-R", "--files-only", ":ftp:");
    assert.deepEqual(listed.trim().split("\n").sort(), [...(await readTree(server.home)).keys()]);
    assert.match((await rclone(work, server, "size", ":ftp:")).stdout, /objects: 9\b/i);
    await rclone(work, server, "moveto", ":ftp:file3", ":ftp:deep/er/moved");
    await rclone(work, server, "purge", ":ftp:d1");
    const left = [...(await readTree(server.home)).keys()];
    assert.equal(left.includes("deep/er/moved"), true);
    assert.deepEqual(left.filter((path) => path.startsWith("d1/") || path === "file3"), []);
  },
});

/** Several connections at once. */
const MANY = ["--transfers", "8", "--checkers", "8"];

testInBothManners({
  name: "rclone copies over several connections, and without MLSD and EPSV finds the same",
  needs,
  async fn(server) {
    await using work = await workplace();
    await makeTree(`${work.folder}/there`, 60, true);
    await rclone(work, server, ...MANY, "copy", "there", ":ftp:tree");
    const sent = await readTree(`${work.folder}/there`);
    assert.deepEqual(await readTree(`${server.home}/tree`), sent);
    // Without MLSD it reads the lines of LIST, without EPSV it asks for PASV.
    const old = ["--ftp-disable-mlsd", "--ftp-disable-epsv", "--ftp-disable-utf8"];
    const { stderr } = await rclone(work, server, ...MANY, ...old, "check", "there", ":ftp:tree");
    assert.match(stderr, /0 differences found/);
    assert.match(stderr, /60 matching files/);
  },
});

test({
  name: "rclone copies thousands of small files, and misses none",
  needs,
  async fn() {
    await using server = await startServer("DefaultRoot ~");
    await using work = await workplace();
    // In parts, so that a slow machine has time enough for each.
    for (const part of ["a", "b", "c", "d"]) {
      await makeTree(`${work.folder}/${part}`, 500, true);
      await rclone(work, server, ...MANY, "copy", part, `:ftp:${part}`);
      const { stderr } = await rclone(work, server, ...MANY, "check", part, `:ftp:${part}`);
      assert.match(stderr, /0 differences found/);
      assert.match(stderr, /500 matching files/);
      const sent = await readTree(`${work.folder}/${part}`);
      assert.deepEqual(await readTree(`${server.home}/${part}`), sent);
    }
  },
});

test({
  name: "rclone serves a tree of 10,000 small files as web pages, each read when it is asked for",
  needs,
  async fn() {
    await using server = await startServer("DefaultRoot ~");
    await using work = await workplace();
    const folders = Array.from({ length: 20 }, (_, number) => `d${number}`);
    for (const folder of folders) {
      await Deno.mkdir(`${server.home}/${folder}`);
      for (let number = 0; number < 500; number++) {
        await Deno.writeTextFile(`${server.home}/${folder}/f${number}`, `${folder} ${number}\n`);
      }
    }
    const port = freePort();
    await using _rclone = await serving(work, server, port);
    const page = async (path: string) => {
      const answer = await within(path, fetch(`http://127.0.0.1:${port}/${path}`));
      assert.equal(answer.status, 200, path);
      return await answer.text();
    };
    for (const folder of folders) {
      assert.equal((await page(`${folder}/`)).match(/href="f\d+"/g)?.length, 500);
      for (const number of [0, 99, 250, 499]) {
        assert.equal(await page(`${folder}/f${number}`), `${folder} ${number}\n`);
      }
    }
  },
});

/** `rclone serve http` at `port`, until it is disposed of. */
async function serving(work: Workplace, server: Server, port: number): Promise<AsyncDisposable> {
  const child = new Deno.Command("rclone", {
    args: [
      ...await settings(work, server),
      ...["serve", "http", "--read-only", "--addr", `127.0.0.1:${port}`, ":ftp:"],
    ],
    env: { HOME: work.folder, XDG_CACHE_HOME: `${work.folder}/.cache` },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await waitFor("rclone's pages", () => isListening(port));
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}
