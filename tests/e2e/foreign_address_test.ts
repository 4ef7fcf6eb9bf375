/**
 * Transfers between two servers, and what they must not be used for (RFC 2577 §3).
 */
import assert from "node:assert/strict";
import { stringOf } from "../../src/libc/bytes.ts";
import { Client } from "../harness/client.ts";
import { DataChannel } from "../harness/data_channel.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

const FRIENDS = "<Class friends>\nFrom 127.0.0.2 127.0.0.3\n</Class>\n";

/** Logs in at an address of `server`, from 127.0.0.1. */
async function enter(server: Server, host: string): Promise<Client> {
  const client = await Client.connect(server.port, host);
  await client.login("alice", "secret");
  return client;
}

/** Has `from`, reached at `fromHost`, send a file to `to`, which waits at 127.0.0.2; the replies. */
async function relay(from: Server, fromHost: string, to: Server): Promise<string[]> {
  await using source = await enter(from, fromHost);
  await using target = await enter(to, "127.0.0.2");
  const { text } = await target.command("PASV");
  const place = /\(([\d,]+)\)/.exec(text)?.[1] ?? "";
  assert.match(place, /^127,0,0,2,/);
  const port = await source.command(`PORT ${place}`);
  if (port.code !== 200) return [port.text];
  await target.send("STOR copy");
  await source.expect("RETR file", 150);
  await target.expectReply(150);
  return [(await source.reply()).text, (await target.reply()).text];
}

const DONE = ["226 Transfer complete", "226 Transfer complete"];

test({
  name: "a file goes from server to server where the one that connects is told to allow it",
  needs: [],
  async fn() {
    await using target = await startServer("");
    for (const allowed of ["AllowForeignAddress on", `${FRIENDS}AllowForeignAddress friends`]) {
      await using source = await startServer(allowed);
      await Deno.writeTextFile(`${source.home}/file`, "text\n");
      assert.deepEqual(await relay(source, "127.0.0.1", target), DONE);
      assert.equal(await target.read("home/alice/copy"), "text\n");
      await Deno.remove(`${target.home}/copy`);
    }
  },
});

test({
  name: "PORT and EPRT to another machine, or to a low port, are refused and logged",
  needs: [],
  async fn() {
    for (
      const config of ["", `${FRIENDS}AllowForeignAddress friends`, "AllowForeignAddress no-such"]
    ) {
      await using server = await startServer(`SyslogLevel info\n${config}`);
      await using client = await server.login();
      await client.expect("PORT 127,0,0,9,200,1", "500 Illegal PORT command");
      await client.expect("EPRT |1|127.0.0.9|51201|", "500 Illegal EPRT command");
      await client.expect("PORT 127,0,0,1,0,25", "500 Illegal PORT command");
      const log = await server.log();
      assert.match(log, /Refused PORT 127,0,0,9,200,1 \(address mismatch\)/);
      assert.match(log, /Refused EPRT \|1\|127.0.0.9\|51201\| \(address mismatch\)/);
      assert.match(log, /\(port 25 below 1024, possible bounce attack\)/);
    }
  },
});

test({
  name: "a passive port is the client's, and others' only where they are allowed",
  needs: [],
  async fn() {
    await using source = await startServer("AllowForeignAddress on");
    await Deno.writeTextFile(`${source.home}/file`, "text\n");
    await using friendly = await startServer(`${FRIENDS}AllowForeignAddress friends`);
    assert.deepEqual(await relay(source, "127.0.0.3", friendly), DONE);
    await using strict = await startServer("");
    await using client = await enter(source, "127.0.0.3");
    await using target = await enter(strict, "127.0.0.2");
    const { text } = await target.command("PASV");
    await client.expect(`PORT ${/\(([\d,]+)\)/.exec(text)?.[1]}`, 200);
    await target.send("STOR copy");
    await client.send("RETR file");
    await waitFor(
      "a refusal in the log",
      async () =>
        /SECURITY VIOLATION: Passive connection from 127\.0\.0\.3 rejected/.test(
          await strict.log(),
        ),
    );
    assert.equal(await strict.read("home/alice/copy"), "");
  },
});

test({
  name: "a client that knows its private address only is reached at the one it comes from",
  needs: [],
  async fn() {
    await using server = await startServer("");
    await Deno.writeTextFile(`${server.home}/file`, "text\n");
    await using client = await server.login();
    for (const address of ["10.1.2.3", "172.16.0.1", "192.168.0.9"]) {
      await using data = DataChannel.listen("127.0.0.1");
      await client.expect(`EPRT |1|${address}|${data.port}|`, 200);
      await client.expect("RETR file", 150);
      assert.equal(stringOf(await data.readAll()), "text\r\n");
      await client.expectReply(226);
    }
    await client.expect("PORT 10,1,2,3,0,25", "500 Illegal PORT command");
    await client.expect("PORT 172,32,0,1,200,1", "500 Illegal PORT command");
  },
});
