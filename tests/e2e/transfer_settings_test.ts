/**
 * Settings of transfers where only ours can be looked at: moments, rates, ways to be broken off.
 */
import assert from "node:assert/strict";
import { waitForLog, waitForSessions, waitForTransferLog } from "../harness/eventually.ts";
import { makeBigFile } from "../harness/big_file.ts";
import { testInBothManners } from "../harness/manners.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

const CONFIG = "DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on\n";

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

testInBothManners({
  name: "a hidden upload has its name when it is complete, and what was there until then",
  needs: [],
  config: "HiddenStores on",
  async fn(server) {
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.upload("STOR file", "old");
    {
      await using data = await client.passive();
      await client.expect("STOR file", 150);
      await data.write(new Uint8Array(1000));
      const hidden = `${server.home}/.in.file.`;
      await waitFor("data", async () => (await Deno.stat(hidden)).size === 1000);
      assert.equal(await Deno.readTextFile(`${server.home}/file`), "old");
      data.close();
      await client.expectReply(226);
    }
    assert.deepEqual(await namesIn(server.home), ["file"]);
    assert.equal((await Deno.stat(`${server.home}/file`)).size, 1000);
  },
});

for (const how of ["ABOR", "a client that hangs up", "the end of the session"] as const) {
  for (const config of ["HiddenStores on", "DeleteAbortedStores on"]) {
    Deno.test(`${config} leaves nothing of an upload that ${how} breaks off`, async () => {
      await using server = await startServer(`${CONFIG}${config}`);
      await using client = await server.login();
      await client.expect("TYPE I", 200);
      await using data = await client.passive();
      await client.expect("STOR file", 150);
      await data.write(new Uint8Array(1000));
      await waitFor("the data in a file", async () => {
        const [name] = await namesIn(server.home);
        return name !== undefined && (await Deno.stat(`${server.home}/${name}`)).size === 1000;
      });
      if (how === "ABOR") {
        await client.expect("ABOR", 426);
        await client.expectReply(226);
      } else {
        if (how === "the end of the session") {
          for (const pid of await server.sessions()) Deno.kill(pid, "SIGTERM");
        } else client.close();
        await waitForSessions(server, 0);
      }
      assert.deepEqual(await namesIn(server.home), []);
      await waitForTransferLog(server, / 1000 \S+\/file b _ i r alice ftp 0 \* i\n$/);
      await waitForLog(server, "notice: user alice: aborting transfer: Data connection closed");
    });
  }
}

Deno.test("DeleteAbortedStores keeps what was in a file before", async () => {
  await using server = await startServer(`${CONFIG}DeleteAbortedStores on`);
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  for (const line of ["APPE file", "STOR file"]) {
    await client.upload("STOR file", "0123456789");
    if (line.startsWith("STOR")) await client.expect("REST 10", 350);
    await using data = await client.passive();
    await client.expect(line, 150);
    await data.write(new Uint8Array(1000));
    await waitFor("data", async () => (await Deno.stat(`${server.home}/file`)).size === 1010);
    await client.expect("ABOR", 426);
    await client.expectReply(226);
    assert.match(await Deno.readTextFile(`${server.home}/file`), /^0123456789/);
  }
});

Deno.test("STOU's names begin as StoreUniquePrefix says, and may have no prefix", async () => {
  await using server = await startServer(
    `${CONFIG}StoreUniquePrefix up-\n<Directory ~/bare>\nStoreUniquePrefix ""\n</Directory>`,
  );
  await using client = await server.login();
  await client.expect("MKD bare", 257);
  for (const [folder, wanted] of [["/", /^150 FILE: up-\w{6}$/], ["/bare", /^150 FILE: \w{6}$/]]) {
    await client.expect(`CWD ${folder}`, 250);
    await using data = await client.passive();
    await client.expect("STOU", wanted as RegExp);
    data.close();
    await client.expectReply(226);
  }
});

for (
  const { line, rate, what } of [
    { line: "RETR file", rate: "RETR 64", what: "a download" },
    { line: "RETR file", rate: "RETR 64\nUseSendfile off", what: "a copied download" },
    { line: "STOR new", rate: "STOR,APPE 64", what: "an upload" },
    { line: "STOR new", rate: "STOR 64 user alice\nTransferRate STOR 1", what: "a user's upload" },
  ]
) {
  Deno.test(`TransferRate slows ${what} down, but not its free bytes`, async () => {
    await using server = await startServer(
      CONFIG + `TransferRate ${rate.replace(" 64", " 64:65536")}`,
    );
    await Deno.writeFile(`${server.home}/file`, new Uint8Array(128 << 10), { mode: 0o666 });
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    const [session = 0] = await server.sessions();
    const before = await processorTime(session);
    const started = performance.now();
    if (line.startsWith("RETR")) await client.download(line);
    else await client.upload(line, new Uint8Array(128 << 10));
    const seconds = (performance.now() - started) / 1000;
    // Half of it is free, the other half takes a second; what the machine adds is not ours.
    assert.ok(seconds >= 0.8, `${seconds} s`);
    const ticks = await processorTime(session) - before;
    assert.ok(ticks <= 20, `${ticks} hundredths of a second of the processor`);
  });
}

/** Hundredths of a second that the process has computed; 0 where that cannot be seen. */
async function processorTime(pid: number): Promise<number> {
  if (pid === 0) return 0;
  const fields = (await Deno.readTextFile(`/proc/${pid}/stat`)).split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

Deno.test("a slow transfer is broken off by ABOR at once", async () => {
  await using server = await startServer(`${CONFIG}TransferRate RETR,STOR 0.01`);
  await makeBigFile(server, "big");
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  for (const line of ["RETR big", "STOR new"]) {
    await using data = await client.passive();
    await client.expect(line, 150);
    if (line.startsWith("STOR")) await data.write(new Uint8Array(1000));
    await client.expect("ABOR", 426);
    await client.expectReply(226);
  }
});

Deno.test("time that the rate takes is no stall", async () => {
  await using server = await startServer(`${CONFIG}TransferRate RETR 0.0005\nTimeoutStalled 1`);
  await Deno.writeTextFile(`${server.home}/file`, "xy", { mode: 0o666 });
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  assert.equal(await client.download("RETR file"), "xy");
});

test({
  name: "SocketOptions and TCPNoDelay hold for control and data connections",
  needs: ["root", "ss"],
  async fn() {
    const options = "SocketOptions rcvbuf 20480 sndbuf 10240 keepalive 77:3:5\nTCPNoDelay off";
    await using server = await startServer(`${CONFIG}${options}`);
    await makeBigFile(server, "big");
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    for (const way of ["passive", "active"] as const) {
      await using data = await client[way]();
      await client.expect("RETR big", 150);
      const [session = 0] = await server.sessions();
      const sockets = await waitFor("two sockets, one of them idle", async () => {
        const { stdout } = await run("ss", ["-tnopm"]);
        const own = stdout.split(/\n(?=\S)/).filter((text) => text.includes(`pid=${session},`));
        // What was sent is acknowledged when a client likes; until then another timer is shown.
        const isIdle = own.some((socket) => /timer:\(keepalive,1min1\dsec/.test(socket));
        return own.length === 2 && isIdle ? own : undefined;
      });
      // The kernel doubles what it is asked for (socket(7)).
      for (const socket of sockets) assert.match(socket, /rb40960,.*tb20480,/);
      data.close();
      await client.expectReply(426);
    }
  },
});
