import assert from "node:assert/strict";
import { FTPSHUT, run } from "../harness/programs.ts";
import { type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

/** A server with a shutdown file of its own, and its ftpshut. */
async function start() {
  const server = await startServer({
    config: ({ folder }) => `ShutmsgFile ${folder}/shutmsg\nDefaultRoot ~`,
  });
  const file = `${server.folder}/shutmsg`;
  return {
    server,
    file,
    ftpshut: (...args: string[]) => run(FTPSHUT, ["-f", file, ...args]),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function waitForLog(server: Server, text: string): Promise<void> {
  await waitFor(`"${text}" in the log`, async () => (await server.log()).includes(text));
}

Deno.test("a shutdown now ends sessions with its message and refuses new ones", async () => {
  await using started = await start();
  const { server, ftpshut } = started;
  await using client = await server.login();
  await ftpshut("now", "bye %U, in %C");
  const farewell = await client.reply("the farewell");
  assert.equal(farewell.text, "421 FTP server shutting down - bye alice, in /");
  await using late = await server.connect();
  assert.equal(
    late.greeting.text,
    "500 FTP server shut down (bye NONE, in (none)) -- please try again later",
  );
  await waitForLog(server, "connection refused (bye NONE, in (none)) from 127.0.0.1 [127.0.0.1]");
});

Deno.test("service goes on at once when the shutdown is taken back", async () => {
  await using started = await start();
  const { server, ftpshut } = started;
  await ftpshut("now");
  await using refused = await server.connect();
  assert.equal(refused.greeting.code, 500);
  await ftpshut("-R");
  await using client = await server.login();
  await client.expect("NOOP", 200);
});

Deno.test("a session that was announced its end may go on until then", async () => {
  await using started = await start();
  const { server, ftpshut } = started;
  await using client = await server.login();
  await ftpshut("-l", "30", "-d", "5", "+20");
  await using refused = await server.connect();
  assert.equal(refused.greeting.code, 500);
  await client.expect("NOOP", 200);
});

Deno.test("a garbled shutdown file keeps the door shut, and the log says what is wrong", async () => {
  await using started = await start();
  const { server, file } = started;
  await Deno.writeTextFile(file, "tonight\n");
  await using client = await server.connect();
  assert.equal(
    client.greeting.text,
    "500 FTP server shut down (service is not available) -- please try again later",
  );
  await waitForLog(server, `${file}: 'tonight' is not a number`);
});
