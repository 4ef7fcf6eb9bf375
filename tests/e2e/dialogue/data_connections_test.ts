/**
 * How data connections come about, and with whom.
 */
import assert from "node:assert/strict";
import { linesOf } from "../../harness/child_lines.ts";
import { DataChannel } from "../../harness/data_channel.ts";
import { waitForLog } from "../../harness/eventually.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { freePortRange } from "../../harness/free_port.ts";
import { namespaces, PRIVATE_ETC_NEEDS } from "../../harness/private_etc.ts";
import { PROFTPD } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";
import { tempDir } from "../../harness/temp_dir.ts";
import { waitFor } from "../../harness/wait_for.ts";

const CONFIG = "DefaultRoot ~\nAllowOverwrite on";

/** The port in a reply to PASV. */
function portOf(text: string): number {
  const [, high, low] = /,(\d+),(\d+)\)\.$/.exec(text) ?? [];
  return Number(high) * 256 + Number(low);
}

test({
  name: "a client may connect, or be connected to, over IPv4 and IPv6",
  needs: ["/proc/net/if_inet6"],
  async fn() {
    for (const host of ["127.0.0.1", "::1"]) {
      await using server = await startServer(`${CONFIG}\nUseIPv6 on\nDefaultAddress ${host}`);
      await using client = await server.connect(host);
      await client.login("alice", "secret");
      for (const way of ["active", "extendedPassive"] as const) {
        {
          await using data = await client[way]();
          await client.expect("STOR file", 150);
          await data.writeAll(new TextEncoder().encode(way));
          await client.expectReply(226);
        }
        await using data = await client[way]();
        await client.expect("RETR file", 150);
        assert.equal(new TextDecoder().decode(await data.readAll()), way);
        await client.expectReply(226);
      }
    }
  },
});

test({
  name: "one listening server takes clients of both families",
  needs: ["/proc/net/if_inet6"],
  async fn() {
    await using server = await startServer(`${CONFIG}\nUseIPv6 on\nDefaultAddress 127.0.0.1 ::1`);
    for (const host of ["127.0.0.1", "::1"]) {
      await using client = await server.connect(host);
      assert.equal(client.greeting.text.includes(`[${host}]`) || host === "127.0.0.1", true);
      await client.login("alice", "secret");
      await using data = await client.extendedPassive();
      await client.expect("NLST", 150);
      await data.readAll();
      await client.expectReply(226);
      if (host === "127.0.0.1") await client.download("NLST");
      else await client.expect("PASV", /^5\d\d /);
    }
  },
});

Deno.test("the ports of PASV and EPSV are those of PassivePorts", async () => {
  const first = freePortRange(10);
  const last = first + 9;
  await using server = await startServer(`${CONFIG}\nPassivePorts ${first} ${last}`);
  await using client = await server.login();
  const seen = new Set<number>();
  for (let count = 0; count < 20; count++) {
    const port = portOf((await client.expect("PASV", 227)).text);
    assert.ok(port >= first && port <= last, `${port}`);
    seen.add(port);
    const extended = /\|\|\|(\d+)\|/.exec((await client.expect("EPSV", 229)).text);
    assert.ok(Number(extended?.[1]) >= first && Number(extended?.[1]) <= last, extended?.[0]);
  }
  assert.ok(seen.size > 1, "the same port each time: an attacker could wait there");
});

Deno.test("PASV tells the address of MasqueradeAddress", async () => {
  await using server = await startServer(`${CONFIG}\nMasqueradeAddress 192.0.2.7`);
  await using client = await server.login();
  await client.expect("PASV", /^227 Entering Passive Mode \(192,0,2,7,\d+,\d+\)\.$/);
  await client.expect("EPSV", 229);
});

Deno.test("MasqueradeAddress may be a name or a device", async () => {
  for (const word of ["localhost", "lo"]) {
    await using server = await startServer(`${CONFIG}\nMasqueradeAddress ${word}`);
    await using client = await server.login();
    await client.expect("PASV", /^227 Entering Passive Mode \(127,0,0,1,\d+,\d+\)\.$/);
  }
});

test({
  name: "a name in MasqueradeAddress is looked up again at HUP",
  needs: PRIVATE_ETC_NEEDS,
  async fn() {
    if (!await namespaces()) return;
    await using folder = await tempDir();
    const hosts = `${folder.path}/hosts`;
    const tell = (address: string) => Deno.writeTextFile(hosts, `${address} nat.example.org\n`);
    await tell("192.0.2.7");
    const program = `${folder.path}/proftpd`;
    const inside = `mount --bind ${hosts} /etc/hosts && exec ${PROFTPD} "$@"`;
    const script = `#!/bin/sh\nexec unshare -m sh -c '${inside}' sh "$@"\n`;
    await Deno.writeTextFile(program, script, { mode: 0o755 });
    await using server = await startServer({
      program,
      config: `${CONFIG}\nMasqueradeAddress nat.example.org`,
    });
    const told = async () => {
      await using client = await server.login();
      return /\((\d+,\d+,\d+,\d+),/.exec((await client.command("PASV")).text)?.[1];
    };
    assert.equal(await told(), "192,0,2,7");
    await tell("192.0.2.8");
    assert.equal(await told(), "192,0,2,7");
    server.signal("SIGHUP");
    await waitFor("the new address", async () => await told() === "192,0,2,8");
  },
});

test({
  name: "somebody else who connects to the port of PASV gets nothing",
  needs: ["python3"],
  async fn() {
    await using server = await startServer(CONFIG);
    await using client = await server.login();
    await client.upload("STOR file", "for alice only");
    const port = portOf((await client.expect("PASV", 227)).text);
    // The whole net 127/8 is this machine, and each address of it somebody else.
    const thief = fromFileUrl(new URL("./thief.py", import.meta.url));
    const theft = new Deno.Command("python3", { args: [thief, String(port)], stdout: "piped" });
    await using loot = linesOf(theft.spawn());
    assert.equal(await loot.next(), "connected");
    await client.send("RETR file");
    assert.equal(await loot.next(), undefined);
    await waitForLog(server, "SECURITY VIOLATION: Passive connection from 127.0.0.2 rejected.");

    // The port is still there for whom it was opened.
    await using data = await DataChannel.connect("127.0.0.1", port);
    await client.expectReply(150);
    assert.equal(new TextDecoder().decode(await data.readAll()), "for alice only");
    await client.expectReply(226);
  },
});

Deno.test("PORT to somebody else is refused, unless AllowForeignAddress allows it", async () => {
  for (const [setting, code] of [["off", 500], ["on", 200]] as const) {
    await using server = await startServer(`${CONFIG}\nAllowForeignAddress ${setting}`);
    await using client = await server.login();
    await client.expect("PORT 127,0,0,2,200,1", code);
    await client.expect("EPRT |1|127.0.0.2|51201|", code);
    await client.expect("PORT 127,0,0,1,0,25", 500);
    if (setting === "on") continue;
    await waitForLog(server, "Refused PORT 127,0,0,2,200,1 (address mismatch)");
    await waitForLog(server, "Refused EPRT |1|127.0.0.2|51201| (address mismatch)");
    await waitForLog(server, /Refused PORT 127,0,0,1,0,25 \(port 25 below 1024, possible bounce/);
  }
});

Deno.test("an active connection that nobody accepts is told, and the session goes on", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  const data = await client.active();
  data.close();
  await client.expect("NLST", "425 Unable to build data connection: Connection refused");
  await client.download("NLST");
});

Deno.test("a new PASV or PORT takes the place of the one before", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  const port = portOf((await client.expect("PASV", 227)).text);
  await client.expect("PASV", 227);
  await assert.rejects(
    Deno.connect({ hostname: "127.0.0.1", port }),
    Deno.errors.ConnectionRefused,
  );
  await client.expect("PASV", 227);
  await using data = await client.active();
  await client.expect("NLST", 150);
  await data.readAll();
  await client.expectReply(226);
});

Deno.test("each transfer needs a data connection of its own", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  await client.download("NLST");
  await client.expect("NLST", "425 Unable to build data connection: Connection refused");
});
