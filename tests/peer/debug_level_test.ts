/**
 * Which server's sessions are explained in the log, in the original and in our server.
 */
import assert from "node:assert/strict";
import { Client } from "../harness/client.ts";
import { freePort } from "../harness/free_port.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";

/** Where DebugLevel stands, and whether sessions with the main and with the other server are explained. */
const CASES: readonly {
  readonly main?: string;
  readonly other?: string;
  readonly global?: string;
  readonly args?: readonly string[];
  readonly explained: readonly [main: boolean, other: boolean];
}[] = [
  { explained: [false, false] },
  { main: "DebugLevel 5", explained: [true, false] },
  { main: "DebugLevel 5", other: "SyslogLevel debug", explained: [true, false] },
  { other: "DebugLevel 5", explained: [false, true] },
  { global: "DebugLevel 5", explained: [true, true] },
  { main: "DebugLevel 5", other: "DebugLevel 0", explained: [true, false] },
  { args: ["-d5"], explained: [true, true] },
  { args: ["-d5"], other: "DebugLevel 0", explained: [true, false] },
  { args: ["-d5"], main: "DebugLevel 0", explained: [false, true] },
];

/** Whether the log tells what a session is asked at `port`, which has happened by its reply. */
async function isExplained(server: Server, port: number): Promise<boolean> {
  const before = (await server.log()).length;
  await using client = await Client.connect(port);
  await client.login("alice", "secret");
  await client.expect("SIZE missing", 550);
  return /dispatching CMD command 'SIZE missing'/.test((await server.log()).slice(before));
}

for (const { main = "", other = "", global = "", args = [], explained } of CASES) {
  const name = [main, other && `${other} in a virtual host`, global && `${global} for all`, ...args]
    .filter((text) => text !== "").join(", ") || "nothing";
  test({
    name: `${name}: the sessions of the servers are explained that the original explains`,
    needs: ["peer", "root"],
    async fn() {
      for (const start of [startPeer, startServer]) {
        const port = freePort();
        const options: ServerOptions = {
          args,
          config: ({ folder }) =>
            `${main}\n<Global>\n${global}\n</Global>\n<VirtualHost 127.0.0.1>\nPort ${port}\n` +
            `AuthOrder mod_auth_file.c\nAuthUserFile ${folder}/passwd\n` +
            `AuthGroupFile ${folder}/group\nRequireValidShell off\n${other}\n</VirtualHost>`,
        };
        await using server = await start(options);
        const found = [await isExplained(server, server.port), await isExplained(server, port)];
        assert.deepEqual(found, explained, start.name);
      }
    },
  });
}
