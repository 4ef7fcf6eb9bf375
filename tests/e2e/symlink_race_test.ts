/**
 * A user's process swaps directories for links that lead out of the jail, as fast as it can, while
 * clients ask for paths in there with every command that takes one. None may get out.
 *
 * The number of tries can be set: PROFTPD_TEST_RACE_TRIES=1000000
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Client } from "../harness/client.ts";
import { testInBothManners } from "../harness/manners.ts";
import type { ReceivedReply } from "../harness/reply.ts";
import type { Server } from "../harness/server.ts";
import { DEADLINE } from "../harness/wait_for.ts";

const TRIES = Number(Deno.env.get("PROFTPD_TEST_RACE_TRIES") ?? 3000);
const CLIENTS = 3;

/** What is outside has a size and a time that nothing inside has. */
const OUTSIDE = "outside ".repeat(9719 / 8 + 1).slice(0, 9719);
const OUTSIDE_TIME = new Date("1999-12-31T23:58:57Z");

/** A digest of what is outside. */
const digest = (algorithm: string) => createHash(algorithm).update(OUTSIDE).digest("hex");

/**
 * What a reply or a listing must not hold: that time, that size, a name, the contents, a digest of
 * them. Each in full: the same digits may be part of any number.
 */
const LEAK = new RegExp(
  [
    ...["19991231235857", "Dec 31  1999", "^213 9719\\b", "size=9719;", "only-outside"],
    ...["outside outside", digest("md5"), digest("sha1"), digest("sha256")],
  ].join("|"),
  "im",
);

/** Everything but those with data connections; `n` is the client's own number. */
const commands = (n: number): readonly string[] => [
  ...["SIZE x/secret", "MDTM x/secret", "MLST x/secret", "STAT x", "STAT x/secret", "MLST x/dir"],
  ...["CWD x", "SIZE secret", "CWD dir", "MLST", "CDUP", "MLST secret", "CWD /"],
  ...["STAT x/dir/..", "SIZE x/dir/../secret", "SIZE moved/deep/../../../secret", "CWD /"],
  ...[`MKD x/made${n}`, `RMD x/made${n}`, "RMD x/gone", "DELE x/bait"],
  ...[`RNFR x/a${n}`, `RNTO x/b${n}`, `RNFR x/b${n}`, `RNTO x/a${n}`],
  ...["RNFR x/bait", `RNTO found${n}`, `RNFR found${n}`, "RNTO x/bait"],
  ...["SITE CHMOD 600 x/secret", "SITE CHMOD 644 x/secret", "SITE CHGRP nogroup x/secret"],
  ...["MFMT 20200101000000 x/secret", "SITE UTIME 202001010000 x/secret"],
  ...["MFF UNIX.mode=0640; x/secret", "SITE SYMLINK x/secret x/new-link", "DELE x/new-link"],
  ...["SITE MKDIR x/site", "SITE RMDIR x/site", "SITE RMDIR x/gone"],
  ...["SITE CPFR x/secret", `SITE CPTO copy${n}`, `SIZE copy${n}`, `DELE copy${n}`],
  ...[`SITE CPFR file`, `SITE CPTO x/copy${n}`, `DELE x/copy${n}`, "SITE COPY x/dir new-dir"],
  ...["SITE RMDIR new-dir", "HASH x/secret", "XSHA256 x/secret", "XMD5 x/bait"],
];

const LISTINGS = [
  "LIST x",
  "NLST x",
  "MLSD x",
  "LIST -R x",
  "LIST x/*",
  "NLST x/*",
  "RETR x/secret",
];
const UPLOADS = ["STOR x/secret", "APPE x/secret", "STOR x/bait", "STOU x/dir"];

/** Directories with the same names, inside and outside. */
async function furnish({ folder, home }: Server): Promise<{ outside: string }> {
  const outside = `${folder}/outside`;
  const { uid, gid } = await Deno.stat(home);
  for (const directory of [outside, `${outside}/gone`, `${home}/x`]) await Deno.mkdir(directory);
  for (const place of [outside, `${home}/x`]) {
    await Deno.mkdir(`${place}/dir`);
    const content = place === outside ? OUTSIDE : "inside";
    for (const name of ["secret", ...Array.from({ length: CLIENTS }, (_, n) => `a${n}`)]) {
      await Deno.writeTextFile(`${place}/${name}`, content);
    }
  }
  for (const name of ["bait", "only-outside"]) {
    await Deno.writeTextFile(`${outside}/${name}`, OUTSIDE);
  }
  await Deno.mkdir(`${home}/movable/deep`, { recursive: true });
  await Deno.mkdir(`${folder}/elsewhere`);
  await Deno.writeTextFile(`${home}/file`, "a file\n");
  await Deno.symlink(outside, `${home}/link`);
  await own([outside, `${home}/x`, `${home}/movable`, `${home}/file`], uid, gid);
  for (const path of await everythingIn(outside)) {
    await Deno.chmod(path, path === outside || (await Deno.stat(path)).isDirectory ? 0o777 : 0o666);
    await Deno.utime(path, OUTSIDE_TIME, OUTSIDE_TIME);
  }
  return { outside };
}

async function everythingIn(path: string): Promise<string[]> {
  if (!(await Deno.lstat(path)).isDirectory) return [path];
  const names = await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  const below = await Promise.all(names.sort().map((name) => everythingIn(`${path}/${name}`)));
  return [...below.flat(), path];
}

async function own(paths: readonly string[], uid: number | null, gid: number | null) {
  if (Deno.uid() !== 0) return;
  for (const path of paths) {
    for (const each of await everythingIn(path)) await Deno.chown(each, uid, gid);
  }
}

/** Names, contents and all times but that of the last reading. */
async function stateOf(folder: string): Promise<string[]> {
  return await Promise.all((await everythingIn(folder)).map(async (path) => {
    const { ctime, mtime, mode, uid, gid, size, isFile } = await Deno.lstat(path);
    const text = isFile ? (await Deno.readTextFile(path)).length : "";
    return [path, ctime?.getTime(), mtime?.getTime(), mode, uid, gid, size, text].join(" ");
  }));
}

/** The process of the user's: a thread, which needs no file that the user might not reach. */
async function startSwapper(server: Server, movesOut: boolean): Promise<() => Promise<number>> {
  const program = `
    import { AT_FDCWD } from "${new URL("../../src/libc/statx.ts", import.meta.url)}";
    import { renameAt } from "${new URL("../../src/libc/files.ts", import.meta.url)}";
    const EXCHANGE = 2;
    onmessage = ({ data: { home, elsewhere, movesOut, stop } }) => {
      let round = 0;
      for (; Atomics.load(stop, 0) === 0; round++) {
        try {
          renameAt(AT_FDCWD, home + "/x", AT_FDCWD, home + "/link", EXCHANGE);
          if (movesOut && round % 8 === 0) {
            renameAt(AT_FDCWD, home + "/movable", AT_FDCWD, elsewhere + "/moved");
            renameAt(AT_FDCWD, elsewhere + "/moved", AT_FDCWD, home + "/movable");
          }
        } catch {
          // A client removed or renamed one of them.
        }
        if (round === 100) postMessage("swapping");
      }
      postMessage(round);
    };`;
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  const message = () =>
    new Promise<number>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
    });
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const swapping = message();
  const { home, folder } = server;
  worker.postMessage({ home, elsewhere: `${folder}/elsewhere`, movesOut, stop });
  await swapping;
  URL.revokeObjectURL(url);
  return async () => {
    const stopped = message();
    Atomics.store(stop, 0, 1);
    const rounds = await stopped;
    worker.terminate();
    return rounds;
  };
}

function checkReply(command: string, { text }: ReceivedReply): void {
  assert.doesNotMatch(text, LEAK, command);
}

/** One client's part of the tries; the result is how often a path inside was reached. */
async function hammer(client: Client, number: number, tries: number): Promise<number> {
  let reached = 0;
  await client.expect("TYPE I", 200);
  const end = performance.now() + DEADLINE;
  // On a busy machine the directory may be a link for long.
  const isEnough = (done: number) => done >= tries && (reached > 0 || performance.now() > end);
  for (let done = 0, round = 0; !isEnough(done); round++) {
    const batch = commands(number);
    await client.write(batch.map((line) => `${line}\r\n`).join(""));
    for (const command of batch) {
      const answer = await client.reply(command);
      checkReply(command, answer);
      if (command === "SIZE x/secret" && answer.code === 213) reached++;
    }
    const listing = LISTINGS[round % LISTINGS.length];
    const upload = UPLOADS[round % UPLOADS.length];
    assert.doesNotMatch(await client.download(listing).catch(refused), LEAK, listing);
    await client.upload(upload, "inside").catch(refused);
    done += batch.length + 2;
  }
  return reached;
}

/** A transfer that was refused has no contents; anything else that goes wrong is a failure. */
function refused(error: unknown): string {
  if (error instanceof assert.AssertionError) return "";
  throw error;
}

testInBothManners({
  name: "no command gets out of a jail by a directory that is swapped for a link meanwhile",
  needs: [],
  config: "LoadModule mod_site_misc.c\nLoadModule mod_copy.c\nLoadModule mod_digest.c\n" +
    "TimesGMT on\n",
  async fn(server) {
    const { outside } = await furnish(server);
    const before = await stateOf(outside);
    // To a chroot(2) alone a directory that leaves it meanwhile is a way out, for whoever has
    // another way out already.
    const isConfined = server.account().uid !== 20_001;
    const stop = await startSwapper(server, isConfined);
    await using stack = new AsyncDisposableStack();
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, async () => stack.use(await server.login())),
    );
    let reached: number[];
    try {
      reached = await Promise.all(
        clients.map((client, number) => hammer(client, number, TRIES / CLIENTS)),
      );
    } finally {
      const rounds = await stop();
      if (TRIES > 100_000) console.log(`${rounds} swaps`);
    }
    assert.ok(reached.every((count) => count > 0), "no path was reached: the test says nothing");
    assert.deepEqual(await stateOf(outside), before);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(`${server.folder}/elsewhere`)), []);
  },
});
