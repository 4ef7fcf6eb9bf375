/**
 * The trace log.
 */
import assert from "node:assert/strict";
import { waitForSessions } from "../harness/eventually.ts";
import { startServer } from "../harness/server.ts";

Deno.test("traces tell what each channel is asked to, and no password", async () => {
  await using server = await startServer({
    config: ({ folder }) =>
      `TraceLog ${folder}/trace\nTrace DEFAULT:7 xfer:1 fileperms:2 config:0\n` +
      "TraceOptions +ConnIPs -TimestampMillis\n",
  });
  {
    await using client = await server.login();
    await client.expect("DELE nothing", 550);
    await client.expect("PASV", 227);
    await client.expect("QUIT", 221);
  }
  await waitForSessions(server, 0);
  const lines = (await server.read("trace")).trimEnd().split("\n");
  const ends = "\\(client 127\\.0\\.0\\.1, server 127\\.0\\.0\\.1:\\d+\\) ";
  const form = new RegExp(
    `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\[\\d+\\] (${ends})?<([a-z]+):(\\d+)>: (.*)$`,
  );
  const seen = lines.map((line) => form.exec(line) ?? assert.fail(line));
  assert.deepEqual(
    [...new Set(seen.map(([, , channel]) => channel))].sort(),
    ["auth", "binding", "command", "dns", "fileperms", "response"],
  );
  assert.ok(seen.every(([, , , level]) => Number(level) <= 7));
  const texts = seen.map(([, , channel, , text]) => `${channel} ${text}`);
  assert.ok(texts.includes("response 331 Password required for alice (to USER)"), texts.join("\n"));
  assert.ok(texts.includes("command dispatching CMD command 'PASS (hidden)' to mod_auth"));
  assert.ok(!texts.some((text) => text.includes("secret")));
});

Deno.test("without a level there is no trace, and without a file no channel", async () => {
  await using server = await startServer({
    config: ({ folder }) => `TraceLog ${folder}/trace\nTrace DEFAULT:0\n`,
  });
  await using client = await server.login();
  await client.expect("NOOP", 200);
  assert.equal(await server.read("trace"), "");
});
