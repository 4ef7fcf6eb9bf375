import assert from "node:assert/strict";
import { urlOf, type Workplace, workplace } from "../../harness/client_program.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, digest, makeTree, readTree } from "../../harness/tree.ts";

const needs = ["wget"];

/** wget without anybody's settings and without second tries; its messages are in `stderr`. */
const FLAGS = ["--no-config", "--tries=1", "--timeout=20", "--no-verbose"];

/** Passively, with EPSV or PASV as wget likes, and actively. */
const WAYS = [[], ["--no-passive-ftp"]] as const;

function wget(work: Workplace, ...args: string[]) {
  return work.run("wget", [...FLAGS, ...args]);
}

/** A file in the home of the first user, dated in 2001. */
async function put(server: Server, name: string, bytes: Uint8Array): Promise<void> {
  await Deno.writeFile(`${server.home}/${name}`, bytes);
  await Deno.utime(`${server.home}/${name}`, 1_000_000_000, 1_000_000_000);
}

testInBothManners({
  name: "wget takes a file with its date, passively and actively",
  needs,
  async fn(server) {
    await using work = await workplace();
    const whole = content(1_000_000);
    await put(server, "a file", whole);
    for (const way of WAYS) {
      await wget(work, ...way, `${urlOf(server)}/a%20file`, "-O", "copy");
      const copy = await Deno.readFile(`${work.folder}/copy`);
      assert.equal(await digest(copy), await digest(whole));
      const { stderr } = await wget(work, ...way, "-d", "-N", `${urlOf(server)}/a%20file`);
      assert.match(stderr, way.length > 0 ? /^--> (EPRT|PORT) /m : /^--> (EPSV|PASV)/m);
      // From the listing, in which an old file has its day, and no zone.
      const { mtime } = await Deno.stat(`${work.folder}/a file`);
      assert.ok(Math.abs((mtime?.getTime() ?? 0) / 1000 - 1_000_000_000) < 2 * 86_400);
      await Deno.remove(`${work.folder}/a file`);
    }
  },
});

testInBothManners({
  name: "wget takes what is newer, and that alone",
  needs,
  async fn(server) {
    await using work = await workplace();
    await put(server, "file", content(3000));
    const again = ["-N", `${urlOf(server)}/file`];
    assert.match((await wget(work, ...again)).stderr, / -> "file" /);
    assert.doesNotMatch((await wget(work, ...again)).stderr, / -> "file" /);
    await Deno.utime(`${server.home}/file`, 1_100_000_000, 1_100_000_000);
    assert.match((await wget(work, ...again)).stderr, / -> "file" /);
  },
});

testInBothManners({
  name: "wget fetches a tree by its listings, and what links lead to",
  needs,
  async fn(server) {
    await using work = await workplace();
    // wget takes a name in brackets for a pattern, and stops at a semicolon.
    await makeTree(`${server.home}/tree`, 60, true);
    await Deno.writeFile(`${server.home}/tree/two words`, content(100));
    await Deno.symlink("file0", `${server.home}/tree/link`);
    const there = await readTree(`${server.home}/tree`);
    for (const way of WAYS) {
      const flags = [...way, "--recursive", "--level=inf", "-N", "--no-host-directories"];
      await wget(work, ...flags, "--cut-dirs=1", "-P", "back", `${urlOf(server)}/tree/`);
      assert.deepEqual(await readTree(`${work.folder}/back`), there);
      await Deno.remove(`${work.folder}/back`, { recursive: true });
    }
  },
});

testInBothManners({
  name: "wget takes what a pattern names, and follows links where it is told to",
  needs,
  async fn(server) {
    await using work = await workplace();
    for (const name of ["one.txt", "two.txt", "three.bin"]) await put(server, name, content(500));
    await Deno.symlink("three.bin", `${server.home}/four.txt`);
    await wget(work, "--retr-symlinks", `${urlOf(server)}/*.txt`);
    const taken = [...Deno.readDirSync(work.folder)].filter(({ isFile }) => isFile);
    assert.deepEqual(taken.map(({ name }) => name).sort(), ["four.txt", "one.txt", "two.txt"]);
    assert.deepEqual(await Deno.readFile(`${work.folder}/four.txt`), content(500));
  },
});

testInBothManners({
  name: "wget goes on where a file stops, and starts where it is told to",
  needs,
  async fn(server) {
    await using work = await workplace();
    const whole = content(400_000);
    await put(server, "file", whole);
    for (const way of WAYS) {
      await Deno.writeFile(`${work.folder}/file`, whole.subarray(0, 150_000));
      await wget(work, ...way, "--continue", `${urlOf(server)}/file`);
      assert.deepEqual(await Deno.readFile(`${work.folder}/file`), whole);
    }
    await waitForTransferLog(server, / 250000 \S+\/file [^]* 250000 \S+\/file /);
    await wget(work, "--start-pos=399000", "-O", "tail", `${urlOf(server)}/file`);
    assert.deepEqual(await Deno.readFile(`${work.folder}/tail`), whole.slice(399_000));
  },
});

testInBothManners({
  name: "wget asks whether a file is there, and is told when the password is wrong",
  needs,
  async fn(server) {
    await using work = await workplace();
    await put(server, "file", content(10));
    await wget(work, "--spider", `${urlOf(server)}/file`);
    const failing = async (...args: string[]) => (await work.try("wget", [...FLAGS, ...args])).code;
    assert.equal(await failing("--spider", `${urlOf(server)}/none`), 8); // an error of the server's
    assert.equal(await failing(`${urlOf(server)}/none/`), 8);
    const stranger = ["--ftp-user=alice", "--ftp-password=wrong"];
    assert.equal(await failing(...stranger, `ftp://127.0.0.1:${server.port}/file`), 6);
  },
});

testInBothManners({
  name: "wget takes text in ASCII mode, with CR before LF as it came",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeTextFile(`${server.home}/text`, "a\nb\n");
    await wget(work, "-O", "text", `${urlOf(server)}/text;type=a`);
    assert.equal(await Deno.readTextFile(`${work.folder}/text`), "a\r\nb\r\n");
  },
});
