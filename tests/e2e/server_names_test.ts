/**
 * Servers that share an address and are told apart by HOST: what follows the client to another one.
 */
import assert from "node:assert/strict";
import { run, toolProgram } from "../harness/programs.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";
import type { Client } from "../harness/client.ts";
import { waitFor } from "../harness/wait_for.ts";

/** A main server and two with names, all at 127.0.0.1 on one port. */
function servers(inFirst: string, inSecond: string) {
  return ({ port, folder }: Place) => {
    const host = (name: string, lines: string) => `
<VirtualHost 127.0.0.1>
  Port ${port}
  ServerName "${name}"
  ServerAlias ${name}.example.org
  ${lines}
  AuthOrder mod_auth_file.c
  AuthUserFile ${folder}/passwd
  RequireValidShell off
</VirtualHost>`;
    return `ServerName "Main"\nDefaultServer off\n${host("first", inFirst)}${
      host("second", inSecond)
    }`;
  };
}

async function goTo(server: Server, name: string): Promise<Client> {
  const client = await server.connect();
  await client.expect(`HOST ${name}.example.org`, `220 ProFTPD Server (${name}) [127.0.0.1]`);
  return client;
}

Deno.test({
  name: "ftpwho shows the server that HOST chose",
  async fn() {
    await using server = await startServer({ config: servers("", "") });
    await using client = await server.connect();
    const serverNames = async () => {
      const { stdout } = await run(toolProgram("ftpwho"), [
        "-v",
        "-f",
        `${server.folder}/scoreboard`,
      ]);
      return [...stdout.matchAll(/server: \S+ \((\w+)\)/g)].map(([, name]) => name);
    };
    await waitFor("the main server", async () => (await serverNames())[0] === "Main");
    await client.expect("HOST second.example.org", 220);
    assert.deepEqual(await serverNames(), ["second"]);
    await client.login("alice", "secret");
    assert.deepEqual(await serverNames(), ["second"]);
  },
});

Deno.test({
  name: "limits of a server count those who are with it, not its neighbours at the same address",
  async fn() {
    await using server = await startServer({
      config: servers("MaxClients 1", "MaxConnectionsPerHost 2"),
    });
    await using one = await goTo(server, "second");
    await using two = await goTo(server, "second");
    await using three = await server.connect();
    await three.expect("HOST second.example.org", 530);
    await one.login("alice", "secret");
    await using four = await goTo(server, "first");
    await four.login("alice", "secret");
    await using five = await goTo(server, "first");
    await five.expect("USER alice", 331);
    await five.expect("PASS secret", 530);
    await two.expect("HOST first.example.org", 220);
  },
});

Deno.test({
  name: "transfers after HOST are in the log of the server that it chose",
  async fn() {
    const logs = (name: string) => `TransferLog none\nDefaultRoot ~\nUmask 077\n# ${name}`;
    await using server = await startServer({
      config: (place) => servers(logs("first"), `TransferLog ${place.folder}/second.log`)(place),
    });
    await using client = await goTo(server, "first");
    await client.expect("HOST second.example.org", 220);
    await client.login("alice", "secret");
    await client.upload("STOR new", "text");
    await client.expect("NOOP", 200); // the log is written after the reply
    assert.match(await server.read("second.log"), / i r alice ftp /);
    assert.equal(await server.read("xferlog"), "");
    await client.expect("PWD", /home\/alice"/);
  },
});

Deno.test({
  name: "a password is of the server that is asked last",
  async fn() {
    await using server = await startServer({
      config(place) {
        Deno.writeTextFileSync(`${place.folder}/empty`, "", { mode: 0o600 });
        return servers("", `AuthUserFile ${place.folder}/empty\nMaxLoginAttempts 2`)(place);
      },
    });
    await using client = await goTo(server, "second");
    await client.expect("USER alice", 331);
    await client.expect("PASS secret", 530);
    await client.expect("USER alice", 331);
    await client.expect("HOST first.example.org", 220);
    await client.expect("PASS secret", 230);
    await using other = await goTo(server, "first");
    await other.expect("USER alice", 331);
    await other.expect("PASS wrong", 530);
    await other.expect("HOST second.example.org", 220);
    await other.expect("USER alice", 331);
    await other.expect("PASS wrong", 530);
    assert.equal(await other.closed(), "");
  },
});
