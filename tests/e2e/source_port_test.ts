/**
 * RootRevoke: from which port the server opens data connections, and what it keeps for that.
 */
import assert from "node:assert/strict";
import { freePortRange } from "../harness/free_port.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";

/** The port that a data connection comes from, in an active transfer of `server`. */
async function portOfTransfer(server: Server): Promise<number> {
  await using client = await server.login();
  await using data = await client.active();
  await client.expect("NLST", 150);
  const { port } = (await data.connection()).remoteAddr as Deno.NetAddr;
  await data.readAll();
  await client.expectReply(226);
  return port;
}

const WORDS = ["on", "off", "UseNonCompliantActiveTransfers"];

test({
  name: "an active data connection comes from where the original's comes from",
  needs: ["peer"],
  async fn() {
    for (const config of ["", ...WORDS.map((word) => `RootRevoke ${word}`)]) {
      const came: boolean[] = [];
      for (const start of [startServer, startPeer]) {
        const port = freePortRange(2) + 1;
        await using server = await start({ config, port });
        came.push(await portOfTransfer(server) === port - 1);
      }
      assert.deepEqual(came[0], came[1], config);
      assert.equal(came[0], / o(n|ff)$/.test(config), config);
    }
  },
});

for (const template of ["off", "on"]) {
  test({
    name: `a low port is kept for RootRevoke off alone, with SessionTemplate ${template}`,
    needs: ["root"],
    async fn() {
      // In some containers no port is root's.
      const limit = await Deno.readTextFile("/proc/sys/net/ipv4/ip_unprivileged_port_start");
      for (const word of ["off", "on"]) {
        const port = freePortRange(2, true) + 1;
        const isLow = word === "off" || Number(limit) < port;
        const config = `DefaultRoot ~\nRootRevoke ${word}\nSessionTemplate ${template}`;
        await using server = await startServer({ config, port });
        // Twice from one port: the first connection lingers in TIME_WAIT.
        for (let count = 0; count < 2; count++) {
          assert.equal(await portOfTransfer(server) === port - 1, isLow, word);
        }
      }
    },
  });
}

test({
  name: "a session keeps the one right, and has it at work in no thread",
  needs: ["root"],
  async fn() {
    const port = freePortRange(2, true) + 1;
    await using server = await startServer({
      config: "DefaultRoot ~\nRootRevoke off\nSpareSessions 0",
      port,
    });
    await using client = await server.login();
    await client.expect("NOOP", 200);
    const [session] = await server.sessions();
    const permitted = new Map<string, number>();
    for await (const { name } of Deno.readDir(`/proc/${session}/task`)) {
      const status = await Deno.readTextFile(`/proc/${session}/task/${name}/status`);
      for (const field of ["CapEff", "CapPrm", "CapInh", "CapAmb"]) {
        const mask = new RegExp(`^${field}:\\t(\\w+)`, "m").exec(status)?.[1] ?? "";
        if (field === "CapPrm") permitted.set(mask, (permitted.get(mask) ?? 0) + 1);
        else assert.match(mask, /^0+$/, field);
      }
      assert.match(status, /^Uid:\t(?!0\t)(\d+)\t\1\t\1\t\1$/m);
    }
    permitted.delete("0".repeat(16));
    assert.deepEqual([...permitted], [["0000000000000400", 1]]);
  },
});

test({
  name: "where the port is somebody else's, or root's, any other serves",
  needs: [],
  async fn() {
    const port = freePortRange(2) + 1;
    using _taken = Deno.listen({ hostname: "127.0.0.1", port: port - 1 });
    await using server = await startServer({
      config: "RootRevoke off",
      port,
      asUser: await ordinaryUser(),
    });
    assert.notEqual(await portOfTransfer(server), port - 1);
  },
});
