/**
 * Bans: who they keep out, how long they last, and what ftpdctl has to do with them.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../harness/certificates.ts";
import { Client } from "../harness/client.ts";
import { freePort } from "../harness/free_port.ts";
import { testInBothManners } from "../harness/manners.ts";
import { signal, waitForEnd } from "../harness/processes.ts";
import { PROFTPD, run, toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

const FTPDCTL = toolProgram("ftpdctl");

const config = (more: string) => ({ folder }: Place) =>
  `ControlsEngine on
ControlsSocket ${folder}/ctl.sock
BanEngine on
BanTable ${folder}/ban.tab
BanLog ${folder}/ban.log
BanMessage "%a %c %u is banned"
${more}`;

/** The lines that `ftpdctl words` prints. */
async function control(server: Server, ...words: string[]): Promise<string[]> {
  const path = `${server.folder}/ctl.sock`;
  const { stdout, stderr } = await run(FTPDCTL, ["-s", path, ...words]);
  return (stdout + stderr).replaceAll("ftpdctl: ", "").trimEnd().split("\n");
}

/** What a client is told who connects. */
async function greeting(server: Server, host?: string): Promise<string> {
  await using client = await server.connect(host);
  return client.greeting.text;
}

test({
  name: "ftpdctl bans somebody who is there, whose session ends, and permits him again",
  needs: ["root"], // nobody else may ask, unless rules say so
  async fn() {
    await using server = await startServer({
      config: config(""),
      users: [{ name: "alice" }, { name: "bob" }],
    });
    await using alice = await server.login("alice");
    await using bob = await server.login("bob");
    assert.deepEqual(await control(server, "ban", "user", "alice"), ["user alice banned"]);
    await alice.closed();
    await bob.expect("NOOP", 200);
    await using again = await server.connect();
    await again.expect("USER alice", 331);
    const { lines } = await again.command("PASS secret");
    assert.deepEqual(lines, ["530-127.0.0.1 (none) alice is banned", "530 Login incorrect."]);
    assert.deepEqual(await control(server, "permit", "user", "alice"), ["user 'alice' permitted"]);
    await again.login("alice", "secret");
    assert.match(await server.read("ban.log"), /disconnected 1 client from user 'alice'/);
  },
});

test({
  name: "a ban stays when the server reads its configuration again, and is gone when it ends",
  needs: ["root"],
  async fn() {
    await using server = await startServer({ config: config("") });
    await control(server, "ban", "host", "127.0.0.1");
    const banned = "530 127.0.0.1 (none) (none) is banned";
    assert.equal(await greeting(server), banned);
    await server.reconfigure(
      config("BanMessage new\n")(server.place).replace(/BanMessage ".*"/, ""),
    );
    server.signal("SIGHUP");
    await waitFor("the new message", async () => await greeting(server) === "530 new");
    signal(server.pid, "SIGTERM");
    await waitForEnd(server.pid);
    const table = await Deno.readFile(`${server.folder}/ban.tab`);
    assert.equal(table.length, 64, "the header alone");
  },
});

test({
  name: "a ban outlives a server that was killed",
  needs: ["root"],
  async fn() {
    await using server = await startServer({ config: config("") });
    await control(server, "ban", "host", "127.0.0.1");
    signal(server.pid, "SIGKILL");
    await waitForEnd(server.pid);
    const child = new Deno.Command(PROFTPD, {
      args: ["-n", "-q", "-c", `${server.folder}/proftpd.conf`],
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      await waitFor("a ban", async () => {
        try {
          return await greeting(server) === "530 127.0.0.1 (none) (none) is banned";
        } catch (error) {
          if (error instanceof Deno.errors.ConnectionRefused) return false;
          throw error;
        }
      });
    } finally {
      child.kill("SIGTERM");
      await child.status;
    }
  },
});

for (const template of ["off", "on"]) {
  test({
    name: `a user in a jail is banned for what he does there (SessionTemplate ${template})`,
    needs: ["root"],
    async fn() {
      await using server = await startServer({
        config: config(
          `SessionTemplate ${template}\nDefaultRoot ~\n` +
            "BanOnEvent UnhandledCommand 2/00:10:00 01:00:00 why\n",
        ),
        users: [{ name: "alice", uid: 20_001, gid: 20_001 }],
      });
      await using alice = await server.login();
      await using other = await server.login();
      await alice.expect("NONSENSE", 500);
      await alice.expect("NONSENSE", "530 127.0.0.1 (none) (none) is banned");
      await alice.closed();
      await other.closed(); // the daemon ends it
      assert.equal(await greeting(server), "530 why");
      assert.match(
        (await control(server, "ban", "info", "-v", "-e")).join("\n"),
        new RegExp(
          "^Banned Hosts:\n  127.0.0.1\n    Reason: UnhandledCommand autoban at .*\n" +
            "    Expires: .* \\(in \\d+ seconds\\)\n    <VirtualHost>: Test \\(127.0.0.1#\\d+\\)\n\n" +
            "Ban Events:\n  Event: UnhandledCommand\n  Source: 127.0.0.1\n" +
            "    Occurrences: 2/2\n    Entry Expires: \\d+ seconds\n    <VirtualHost>: Test .*$",
        ),
      );
    },
  });
}

test({
  name: "events of sessions that run at the same time are all counted",
  needs: ["root"],
  async fn() {
    const count = 12;
    await using server = await startServer({
      config: config(`BanOnEvent UnhandledCommand ${count + 1}/00:10:00 01:00:00\n`),
    });
    await Promise.all(Array.from({ length: count }, async () => {
      await using client = await server.connect();
      await client.expect("NONSENSE", 500);
    }));
    const lines = await control(server, "ban", "info", "-e");
    assert.ok(lines.includes(`    Occurrences: ${count}/${count + 1}`), lines.join("\n"));
  },
});

test({
  name: "a class of clients is left alone, as the manual's example has it",
  needs: ["root"],
  async fn() {
    const config = (place: Place, hosts: string) =>
      `<Class friends>\n  From ${hosts}\n</Class>\n` +
      `<IfClass friends>\n  BanEngine off\n</IfClass>\n` +
      `<IfClass !friends>\n  BanEngine on\n</IfClass>\n` +
      `ControlsEngine on\nControlsSocket ${place.folder}/ctl.sock\n` +
      `BanTable ${place.folder}/ban.tab\nBanMessage banned\n`;
    await using server = await startServer({ config: (place) => config(place, "127.0.0.1") });
    assert.deepEqual(await control(server, "ban", "host", "127.0.0.1"), [
      "host 127.0.0.1 banned",
    ]);
    assert.match(await greeting(server), /^220 /);
    await server.reconfigure(config(server.place, "192.0.2.1"));
    server.signal("SIGHUP");
    await waitFor("a ban", async () => await greeting(server) === "530 banned");
  },
});

test({
  name: "a virtual host may leave bans to the others",
  needs: ["root"],
  async fn() {
    const port = freePort();
    await using server = await startServer({
      config: config(`<VirtualHost 127.0.0.2>\nPort ${port}\nBanEngine off\n</VirtualHost>\n`),
    });
    await control(server, "ban", "host", "127.0.0.1");
    assert.match(await greeting(server), /^530 /);
    await using client = await Client.connect(port, "127.0.0.2");
    assert.equal(client.greeting.code, 220);
  },
});

test({
  name: "a server that cannot use its table of bans does not start, and says why",
  needs: [],
  async fn() {
    await using server = await startServer({ config: "" });
    const file = `${server.folder}/other.conf`;
    const defaults = await server.read("defaults");
    const start = async (lines: string, ...args: string[]) => {
      const text = defaults.replace(/^(?:PidFile|Port|ScoreboardFile).*$/gm, "");
      await Deno.writeTextFile(file, `${text}\nPort 0\nScoreboardFile none\n${lines}\n`);
      const { code, stderr } = await run(PROFTPD, ["-n", ...args, "-c", file]);
      return `${code} ${stderr}`;
    };
    assert.match(await start("BanEngine on", "-t"), /^1 [^]*missing required BanTable/);
    await Deno.writeTextFile(`${server.folder}/precious`, "data");
    const places = `PidFile ${server.folder}/other.pid\n`;
    const refused = await start(`${places}BanEngine on\nBanTable ${server.folder}/precious`);
    assert.match(refused, /^1 [^]*unable to use BanTable '.*precious': it is no table of bans/);
    assert.equal(await server.read("precious"), "data");
    const missing = await start(`${places}BanEngine on\nBanTable ${server.folder}/none/table`);
    assert.match(missing, /^1 [^]*unable to open BanTable '.*': No such file or directory/);
  },
});

testInBothManners({
  name: "who has done too much of what is forbidden is kept out",
  needs: [],
  config: ({ folder }) =>
    `BanEngine on\nBanTable ${folder}/ban.tab\nBanOnEvent UnhandledCommand 2/00:10:00 01:00:00 out\n`,
  async fn(server) {
    await using alice = await server.login();
    await alice.expect("NONSENSE", 500);
    await alice.send("NONSENSE");
    await alice.closed();
    assert.equal(await greeting(server), "530 out");
  },
});

test({
  name: "handshakes of TLS that come to nothing are counted",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config: (place) =>
        `${tlsDirectives(place)}\nBanEngine on\nBanTable ${place.folder}/ban.tab\n` +
        "BanMessage all\nBanOnEvent TLSHandshake 2/00:10:00 01:00:00 one\n",
    });
    for (const answer of [/^421 TLS handshake failed/, /^530 all/]) {
      await using client = await server.connect();
      await client.expect("AUTH TLS", 234);
      await client.send("this is no handshake");
      assert.match(await client.closed(), answer);
    }
    assert.equal(await greeting(server), "530 one");
  },
});
