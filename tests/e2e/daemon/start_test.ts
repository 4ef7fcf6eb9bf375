/**
 * Starting: in the background by default, with everything ready when the command returns; or not at
 * all, with the reason and status 1.
 */
import assert from "node:assert/strict";
import { Client } from "../../harness/client.ts";
import { isListening } from "../../harness/free_port.ts";
import { ordinaryUser } from "../../harness/ordinary_user.ts";
import { prepare, type Prepared } from "../../harness/prepared.ts";
import { isAlive, signal, statusField, waitForEnd } from "../../harness/processes.ts";
import { PROFTPD, run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

/** What must be so when a start has failed: nothing is left of it. */
async function assertNothingRuns({ port, folder, pid }: Prepared): Promise<void> {
  assert.equal(await pid(), 0);
  assert.equal(await isListening(port), false);
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
  assert.equal(names.includes("scoreboard"), false);
}

Deno.test("the starting command returns when the port answers and the PidFile is written", async () => {
  await using place = await prepare();
  const { code, stdout, stderr } = await place.launch();
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "", stderr: "" });
  assert.equal(await isListening(place.port), true);
  const pid = await place.pid();
  assert.equal(await isAlive(pid), true);
  assert.equal(await Deno.readTextFile(place.pidFile), `${pid}\n`);
  await using client = await Client.connect(place.port);
  assert.equal(client.greeting.code, 220);
});

test({
  name: "the daemon has let go of everything that was the starting command's",
  needs: ["root"], // its descriptors are nobody else's business
  async fn() {
    await using place = await prepare();
    await place.launch();
    const pid = await place.pid();
    assert.equal(await Deno.readLink(`/proc/${pid}/cwd`), "/");
    for (const descriptor of [0, 1, 2]) {
      // For the moment of a session's start its connection takes the place of descriptor 0.
      await waitFor(`/dev/null as descriptor ${descriptor}`, async () => {
        return await Deno.readLink(`/proc/${pid}/fd/${descriptor}`) === "/dev/null";
      });
    }
    const [, session] = / (\d+) -?\d+ -?\d+ \d+ /.exec(await afterName(pid)) ?? [];
    assert.equal(Number(session), pid, "it leads a session of its own");
    assert.equal(await statusField(pid, "Name"), "proftpd");
  },
});

/** /proc/PID/stat behind the name: state, parent, process group, session … */
async function afterName(pid: number): Promise<string> {
  const text = await Deno.readTextFile(`/proc/${pid}/stat`);
  const [, , , ...rest] = text.slice(text.lastIndexOf(")")).split(" ");
  return ` ${rest.join(" ")}`;
}

Deno.test("nobody but its owner can write to the PidFile, whatever the umask", async () => {
  await using place = await prepare();
  const { code } = await run("sh", [
    ...["-c", 'umask 0; exec "$@"', "sh"],
    ...[PROFTPD, "-c", place.config],
  ]);
  assert.equal(code, 0);
  const { mode } = await Deno.stat(place.pidFile);
  assert.equal((mode ?? 0) & 0o777, 0o644);
});

Deno.test("a port that is taken is the reason not to start", async () => {
  await using place = await prepare();
  using _listener = Deno.listen({ hostname: "127.0.0.1", port: place.port });
  for (const args of [[], ["-n"]]) {
    const { code, stderr } = await place.launch(...args);
    assert.equal(code, 1);
    const reason = new RegExp(`Failed binding to \\S+, port ${place.port}: Address already in use`);
    assert.match(stderr, reason);
    assert.match(stderr, /Unable to start proftpd/);
    assert.equal(await place.pid(), 0);
  }
});

Deno.test("a PidFile that cannot be written is the reason not to start", async () => {
  for (const path of ["none/proftpd.pid", "home"]) {
    await using place = await prepare({ config: ({ folder }) => `PidFile ${folder}/${path}` });
    const { code, stderr } = await place.launch();
    assert.equal(code, 1, path);
    assert.match(stderr, new RegExp(`fatal: error writing PidFile '.*${path}': `));
    await assertNothingRuns(place);
  }
});

Deno.test("a ScoreboardFile that cannot be written is the reason not to start", async () => {
  await using place = await prepare({ config: ({ folder }) => `ScoreboardFile ${folder}/home` });
  const { code, stderr } = await place.launch();
  assert.equal(code, 1);
  assert.match(stderr, /fatal: ScoreboardFile: unable to use '.*\/home': Is a directory/);
  await assertNothingRuns(place);
});

Deno.test("what is wrong with the configuration is the reason not to start", async () => {
  const cases = [
    [
      "NoSuchDirective on",
      /fatal: unknown configuration directive 'NoSuchDirective' on line \d+ of/,
    ],
    ["User no-such-user-here", /fatal: User: Unknown user 'no-such-user-here'/],
    ["<Global>\nUser\nGroup\n</Global>", /fatal: User: missing parameters on line \d+ of/],
    ["<Global>", /fatal: .*<Global>/],
    ["Port 99999", /fatal: Port: .* on line \d+ of/],
    ["TLSEngine on", /fatal: .*TLSEngine/],
  ] as const;
  for (const [config, reason] of cases) {
    await using place = await prepare({ config });
    const { code, stderr } = await place.launch();
    assert.equal(code, 1, config);
    assert.match(stderr, reason);
    await assertNothingRuns(place);
  }
});

Deno.test("a log that cannot be opened is the reason not to start", async () => {
  await using place = await prepare({ config: ({ folder }) => `SystemLog ${folder}/none/log` });
  const { code, stderr } = await place.launch();
  assert.equal(code, 1);
  assert.match(
    stderr,
    /fatal: unable to open SystemLog '.*\/none\/log': No such file or directory on line \d+/,
  );
  await assertNothingRuns(place);
});

Deno.test("a configuration file that is not there is the reason not to start", async () => {
  const { code, stderr } = await run(PROFTPD, ["-c", "/nonexistent/proftpd.conf"]);
  assert.equal(code, 1);
  assert.match(stderr, /fatal: .*\/nonexistent\/proftpd.conf/);
});

Deno.test("a second daemon on the same PidFile is refused, and the first one stays", async () => {
  await using first = await startServer({ daemon: true });
  await using second = await prepare({
    config: `PidFile ${first.folder}/proftpd.pid`,
  });
  const { code, stderr } = await second.launch();
  assert.equal(code, 1);
  assert.match(
    stderr,
    new RegExp(`fatal: PidFile '\\S+' belongs to a running daemon.*${first.pid}`),
  );
  assert.equal(await isListening(second.port), false);
  assert.equal(await first.read("proftpd.pid"), `${first.pid}\n`);
  await using _client = await first.login();
});

Deno.test("a second daemon on the same port is refused, and the first one stays", async () => {
  await using first = await startServer({ daemon: true });
  await using second = await prepare({ config: `Port ${first.port}` });
  const { code, stderr } = await second.launch();
  assert.equal(code, 1);
  assert.match(stderr, /Address already in use/);
  assert.equal(await second.pid(), 0);
  await using _client = await first.login();
});

Deno.test("what a daemon that was killed has left is no reason not to start", async () => {
  await using place = await prepare();
  await place.launch();
  const killed = await place.pid();
  signal(killed, "SIGKILL");
  await waitForEnd(killed);
  assert.equal(await place.pid(), killed);
  const { code, stderr } = await place.launch();
  assert.deepEqual([code, stderr], [0, ""]);
  assert.notEqual(await place.pid(), killed);
  await using client = await Client.connect(place.port);
  await client.login("alice", "secret");
});

Deno.test("a file that is no scoreboard is not taken for one, and stays as it is", async () => {
  await using place = await prepare();
  const file = `${place.folder}/scoreboard`;
  await Deno.writeTextFile(file, "somebody's letter");
  const { code, stderr } = await place.launch();
  assert.equal(code, 1);
  assert.match(stderr, /fatal: unable to use scoreboard '\S+': it is no scoreboard/);
  assert.equal(await Deno.readTextFile(file), "somebody's letter");
  assert.equal(await isListening(place.port), false);
});

Deno.test("with -n the daemon stays in the foreground and logs to standard error", async () => {
  await using place = await prepare();
  const child = new Deno.Command(PROFTPD, {
    args: ["-n", "-c", place.config],
    stdin: "null",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  await waitFor("a daemon that listens", () => isListening(place.port));
  assert.equal(await place.pid(), child.pid);
  child.kill("SIGTERM");
  const { code, stderr } = await output;
  assert.equal(code, 0);
  const said = new TextDecoder().decode(stderr);
  assert.match(said, /ProFTPD .* standalone mode STARTUP\n/);
  assert.match(said, /ProFTPD killed \(signal 15\)\n.* standalone mode SHUTDOWN\n$/s);
  assert.deepEqual(Array.from(Deno.readDirSync(place.folder)).filter(isLog), []);
});

function isLog({ name }: Deno.DirEntry): boolean {
  return name === "system.log";
}

test({
  name: "an ordinary user's daemon has that user's rights and no others",
  needs: ["root"],
  async fn() {
    const asUser = await ordinaryUser();
    await using server = await startServer({ asUser, daemon: true });
    const { uid, gid } = asUser;
    await using _client = await server.login();
    for (const pid of [server.pid, ...await server.sessions()]) {
      assert.equal(await statusField(pid, "Uid"), Array(4).fill(uid).join("\t"));
      assert.equal(await statusField(pid, "Gid"), Array(4).fill(gid).join("\t"));
    }
  },
});

test({
  name: "root's daemon works as User and Group and keeps root for when it is needed",
  needs: ["root"],
  async fn() {
    await using server = await startServer({ daemon: true });
    const { uid, gid } = await ordinaryUser();
    // It is root for the moments in which it starts sessions.
    await waitFor("a daemon that has put its rights aside", async () => {
      const effective = [
        await statusField(server.pid, "Uid"),
        await statusField(server.pid, "Gid"),
        await statusField(server.pid, "CapEff"),
      ];
      const wanted = [`0\t${uid}\t0\t${uid}`, `0\t${gid}\t0\t${gid}`, "0000000000000000"];
      return effective.join() === wanted.join();
    });
  },
});
