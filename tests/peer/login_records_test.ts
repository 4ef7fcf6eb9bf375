/**
 * Logins in wtmp and lastlog, beside the original.
 */
import assert from "node:assert/strict";
import { stringUntilNul } from "../../src/libc/bytes.ts";
import { HASHES, PASSWORD } from "../harness/password.ts";
import { startPeer } from "../harness/peer.ts";
import { PRIVATE_ETC_NEEDS } from "../harness/private_etc.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { systemUsers } from "../harness/system_users.ts";
import { waitFor } from "../harness/wait_for.ts";

const NEEDS = ["root", ...PRIVATE_ETC_NEEDS];

const carol = {
  name: "carol",
  uid: 20_005,
  gid: 20_005,
  hash: HASHES.sha512,
  shell: "/bin/sh",
};

/** sizeof(struct utmp) on this machine. */
const SIZE = Deno.build.arch === "x86_64" ? 384 : 400;

/** The records in `bytes`: terminal, user, host. */
function records(bytes: Uint8Array): string[][] {
  const found: string[][] = [];
  for (let at = 0; at + SIZE <= bytes.length; at += SIZE) {
    found.push(
      [8, 44, 76].map((field) =>
        stringUntilNul(bytes, at + field).replace(
          /\d+$/,
          (digits) => field === 8 ? "<pid>" : digits,
        )
      ),
    );
  }
  return found;
}

test({
  name: "WtmpLog and UseLastlog record the logins that the original records",
  needs: ["peer", ...NEEDS],
  async fn() {
    const area = "<Anonymous ~carol>\nUser carol\nUserAlias guest carol\n";
    for (
      const lines of [
        "WtmpLog on\nDefaultRoot ~",
        "WtmpLog NONE",
        "WtmpLog off\nUseLastlog on",
        "UseLastlog on\nWtmpLog off",
        `WtmpLog on\n${area}WtmpLog off\n</Anonymous>`,
        `WtmpLog off\n${area}WtmpLog on\n</Anonymous>`,
      ]
    ) {
      const sides = [PEER_PROGRAM, PROFTPD].map(async (program) => {
        await using system = await systemUsers([carol], { program, logs: true });
        if (lines.endsWith("UseLastlog on")) await Deno.writeTextFile(`${system.logs}/lastlog`, "");
        const start = program === PROFTPD ? startServer : startPeer;
        await using server = await start({
          program: system.program,
          config: `SyslogLevel info\nAuthPAM off\nAuthOrder mod_auth_unix.c\n${lines}`,
        });
        const logins = [["carol", "wrong"], ["carol", PASSWORD], ["guest", "x@y"]];
        for (const [index, [name, password]] of logins.entries()) {
          await using client = await server.connect();
          await client.expect(`USER ${name}`, 331);
          await client.command(`PASS ${password}`);
          await client.expect("QUIT", 221);
          await waitFor("the session's end", async () => {
            return (await server.log()).split("FTP session closed.").length > index + 1;
          });
        }
        const lastlog = await size(`${system.logs}/lastlog`);
        return { wtmp: records(await Deno.readFile(`${system.logs}/wtmp`)), lastlog };
      });
      const [theirs, ours] = await Promise.all(sides);
      assert.deepEqual(ours, theirs, lines);
    }
  },
});

test({
  name: "last(1) shows when a login began and ended, in a jail, too",
  needs: ["last", ...NEEDS],
  async fn() {
    await using system = await systemUsers([carol], { logs: true });
    await using server = await startServer({
      program: system.program,
      config: "AuthOrder mod_auth_unix.c\nWtmpLog on\nDefaultRoot ~",
    });
    const last = async () => (await run("last", ["-f", `${system.logs}/wtmp`])).stdout;
    await using client = await server.connect();
    await client.login("carol", PASSWORD);
    assert.match(await last(), /^carol +ftpd\d+ +127\.0\.0\.1 /m);
    await client.expect("QUIT", 221);
    await waitFor("the end in wtmp", async () => {
      return /^carol +ftpd\d+ +127\.0\.0\.1 .* - .*\(\d\d:\d\d\)/m.test(await last());
    });
  },
});

test({
  name: "without a wtmp, or the right to write there, logins go on, and the log says so",
  needs: NEEDS,
  async fn() {
    await using system = await systemUsers([carol], { logs: true });
    await Deno.remove(`${system.logs}/wtmp`);
    await using server = await startServer({
      program: system.program,
      config: "AuthOrder mod_auth_unix.c\nWtmpLog on",
    });
    await using client = await server.connect();
    await client.login("carol", PASSWORD);
    const reason = "failed to open wtmp /var/log/wtmp: No such file or directory";
    assert.ok((await server.log()).includes(reason));
    await assert.rejects(Deno.stat(`${system.logs}/wtmp`), Deno.errors.NotFound);
  },
});

async function size(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
