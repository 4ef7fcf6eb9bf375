/**
 * Ports that a service manager has bound before the daemon was there.
 */
import assert from "node:assert/strict";
import { Client } from "../harness/client.ts";
import { waitForLog } from "../harness/eventually.ts";
import { freePort } from "../harness/free_port.ts";
import { awaitsClient, childrenOf, descriptorsOf, isAlive } from "../harness/processes.ts";
import { PROFTPD } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

/** Starts the daemon at the first connection to the port of its configuration, or to `$OTHER`. */
const ACTIVATE = `#!/bin/sh
for conf do :; done
port=$(sed -n 's/^Port //p' "$conf")
exec systemd-socket-activate -l 127.0.0.1:$port -l 127.0.0.1:$OTHER --fdname=ftp:other \\
  ${PROFTPD} "$@"
`;

/** Hands over a socket at the port of the configuration, and a file. */
const HAND_OVER = `#!/usr/bin/env python3
import os, re, socket, sys
port = int(re.search(r"^Port (\\d+)", open(sys.argv[-1]).read(), re.M)[1])
listener = socket.create_server(("127.0.0.1", port))
os.dup2(listener.fileno(), 50)
os.dup2(50, 3)
os.dup2(os.open("/dev/null", os.O_RDONLY), 4)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES="ftp:file")
os.execv("${PROFTPD}", ["${PROFTPD}"] + sys.argv[1:])
`;

/** A server started by the program `text`. */
async function startBy(text: string, options: { daemon?: boolean; other?: number }) {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await tempDir());
  await Deno.writeTextFile(`${path}/start`, text, { mode: 0o755 });
  const server = stack.use(
    await startServer({
      daemon: options.daemon ?? false,
      program: `${path}/start`,
      env: { OTHER: `${options.other}` },
    }),
  );
  const all = stack.move();
  return { server, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Inodes of the sockets that listen on TCP `port`. */
async function socketsAt(port: number): Promise<string[]> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = (await Deno.readTextFile("/proc/net/tcp")).split("\n").map((it) =>
    it.trim().split(/\s+/)
  );
  return lines.filter(([, local, , state]) => state === "0A" && local?.endsWith(wanted))
    .map((fields) => fields[9] ?? "");
}

async function usePort(server: Server, port: number, ident: string): Promise<void> {
  const text = await server.read("proftpd.conf");
  const changed = text.replace(/^Port .*$/m, `Port ${port}`).replace(/^ServerIdent .*\n/m, "");
  const file = `${server.folder}/proftpd.conf`;
  await Deno.writeTextFile(file, `${changed}\nServerIdent on "${ident}"\n`);
  server.signal("SIGHUP");
}

test({
  name: "systemd's sockets are the server's, and stay so over HUP; one without a server is named",
  needs: ["systemd-socket-activate", "root"],
  async fn() {
    const other = freePort();
    await using it = await startBy(ACTIVATE, { other });
    const { server } = it;
    const [socket] = await socketsAt(server.port);
    await using first = await server.login();
    await first.expect("NOOP", 200);
    await waitForLog(
      server,
      `no server is configured for the inherited socket at 127.0.0.1, port ${other}: `,
    );
    assert.deepEqual(await socketsAt(server.port), [socket]);

    // The same socket again, and the one that had no server before.
    await usePort(server, other, "moved");
    await waitForLog(server, `inherited socket at 127.0.0.1, port ${server.port}: `);
    await using moved = await startedAt(other, "220 moved");
    await moved.expect("QUIT", 221);
    await usePort(server, server.port, "back");
    await using back = await startedAt(server.port, "220 back");
    await back.expect("QUIT", 221);
    assert.deepEqual(await socketsAt(server.port), [socket]);
    await first.expect("NOOP", 200);

    // They are nothing that a session could accept from.
    for (const child of await childrenOf(server.pid)) {
      if (await awaitsClient(child) || !await isAlive(child)) continue;
      assert.equal([...descriptorsOf(child).values()].includes(`socket:[${socket}]`), false);
    }
  },
});

async function startedAt(port: number, greeting: string) {
  return await waitFor(`${greeting} at port ${port}`, async () => {
    const client = await Client.connect(port);
    if (client.greeting.text === greeting) return client;
    client.close();
    return undefined;
  });
}

test({
  name: "a daemon in the background has the sockets of the command that started it",
  needs: ["python3", "root"],
  async fn() {
    await using it = await startBy(HAND_OVER, { daemon: true });
    const { server } = it;
    const [socket, ...more] = await socketsAt(server.port);
    assert.deepEqual(more, []);
    assert.ok([...descriptorsOf(server.pid).values()].includes(`socket:[${socket}]`));
    await using client = await server.login();
    await client.expect("NOOP", 200);
    const log = await server.log();
    assert.match(log, /LISTEN_FDS: descriptor 4 \(file\) is no listening TCP socket/);
    assert.doesNotMatch(log, /descriptor 3/);
  },
});

test({
  name: "sockets that were meant for another process are left alone",
  needs: ["python3"],
  async fn() {
    const stranger = HAND_OVER.replace("LISTEN_PID=str(os.getpid())", 'LISTEN_PID="1"');
    await using it = await startBy(stranger, {});
    assert.equal((await it.server.status).code, 1);
    await waitFor("the reason", () => it.server.printed.includes("Address already in use"));
  },
});
