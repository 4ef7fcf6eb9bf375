/**
 * ftpdctl and the daemon it talks to.
 */
import assert from "node:assert/strict";
import { waitForLog, waitForSessions } from "../harness/eventually.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { prepare } from "../harness/prepared.ts";
import { descriptorCount, waitForEnd } from "../harness/processes.ts";
import { run, toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

const FTPDCTL = toolProgram("ftpdctl");

const config = ({ folder }: Place) =>
  `ControlsEngine on\nControlsSocket ${folder}/ctl.sock\nControlsLog ${folder}/ctl.log\n`;

/** Exit status and lines of `ftpdctl words`. */
async function control(server: Server, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(FTPDCTL, [
    "-s",
    `${server.folder}/ctl.sock`,
    ...words,
  ]);
  assert.match(stdout + stderr, /^(ftpdctl: .*\n)+$/);
  return `${code} ${(stdout + stderr).replaceAll("ftpdctl: ", "").trimEnd()}`;
}

test({
  name: "servers are shown, taken down and brought up, while sessions go on",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({ config });
    await using session = await server.login();
    const name = `127.0.0.1#${server.port}`;
    assert.equal(await control(server, "status", "all"), `0 status: ${name} UP`);
    assert.equal(await control(server, "down", name), `0 down: ${name} disabled`);
    assert.equal(await control(server, "down", name), `0 down: ${name} already disabled`);
    assert.equal(await control(server, "status", name), `0 status: ${name} DOWN`);
    const refusal = "500 Sorry, no server available to handle request on 127.0.0.1";
    {
      await using refused = await server.connect();
      assert.equal(refused.greeting.text, refusal);
      assert.equal(await refused.closed(), "");
    }
    await session.expect("NOOP", 200);
    assert.equal(await control(server, "up", name), `0 up: ${name} enabled`);
    await using again = await server.login();
    await again.expect("NOOP", 200);
    const stranger = "1 up: no server associated with 192.0.2.1#21";
    assert.equal(await control(server, "up", "192.0.2.1"), stranger);
  },
});

test({
  name: "sessions are kicked by user and by host, and those who are not there are named",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({ config });
    await using first = await server.login();
    assert.equal(await control(server, "kick", "user", "bob"), "0 user 'bob' not connected");
    assert.equal(await control(server, "kick", "class", "none"), "0 class 'none' not connected");
    await first.expect("NOOP", 200);
    assert.equal(await control(server, "kick", "user", "alice"), "0 kicked user 'alice'");
    assert.equal(await first.closed(), "");
    await using second = await server.login();
    assert.equal(await control(server, "kick", "host", "127.0.0.1"), "0 kicked host '127.0.0.1'");
    assert.equal(await second.closed(), "");
    await waitForSessions(server, 0);
  },
});

test({
  name: "what is asked wrongly, or cannot be done, is told, with status 1",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({ config });
    assert.equal(await control(server, "kick"), "1 missing required parameters");
    assert.equal(await control(server, "kick", "dog", "x"), "1 unknown kick type requested: 'dog'");
    assert.equal(await control(server, "bark"), "1 unsupported action requested");
    assert.equal(await control(server, "toString"), "1 unsupported action requested");
    assert.match(
      await control(server, "trace", "info"),
      /^1 trace: not supported by this server: /,
    );
    assert.match(
      await control(server, "delay", "info"),
      /^1 delay: not supported by this server: there is no table of delays/,
    );
    assert.match(await control(server, "help", "x".repeat(5000)), /^1 error contacting server/);
    assert.match(await control(server, "help"), /^0 debug: set debugging level\n/);
    assert.match(await control(server, "lsctrl"), /\nlsctrl \(mod_ctrls\.c\)\n/);
  },
});

test({
  name: "the configuration, the scoreboard and the debug level are at hand",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({ config });
    const port = `0 Port: ${server.port}`;
    assert.equal(await control(server, "get", "config", "port"), port);
    assert.equal(await control(server, "get", "config", "Umask"), "1 Umask: directive not found");
    assert.match(await control(server, "get", "directives"), /\nUmask \(mod_core\.c\)\n/);
    assert.equal(await control(server, "scoreboard", "clean"), "0 scrubbed scoreboard");
    assert.equal(await control(server, "debug", "level", "9"), "0 debug level set to 9");
    assert.equal(await control(server, "debug", "level"), "0 debug level set to 9");
    await using client = await server.login();
    await client.expect("QUIT", 221);
    await waitFor(
      "the daemon's debug lines",
      async () => /session \d+ ended with status 0/.test(await server.log()),
    );
    assert.equal(await control(server, "debug", "level", "x"), "1 bad debug level: 'x'");
  },
});

test({
  name: "actions are taken away and given back, and a restart gives them back, too",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({ config });
    const status = () => control(server, "status", "all");
    assert.equal(await control(server, "rmctrl", "status"), "0 'status' control disabled");
    assert.equal(await status(), "1 unsupported action requested");
    assert.equal(await control(server, "insctrl", "status"), "0 'status' control enabled");
    assert.match(await status(), /^0 status: .* UP$/);
    await control(server, "rmctrl", "status");
    await control(server, "restart");
    await waitFor("the action", async () => (await status()).startsWith("0"));
  },
});

test({
  name: "modules are listed, and none can be loaded or unloaded",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({
      config: (place) => `${config(place)}ModuleControlsACLs rmmod deny user root\n`,
    });
    assert.match(await control(server, "lsmod"), /^0 Loaded Modules:\n {2}mod_core\.c\n/);
    const loaded = "1 error loading 'mod_core.c': Already loaded";
    assert.equal(await control(server, "insmod", "mod_core.c"), loaded);
    // Only root can be told from others by that rule.
    if (Deno.uid() === 0) assert.equal(await control(server, "rmmod", "x"), "1 access denied");
  },
});

test({
  name: "restart reads the configuration again, and no descriptor is lost",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({
      config: (place) => `${config(place)}SpareSessions 0`,
    });
    await control(server, "restart", "count");
    const before = await descriptorCount(server.pid);
    for (let count = 1; count <= 3; count++) {
      assert.equal(await control(server, "restart"), "0 restarted server");
      await waitFor("a restart", async () => {
        const answer = await run(FTPDCTL, ["-s", `${server.folder}/ctl.sock`, "restart", "count"]);
        return answer.stdout.includes(`restarted ${count} times since `);
      });
    }
    await waitFor("no more descriptors", async () => await descriptorCount(server.pid) <= before);
    await waitForLog(server, "received SIGHUP -- master server reparsing configuration file");
  },
});

test({
  name: "shutdown ends the daemon, and the socket is gone",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({ config, daemon: true });
    await using client = await server.login();
    assert.equal(await control(server, "shutdown"), "0 shutting down");
    assert.equal(await client.closed(), "");
    await waitForEnd(server.pid);
    assert.match(await control(server, "status", "all"), /^1 error contacting .*: No such file/);
  },
});

test({
  name: "a graceful shutdown waits for sessions, serves nobody new, and ends",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({ config, daemon: true });
    await using client = await server.login();
    assert.equal(await control(server, "shutdown", "graceful"), "0 shutting down");
    await using refused = await server.connect();
    assert.match(refused.greeting.text, /^500 Sorry/);
    await client.expect("NOOP", 200);
    await client.expect("QUIT", 221);
    await waitForEnd(server.pid);
  },
});

test({
  name: "nobody but root is heard where no rule says so, and those that rules allow are",
  needs: ["root"],
  async fn() {
    const asUser = await ordinaryUser();
    const ask = async (server: Server, ...words: string[]) => {
      // For others the folder of a test is closed.
      await Deno.chmod(server.folder, 0o755);
      const socket = `${server.folder}/ctl.sock`;
      const { code, stdout, stderr } = await run("/usr/bin/setpriv", [
        ...[`--reuid=${asUser.uid}`, `--regid=${asUser.gid}`, "--clear-groups"],
        ...[FTPDCTL, "-s", socket, ...words],
      ]);
      return `${code} ${stdout}${stderr}`.replaceAll("ftpdctl: ", "").trimEnd();
    };
    {
      await using server = await startServer({ config });
      assert.match(
        await ask(server, "status", "all"),
        /^1 error contacting .*: Permission denied$/,
      );
      await Deno.chmod(`${server.folder}/ctl.sock`, 0o666);
      assert.equal(await ask(server, "status", "all"), "1 access denied");
      await waitForLog(server, `access denied for ${asUser.name}/${asUser.uid} client`);
    }
    const rules = `ControlsSocketACL allow user ${asUser.name}\n` +
      `AdminControlsACLs status allow user ${asUser.name}\n`;
    await using server = await startServer({ config: (place) => config(place) + rules });
    assert.match(await ask(server, "status", "all"), /^0 status: .* UP$/);
    assert.equal(await ask(server, "shutdown"), "1 access denied");
    assert.match(await server.read("ctl.log"), /recvd from .* client: 'status all'/);
  },
});

test({
  name: "a socket is not made where everybody may write, and nothing but a dead one is replaced",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({
      config: ({ folder }) => `ControlsEngine on\nControlsSocket ${folder}/proftpd.conf\n`,
    });
    await waitForLog(server, "proftpd.conf': it is not a socket");
    await using open = await startServer(
      "ControlsEngine on\nControlsSocket /tmp/proftpd-ctl.sock\n",
    );
    await waitForLog(open, "/tmp is a world-writable directory");
    await using first = await startServer({ config });
    const socket = `${first.folder}/ctl.sock`;
    await using second = await startServer(`ControlsEngine on\nControlsSocket ${socket}\n`);
    await waitForLog(second, "another server uses it");
    assert.match(await control(first, "status", "all"), /^0 .* UP$/);
  },
});

Deno.test("the check says that ControlsAuthFreshness has no effect", async () => {
  await using place = await prepare({ config: "ControlsEngine on\nControlsAuthFreshness 5" });
  const { code, stderr } = await place.launch("-t");
  assert.equal(code, 0);
  assert.match(stderr, /warning: ControlsAuthFreshness: .* without effect on line \d+ of/);
});

test({
  name: "dns has the names of clients looked up, by sessions that start from then on",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({
      config: (place) => `${config(place)}DebugLevel 10\n`,
    });
    assert.equal(await control(server, "dns", "on"), "0 dns: UseReverseDNS set to 'on'");
    {
      await using client = await server.login();
      await client.expect("NOOP", 200);
    }
    await waitForLog(server, /UseReverseDNS on: 127\.0\.0\.1 is called /);
    assert.equal(await control(server, "dns", "off"), "0 dns: UseReverseDNS set to 'off'");
    const before = (await server.log()).length;
    await using client = await server.login();
    await client.expect("NOOP", 200);
    const log = (await server.log()).slice(before);
    assert.match(log, /UseReverseDNS off, returning IP address/);
    assert.doesNotMatch(log, /UseReverseDNS on: /);
  },
});
