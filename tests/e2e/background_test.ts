import assert from "node:assert/strict";
import { childrenOf, isAlive, statusField } from "../harness/processes.ts";
import { PROFTPD } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

/** Session, controlling terminal (0: none) and parent from /proc/`pid`/stat. */
async function standing(pid: number) {
  const text = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number);
  return { parent: fields[1], session: fields[3], terminal: fields[4] };
}

test({
  name: "a daemon has a session of its own, no terminal, and nothing of who started it",
  needs: ["root"],
  fn: async () => {
    await using server = await startServer({ daemon: true });
    assert.deepEqual({ ...await standing(server.pid), parent: 0 }, {
      parent: 0,
      session: server.pid,
      terminal: 0,
    });
    assert.equal(await Deno.readLink(`/proc/${server.pid}/cwd`), "/");
    assert.equal(await statusField(server.pid, "Umask"), "0022");
    for (const fd of [0, 1, 2]) {
      // While a session is started, descriptor 0 is that session's for a moment.
      await waitFor(
        `nothing behind descriptor ${fd}`,
        async () => await Deno.readLink(`/proc/${server.pid}/fd/${fd}`) === "/dev/null",
      );
    }
    const open = await Array.fromAsync(Deno.readDir(`/proc/${server.pid}/fd`), ({ name }) => name);
    const targets = await Promise.all(
      open.map((fd) => Deno.readLink(`/proc/${server.pid}/fd/${fd}`)),
    );
    assert.deepEqual(targets.filter((target) => target.startsWith("/dev/pts")), []);
  },
});

/** A terminal that starts a daemon, shows what it says, and goes away when its input ends. */
const TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.umask(0)
    os.execv(sys.argv[1], sys.argv[1:])
_, status = os.waitpid(pid, 0)
os.close(terminal)
sys.exit(os.waitstatus_to_exitcode(status))
`;

test({
  name: "a daemon that was started at a terminal survives its end",
  needs: ["python3", "root"],
  fn: async () => {
    // The harness makes folder and configuration; its own server gives way to the one at issue.
    await using server = await startServer({ daemon: true });
    server.signal("SIGTERM");
    await waitFor("the end", async () => !await isAlive(server.pid));
    const { code } = await new Deno.Command("python3", {
      args: ["-c", TERMINAL, PROFTPD, "-c", `${server.folder}/proftpd.conf`],
      stdin: "null",
    }).output();
    assert.equal(code, 0);
    const pid = Number((await Deno.readTextFile(`${server.folder}/proftpd.pid`)).trim());
    try {
      assert.equal((await standing(pid)).terminal, 0);
      assert.equal((await standing(pid)).session, pid);
      const { mode } = await Deno.stat(`${server.folder}/proftpd.pid`);
      assert.equal((mode ?? 0) & 0o777, 0o644);
      assert.equal(await statusField(pid, "Umask"), "0022");
      await using client = await server.login();
      await client.expect("NOOP", 200);
      await client.upload("STOR file", "content");
      assert.equal(((await Deno.stat(`${server.home}/file`)).mode ?? 0) & 0o777, 0o644);
    } finally {
      const family = [pid, ...await childrenOf(pid)];
      Deno.kill(pid, "SIGTERM");
      for (const member of family) {
        await waitFor(`end of ${member}`, async () => !await isAlive(member));
      }
    }
  },
});
