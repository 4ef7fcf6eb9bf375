/**
 * Limits on clients: what is said, to whom, in which order, and what is logged.
 */
import assert from "node:assert/strict";
import type { Client } from "../harness/client.ts";
import { PASSWORD } from "../harness/password.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { waitForLog } from "../harness/eventually.ts";

const CLASS = "<Class here>\n  From 127.0.0.0/8\n</Class>";

/** Configurations, and who comes one after the other and stays. `user!` has a wrong password. */
const cases: readonly (readonly [config: string, ...users: string[]])[] = [
  ["MaxClients 1", "alice", "bob", "bob!"],
  ['MaxClients 2 "%m of %m, %u %% full"', "alice", "bob", "alice"],
  ["MaxClients none", "alice", "alice"],
  ["MaxClients 1\nMaxClients 2", "alice", "alice"],
  ["MaxClientsPerHost 1", "alice", "bob"],
  ["MaxClientsPerUser 1", "alice", "alice", "bob", "bert"],
  ["MaxHostsPerUser 1", "alice", "alice"],
  [`${CLASS}\nMaxClientsPerClass other 1\nMaxClientsPerClass here 2`, "alice", "bob", "bob"],
  [`${CLASS}\nMaxClientsPerClass here none\nMaxClientsPerClass here 1`, "alice", "bob"],
  ["MaxConnectionsPerHost 1", "alice", "bob"],
  ["MaxConnectionsPerHost 2 no", "alice", "bob", "alice"],
  [
    `${CLASS}\nMaxClients 1 all\nMaxClientsPerHost 1 host\nMaxClientsPerUser 1 user\n` +
    "MaxClientsPerClass here 1 class",
    ...["alice", "alice"],
  ],
  ["MaxClients 1 all\nMaxClientsPerHost 1 host\nMaxClientsPerUser 1 user", "alice", "alice"],
  ["MaxClients 1 all\nMaxClientsPerUser 1 user", "alice", "alice"],
  ["MaxClients 1\n<Limit LOGIN>\n  DenyUser bob\n</Limit>", "bob", "alice", "bob", "bob!"],
  ["MaxClients 2\n<Anonymous ~ftp>\n  User ftp\n  MaxClients 1 area\n</Anonymous>", ...[
    ...["alice", "ftp", "ftp", "alice"],
  ]],
  ["MaxClients 1\n<Anonymous ~ftp>\n  User ftp\n  MaxClients none\n</Anonymous>", ...[
    ...["ftp", "ftp", "alice"],
  ]],
  ["MaxClients 1\n<Anonymous ~ftp>\n  User ftp\n</Anonymous>", "ftp", "ftp", "alice"],
];

/** What the clients are told, and what is logged of them. */
async function seen(
  start: (options: ServerOptions) => Promise<Server>,
  [config, ...users]: readonly [string, ...string[]],
): Promise<string[]> {
  await using server = await start({
    config: ({ folder }) =>
      `SyslogLevel info\nUserAlias bert bob\n${config.replaceAll("~ftp", `${folder}/home/ftp`)}`,
    users: [{ name: "alice" }, { name: "bob" }, { name: "ftp" }],
  });
  await using clients = new AsyncDisposableStack();
  const told: string[] = [];
  for (const user of users) {
    const client = clients.use(await server.connect());
    told.push(...await comeIn(client, user));
  }
  await waitForLog(server, /Login successful|Connection refused/);
  const lines = (await server.log()).split("\n").filter((line) =>
    /Connection refused|Login|login/.test(line)
  );
  // Each session writes for itself: the order among them is nobody's.
  return [...told, ...lines.map((line) => line.replace(/^.*\]\): /, "")).sort()];
}

async function comeIn(client: Client, user: string): Promise<string[]> {
  const told = [client.greeting.text.replace(/^220 .*/, "220")];
  if (client.greeting.code !== 220) return [...told, await client.closed()];
  const name = user.replace("!", "");
  told.push((await client.command(`USER ${name}`)).text);
  const reply = await client.command(`PASS ${name === user ? PASSWORD : "wrong"}`);
  told.push(reply.text);
  if (reply.code === 530 && reply.text !== "530 Login incorrect.") told.push(await client.closed());
  return told;
}

for (const example of cases) {
  const [config, ...users] = example;
  test({
    name: `limits are told as the original tells them: ${config.split("\n").join("; ")}`,
    needs: ["peer", "root"],
    async fn() {
      const theirs = await seen(startPeer, [config, ...users]);
      assert.deepEqual(await seen(startServer, [config, ...users]), theirs);
    },
  });
}
