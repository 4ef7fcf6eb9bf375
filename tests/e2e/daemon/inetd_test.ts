/**
 * Sessions without a daemon: `ServerType inetd` under a superserver, and `-X`.
 */
import assert from "node:assert/strict";
import { linesOf } from "../../harness/child_lines.ts";
import { Client } from "../../harness/client.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { isListening } from "../../harness/free_port.ts";
import { prepare } from "../../harness/prepared.ts";
import { statusField } from "../../harness/processes.ts";
import { PROFTPD } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import type { ServerOptions } from "../../harness/server.ts";
import { waitFor, within } from "../../harness/wait_for.ts";

const CONFIG = "ServerType inetd\nDefaultRoot ~\nAllowOverwrite on";

/** A superserver that starts our program for each connection. */
async function superserver(options: ServerOptions = {}) {
  await using stack = new AsyncDisposableStack();
  const place = stack.use(
    await prepare({ ...options, config: `${CONFIG}\n${options.config ?? ""}` }),
  );
  const script = fromFileUrl(new URL("./superserver.py", import.meta.url));
  const child = new Deno.Command("python3", {
    args: [script, PROFTPD, "-c", place.config],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const lines = stack.use(linesOf(child));
  const port = Number((await lines.next())?.split(" ")[1]);
  const rest = stack.move();
  return { place, lines, port, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

test({
  name: "under a superserver a client is served like under the daemon",
  needs: ["python3"],
  async fn() {
    await using inetd = await superserver();
    {
      await using client = await Client.connect(inetd.port);
      assert.equal(client.greeting.text, "220 ProFTPD Server (Test) [127.0.0.1]");
      const [, pid] = (await inetd.lines.next())?.split(" ") ?? [];
      await client.login("alice", "secret");
      assert.equal(await statusField(Number(pid), "Name"), "proftpd");
      await client.upload("STOR file", "by inetd");
      assert.equal(await client.download("RETR file"), "by inetd");
      await using data = await client.active();
      await client.expect("NLST", 150);
      assert.equal(new TextDecoder().decode(await data.readAll()), "file\r\n");
      await client.expectReply(226);
      await client.expect("QUIT", "221 Goodbye.");
      assert.equal(await client.closed(), "");
      assert.equal(await inetd.lines.next(), `ended ${pid} 0`);
    }
    assert.equal(await inetd.place.pid(), 0, "there is no daemon that could have a PidFile");
  },
});

test({
  name: "under a superserver each client gets a process of its own, which goes with it",
  needs: ["python3"],
  async fn() {
    await using inetd = await superserver();
    const pids = new Set<string>();
    const clients: Client[] = [];
    for (let count = 0; count < 5; count++) {
      clients.push(await Client.connect(inetd.port));
      pids.add((await inetd.lines.next())?.split(" ")[1] ?? "");
    }
    assert.equal(pids.size, 5);
    for (const client of clients) client.close();
    for (let count = 0; count < 5; count++) {
      const [word, pid = ""] = (await inetd.lines.next())?.split(" ") ?? [];
      assert.equal(word, "ended");
      assert.equal(pids.delete(pid), true);
    }
  },
});

test({
  name: "under a superserver the shutdown file is heeded",
  needs: ["python3"],
  async fn() {
    await using folder = await prepare();
    await Deno.writeTextFile(
      `${folder.folder}/shutmsg`,
      "2020 1 1 0 0 0 0010 0005\nno service on %L\n",
    );
    await using inetd = await superserver({ config: `ShutmsgFile ${folder.folder}/shutmsg` });
    await using client = await Client.connect(inetd.port);
    assert.equal(
      client.greeting.text,
      "500 FTP server shut down (no service on 127.0.0.1) -- please try again later",
    );
  },
});

test({
  name: "under a superserver a broken configuration closes the connection",
  needs: ["python3"],
  async fn() {
    await using inetd = await superserver({ config: "NoSuchDirective on" });
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: inetd.port });
    const [, pid] = (await inetd.lines.next())?.split(" ") ?? [];
    assert.equal(await inetd.lines.next(), `ended ${pid} 1`);
    await readAll(connection);
  },
});

/** Reads to the end. What a superserver's child says on its standard error goes to the client. */
async function readAll(connection: Deno.TcpConn): Promise<void> {
  const block = new Uint8Array(4096);
  while (await within("the end of the connection", connection.read(block)) !== null);
}

Deno.test("from a command line ServerType inetd says what is wrong", async () => {
  await using place = await prepare({ config: CONFIG });
  const { code, stderr } = await place.launch();
  assert.equal(code, 1);
  assert.match(stderr, /fatal: unable to get connection info: Socket operation on non-socket/);
  assert.match(stderr, /Running from command line\? Use 'ServerType standalone' in config file!/);
});

Deno.test("with -X one client is served by the process itself, which then ends", async () => {
  await using place = await prepare({ config: "DefaultRoot ~" });
  const child = new Deno.Command(PROFTPD, {
    args: ["-X", "-c", place.config],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await waitFor("a server that listens", () => isListening(place.port));
  await using client = await Client.connect(place.port);
  assert.equal(await isListening(place.port), false);
  await client.login("alice", "secret");
  await client.upload("STOR file", "by -X");
  assert.equal(await client.download("RETR file"), "by -X");
  await client.expect("QUIT", 221);
  assert.equal(await client.closed(), "");
  const { code } = await within("the end of the process", child.status);
  assert.equal(code, 0);
  assert.equal(await place.pid(), 0);
});
