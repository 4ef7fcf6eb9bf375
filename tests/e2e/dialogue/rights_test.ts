/**
 * What a session may do, as the kernel has it: before and after login, when root runs the daemon.
 */
import assert from "node:assert/strict";
import { ordinaryUser } from "../../harness/ordinary_user.ts";
import { statusField } from "../../harness/processes.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";

const ALICE = { name: "alice", uid: 20_001, gid: 20_002 };

/** A server of root's with `ALICE`, who is also in the groups 20003 and 20004. */
async function start(config = "DefaultRoot ~", users = [ALICE]): Promise<Server> {
  const server = await startServer({ config, users });
  const groups = `${await server.read(
    "group",
  )}one:x:20003:bob,alice\ntwo:x:20004:alice\nno:x:5:bob\n`;
  await Deno.writeTextFile(`${server.folder}/group`, groups);
  return server;
}

/** The only session of `server`. */
async function sessionOf(server: Server): Promise<number> {
  const [session, ...more] = await server.sessions();
  assert.deepEqual(more, []);
  assert.ok(session !== undefined);
  return session;
}

/** A line of /proc/PID/status for each thread: rights belong to threads. */
async function inThreads(pid: number, name: string): Promise<string[]> {
  const threads = await Array.fromAsync(Deno.readDir(`/proc/${pid}/task`), (entry) => entry.name);
  const values = threads.map((thread) => statusField(Number(thread), name));
  return [...new Set(await Promise.all(values))];
}

const BOB = { name: "bob", uid: 20_005, gid: 20_006 };

const NONE = "0000000000000000";
const CHOWN_ONLY = "0000000000000001";

test({
  name: "before login a session works as User and Group, and keeps root for the login",
  needs: ["root"],
  async fn() {
    await using server = await start();
    await using client = await server.connect();
    await client.expect("USER alice", 331);
    const { uid, gid } = await ordinaryUser();
    const session = await sessionOf(server);
    assert.deepEqual((await statusField(session, "Uid")).split("\t").map(Number), [0, uid, 0, uid]);
    const groups = (await statusField(session, "Gid")).split("\t").map(Number);
    assert.equal(groups[1], gid);
    assert.deepEqual(await inThreads(session, "CapEff"), [NONE]);
    assert.equal(await statusField(session, "Groups"), String(gid));
  },
});

test({
  name: "after login every thread of a session is the user's, for good",
  needs: ["root"],
  async fn() {
    await using server = await start();
    await using client = await server.login();
    const session = await sessionOf(server);
    assert.deepEqual(await inThreads(session, "Uid"), ["20001\t20001\t20001\t20001"]);
    assert.deepEqual(await inThreads(session, "Gid"), ["20002\t20002\t20002\t20002"]);
    for (const set of ["CapInh", "CapPrm", "CapEff", "CapAmb"]) {
      assert.deepEqual(await inThreads(session, set), [NONE], set);
    }
    assert.deepEqual(await inThreads(session, "NoNewPrivs"), ["1"]);
    const groups = (await inThreads(session, "Groups")).map((line) => line.split(" ").sort());
    assert.deepEqual(groups, [["20002", "20003", "20004"]]);
    assert.equal(await Deno.readLink(`/proc/${session}/root`), server.home);
    await client.expect("NOOP", 200);
  },
});

test({
  name: "UserOwner leaves one thread the right to take CAP_CHOWN up, and no other",
  needs: ["root"],
  async fn() {
    const owner = "<Directory ~>\nUserOwner bob\nGroupOwner one\n</Directory>\n";
    await using server = await start(
      `DefaultRoot ~\nAllowStoreRestart on\n${owner}`,
      [ALICE, BOB],
    );
    await using client = await server.login();
    await client.upload("STOR file", "text");
    await client.expect("MKD folder", 257);
    for (const name of ["file", "folder"]) {
      const { uid, gid } = await Deno.stat(`${server.home}/${name}`);
      assert.deepEqual([uid, gid], [BOB.uid, 20_003], name);
    }
    const session = await sessionOf(server);
    assert.equal(await statusField(session, "CapPrm"), CHOWN_ONLY);
    assert.deepEqual((await inThreads(session, "CapPrm")).sort(), [NONE, CHOWN_ONLY]);
    for (const set of ["CapInh", "CapEff", "CapAmb"]) {
      assert.deepEqual(await inThreads(session, set), [NONE], set);
    }
    assert.deepEqual(await inThreads(session, "NoNewPrivs"), ["1"]);
    // Somebody else's file stays his.
    await Deno.writeTextFile(`${server.home}/roots`, "", { mode: 0o666 });
    await Deno.chmod(`${server.home}/roots`, 0o666);
    await client.upload("APPE roots", "more");
    assert.equal((await Deno.stat(`${server.home}/roots`)).uid, 0);
  },
});

test({
  name: "a session in a jail holds no descriptor of a folder, and none of a file with passwords",
  needs: ["root"],
  async fn() {
    await using server = await start();
    await using client = await server.login();
    await client.download("LIST");
    await client.expect("CWD /", 250);
    const session = await sessionOf(server);
    for await (const { name } of Deno.readDir(`/proc/${session}/fd`)) {
      const path = await Deno.readLink(`/proc/${session}/fd/${name}`);
      const { isDirectory } = await Deno.stat(`/proc/${session}/fd/${name}`);
      assert.equal(isDirectory, false, path);
      assert.doesNotMatch(path, /passwd|shadow|group|proftpd\.(conf|pid)$/);
    }
  },
});

test({
  name: "what a user makes belongs to him, with the modes of Umask",
  needs: ["root"],
  async fn() {
    await using server = await start("DefaultRoot ~\nUmask 027 077");
    await using client = await server.login();
    await client.upload("STOR file", "text");
    await client.expect("MKD folder", 257);
    const file = await Deno.stat(`${server.home}/file`);
    const folder = await Deno.stat(`${server.home}/folder`);
    assert.deepEqual([file.uid, file.gid, (file.mode ?? 0) & 0o7777], [20_001, 20_002, 0o640]);
    assert.deepEqual([folder.uid, folder.gid, (folder.mode ?? 0) & 0o777], [20_001, 20_002, 0o700]);
  },
});

test({
  name: "the kernel keeps users out of what is not theirs, and lets groups in",
  needs: ["root"],
  async fn() {
    await using server = await start("");
    const share = `${server.folder}/share`;
    await Deno.mkdir(share);
    await Deno.writeTextFile(`${share}/root-only`, "root", { mode: 0o600 });
    await Deno.writeTextFile(`${share}/group-only`, "group", { mode: 0o640 });
    await Deno.chown(`${share}/group-only`, 0, 20_004);
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.expect(`RETR ${share}/root-only`, `550 ${share}/root-only: Permission denied`);
    assert.equal(await client.download(`RETR ${share}/group-only`), "group");
    await client.expect(`MKD ${share}/new`, `550 ${share}/new: Permission denied`);
    await client.expect(`DELE ${share}/group-only`, 550);
    await client.expect(`RETR ${server.folder}/passwd`, 550);
  },
});

test({
  name: "root does not log in, whatever the password",
  needs: ["root"],
  async fn() {
    const users = [{ name: "root", uid: 0, gid: 0, home: "/" }];
    await using server = await startServer({ users });
    await using client = await server.connect();
    await client.expect("USER root", 331);
    await client.expect("PASS secret", "530 Login incorrect.");
    assert.match(await server.log(), /SECURITY VIOLATION: Root login attempted/);
  },
});

test({
  name: "nobody can attach to a session or read its memory, not even its own user",
  needs: ["root", "setpriv"],
  async fn() {
    await using server = await start();
    await using _client = await server.login();
    const session = await sessionOf(server);
    const ids = ["--reuid", "20001", "--regid", "20002", "--clear-groups"];
    for (const file of ["mem", "environ", "maps"]) {
      const { success } = await new Deno.Command("setpriv", {
        args: [...ids, "head", "-c", "1", `/proc/${session}/${file}`],
        stdout: "null",
        stderr: "null",
      }).output();
      assert.equal(success, false, file);
    }
  },
});
