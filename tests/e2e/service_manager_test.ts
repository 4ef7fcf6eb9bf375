import assert from "node:assert/strict";
import { linesOf } from "../harness/child_lines.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

/** Prints every message that comes to the socket, as one line. */
const LISTENER = `
import os, socket, sys
name = sys.argv[1]
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("\\0" + name[1:] if name[0] == "@" else name)
if name[0] != "@": os.chmod(name, 0o777)
print("listening", flush=True)
while True: print(s.recv(4096).decode().replace("\\n", " "), flush=True)
`;

for (const kind of ["a file", "an abstract address"]) {
  test({
    name: `a service manager at ${kind} learns of start, reload and end`,
    needs: ["python3"],
    fn: async () => {
      await using folder = await tempDir();
      await Deno.chmod(folder.path, 0o755);
      const address = kind === "a file" ? `${folder.path}/notify` : `@${folder.path}`;
      const child = new Deno.Command("python3", {
        args: ["-c", LISTENER, address],
        stdout: "piped",
      }).spawn();
      await using told = linesOf(child);
      assert.equal(await told.next(), "listening");
      await using server = await startServer({ daemon: true, env: { NOTIFY_SOCKET: address } });
      const ready = `READY=1 MAINPID=${server.pid}`;
      assert.equal(await told.next(), ready);
      server.signal("SIGHUP");
      assert.match(await told.next() ?? "", /^RELOADING=1 MONOTONIC_USEC=\d{6,}$/);
      assert.equal(await told.next(), ready);
      server.signal("SIGTERM");
      assert.equal(await told.next(), "STOPPING=1");
    },
  });
}

Deno.test("a service manager that is gone keeps nobody from serving", async () => {
  await using server = await startServer({ env: { NOTIFY_SOCKET: "/nonexistent/notify" } });
  await using client = await server.login();
  server.signal("SIGHUP");
  await waitFor("the reload", async () => (await server.log()).includes("received SIGHUP"));
  await client.expect("NOOP", 200);
});
