import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesOf } from "../../src/libc/bytes.ts";
import { whoJson } from "../../src/tools/who_json.ts";
import { boardWith, NOW, running, session } from "./sessions.ts";

function parse(text: string) {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(text)));
}

Deno.test("a session has the members that the original gives it", () => {
  const values = { arguments: "f", transferSize: 8, transferDone: 2, transferElapsed: 1500 };
  const { server, connections } = parse(whoJson(boardWith(running("RETR", values))));
  assert.deepEqual(server, { server_type: "standalone", pid: 77, started_ms: NOW - 120_000 });
  assert.deepEqual(connections, [{
    pid: 100,
    connected_since_ms: NOW - 60_000,
    remote_name: "client.example",
    remote_address: "192.0.2.7",
    local_address: "127.0.0.1",
    local_port: 21,
    user: "alice",
    protocol: "ftp",
    location: "/",
    command: "RETR",
    command_args: "f",
    downloading: true,
    transfer_completed: "25",
    transfer_bytes: 2,
    transfer_duration_ms: 1500,
  }]);
});

Deno.test("nothing is told of who is not logged in yet but where it comes from", () => {
  const [connection] = parse(whoJson(boardWith(session({ loggedIn: 0 })))).connections;
  assert.equal(connection.authenticating, true);
  for (const member of ["user", "location", "idle_since_ms"]) assert.ok(!(member in connection));
});

Deno.test("whatever bytes names have, the document is UTF-8 and JSON", () => {
  const bytes = fc.uint8Array({ maxLength: 30 }).map((list) => String.fromCharCode(...list));
  fc.assert(fc.property(bytes, bytes, bytes, (user, cwd, className) => {
    parse(whoJson(boardWith(session({ user, cwd, className }))));
  }));
});
