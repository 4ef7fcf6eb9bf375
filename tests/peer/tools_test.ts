import assert from "node:assert/strict";
import { stringOf } from "../../src/libc/bytes.ts";
import { utf8 } from "../../src/libc/bytes.ts";
import type { SessionRecord } from "../../src/scoreboard/record.ts";
import { toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";
import { type Sessions, writeOriginal, writeOurs } from "./scoreboards.ts";

const NOW = Math.floor(Date.now() / 1000) * 1000;

/** A session of a living process (this one), so that our tools do not take it for dead. */
function session(values: Partial<SessionRecord>): Partial<SessionRecord> {
  return {
    pid: Deno.pid,
    loggedIn: 1,
    user: "alice",
    protocol: "ftp",
    clientAddress: "192.0.2.7",
    clientName: "client.example",
    serverAddress: "127.0.0.1",
    serverPort: 2121,
    serverName: "Test Server",
    cwd: "/",
    sessionBegin: NOW - 100_000,
    idleBegin: NOW - 50_000,
    ...values,
  };
}

function running(command: string, args: string, values: Partial<SessionRecord> = {}) {
  const commandBegin = NOW - 10_000;
  return session({ command, arguments: args, commandBegin, idleBegin: 0, ...values });
}

const ages = [0, 59, 60, 61, 3599, 3600, 3661, 86_399, 86_400, 360_000, 3_600_000];

const busy: Sessions = {
  masterPid: Deno.pid,
  started: NOW - 3_700_000,
  sessions: [
    ...ages.map((age) =>
      session({
        sessionBegin: NOW - 1000 * age,
        idleBegin: NOW - 1000 * Math.floor(age / 2),
      })
    ),
    session({ pid: 1, user: "b", className: "lan" }),
    session({ user: "averyverylongusername", className: "zeta" }),
    session({ loggedIn: 0, idleBegin: 0, command: "", className: "lan" }),
    running("RETR", "big file", { transferSize: 1000, transferDone: 420, transferElapsed: 1000 }),
    running("RETR", "f", { transferSize: 10 ** 10, transferDone: 5e9, transferElapsed: 3_600_000 }),
    running("RETR", "f", { transferSize: 3, transferDone: 2, transferElapsed: 2000 }),
    running("RETR", "f", { transferSize: 3, transferDone: 3, transferElapsed: 1000 }),
    running("STOR", "up", { transferDone: 4096, transferElapsed: 2000, className: "zeta" }),
    running("APPE", "", { transferDone: 4096, transferElapsed: 4000, user: "bob" }),
    session({
      clientAddress: "2001:db8::1",
      clientName: "2001:db8::1",
      serverAddress: "2001:db8::2",
      serverName: "The other one",
      cwd: "/home/alice/some where",
    }),
  ],
};
const nobody: Sessions = { masterPid: Deno.pid, started: NOW - 120_000, sessions: [] };
const superserver: Sessions = { ...busy, masterPid: 0 };

async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const command = new Deno.Command(program, { args: [...args], stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  return `${stringOf(stdout)}---\n${stringOf(stderr)}---\n${code}\n`;
}

/** What ours and the original print of the same sessions, both within the same second. */
async function both(tool: string, board: Sessions, args: readonly string[]) {
  await using dir = await tempDir();
  await writeOriginal(`${dir.path}/original`, board);
  await writeOurs(`${dir.path}/ours`, board);
  const original = () => outputOf(`/usr/bin/${tool}`, ["-f", `${dir.path}/original`, ...args]);
  return await waitFor("a look within one second", async () => {
    // The original's clock, time(2), may be some milliseconds behind ours at the turn of a second.
    if (Date.now() % 1000 < 20) return undefined;
    const before = await original();
    const ours = await outputOf(toolProgram(tool), ["-f", `${dir.path}/ours`, ...args]);
    const isSame = Date.now() % 1000 >= 20 && before === await original();
    return isSame ? { ours, original: before } : undefined;
  });
}

function compare(name: string, tool: string, board: Sessions, ...args: string[]): void {
  test({
    name: `${tool} ${args.join(" ")}: ${name} look as the original's`,
    needs: ["peer", `/usr/bin/${tool}`],
    async fn() {
      const { ours, original } = await both(tool, board, args);
      assert.equal(ours, original);
    },
  });
}

for (const args of [[], ["-v"], ["-o", "oneline"], ["-v", "-o", "oneline"], ["-o", "compat"]]) {
  compare("many sessions", "ftpwho", busy, ...args);
}
compare("many sessions", "ftpwho", busy, "--verbose", "--outform=compat");
compare("sessions of one server", "ftpwho", busy, "-S", "Test Server");
compare("sessions of another server", "ftpwho", busy, "-vS", "The other one");
compare("sessions of no server", "ftpwho", busy, "-S", "nope");
compare("no sessions", "ftpwho", nobody);
compare("no sessions", "ftpwho", nobody, "-o", "json");
compare("sessions of a superserver", "ftpwho", superserver, "-v");
compare("many sessions", "ftpcount", busy);
compare("sessions of one server", "ftpcount", busy, "--server", "Test Server");
compare("no sessions", "ftpcount", nobody);
compare("sessions of a superserver", "ftpcount", superserver);

for (const age of [0, 59, 3599, 3600, 7200, 86_400, 90_000, 172_800, 180_000, 8_640_000]) {
  const board = { ...nobody, started: NOW - 1000 * age };
  compare(`${age} seconds`, "ftpwho", board);
}

test({
  name: "ftpwho -o json says what the original's does, but durations in true milliseconds",
  needs: ["peer", "/usr/bin/ftpwho"],
  async fn() {
    for (const board of [busy, superserver]) {
      const { ours, original } = await both("ftpwho", board, ["-o", "json"]);
      const [text] = original.split("---");
      const expected = JSON.parse(text);
      for (const connection of expected.connections) {
        // The original multiplies milliseconds by 1,000, and does not count uploads.
        if ("transfer_duration_ms" in connection) connection.transfer_duration_ms /= 1000;
        if (connection.uploading) connection.transfer_bytes = 4096;
      }
      assert.deepEqual(JSON.parse(ours.split("---")[0]), expected);
    }
  },
});

for (const tool of ["ftpwho", "ftpcount"]) {
  for (const args of [["-h"], ["--help"], ["-z"], ["-f"]]) {
    compare("usage and refusals", tool, nobody, ...args);
  }
}
compare("a wrong format", "ftpwho", nobody, "-o", "pretty");

test({
  name: "without any scoreboard all tools say the same, and fail",
  needs: ["peer", "/usr/bin/ftpwho", "/usr/bin/ftpcount", "/usr/sbin/ftpscrub"],
  async fn() {
    for (const tool of ["ftpwho", "ftpcount", "ftpscrub"]) {
      const folder = tool === "ftpscrub" ? "/usr/sbin" : "/usr/bin";
      // A configuration that names none, so that the default place is looked at.
      await using dir = await tempDir();
      await Deno.writeTextFile(`${dir.path}/conf`, "ServerType standalone\n");
      const args = ["-c", `${dir.path}/conf`];
      const ours = await outputOf(toolProgram(tool), args);
      assert.equal(ours, await outputOf(`${folder}/${tool}`, args));
    }
  },
});

test({
  name: "names that are no ASCII come through as they are",
  needs: ["peer", "/usr/bin/ftpwho"],
  async fn() {
    const name = utf8("Straße/日本");
    const board = { ...busy, sessions: [running("STOR", name, { transferElapsed: 1000 })] };
    for (const format of ["oneline", "compat"]) {
      const { ours, original } = await both("ftpwho", board, ["-o", format]);
      assert.equal(ours, original);
      assert.ok(ours.includes(name));
    }
  },
});
