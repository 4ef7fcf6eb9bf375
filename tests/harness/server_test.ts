import assert from "node:assert/strict";
import { ordinaryUser } from "./ordinary_user.ts";
import { startPeer } from "./peer.ts";
import { isAlive, statusField } from "./processes.ts";
import { test } from "./requires.ts";

test({
  name: "the harness runs the original in the foreground and leaves nothing behind",
  needs: ["peer"],
  async fn() {
    let pid = 0;
    let folder = "";
    {
      await using server = await startPeer("SyslogLevel info");
      ({ pid, folder } = server);
      await using client = await server.login();
      await client.expect(
        'MKD a"b',
        '257 "/a""b" - Directory successfully created'.replace(
          "/a",
          `${server.home}/a`,
        ),
      );
      await client.upload("STOR x", "content\xff");
      assert.equal(await client.download("RETR x"), "content\xff");
      const data = await client.active();
      await client.expect("NLST", 150);
      assert.equal(new TextDecoder().decode(await data.readAll()).includes("x\r\n"), true);
      data.close();
      await client.expectReply(226);
      assert.equal((await server.sessions()).length, 1);
      await client.expect("QUIT", "221 Goodbye.");
      assert.equal(await client.closed(), "");
      assert.match(await server.log(), /FTP session opened/);
    }
    assert.equal(await isAlive(pid), false);
    await assert.rejects(Deno.stat(folder), Deno.errors.NotFound);
  },
});

test({
  name: "the harness runs the original as a daemon",
  needs: ["peer"],
  async fn() {
    await using server = await startPeer({ daemon: true });
    await using client = await server.connect();
    assert.equal(client.greeting.code, 220);
    assert.equal((await server.status).code, 0);
  },
});

test({
  name: "the harness runs the original as an ordinary user",
  needs: ["peer", "root"],
  async fn() {
    const asUser = await ordinaryUser();
    await using server = await startPeer({ asUser });
    await using _client = await server.login();
    assert.match(await statusField(server.pid, "Uid"), new RegExp(`^${asUser.uid}\t`));
  },
});

test({
  name: "a server that does not start is reported with what it said",
  needs: ["peer"],
  async fn() {
    await assert.rejects(startPeer("NoSuchDirective on"), /unknown configuration directive/);
  },
});
