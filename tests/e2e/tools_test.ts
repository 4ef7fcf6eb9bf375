import assert from "node:assert/strict";
import { run, toolProgram } from "../harness/programs.ts";
import { type Server, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

const config = ({ folder }: { folder: string }) => `ScoreboardFile ${folder}/board\n`;

function tool(name: string, server: Server, ...args: string[]) {
  return run(toolProgram(name), ["-f", `${server.folder}/board`, ...args]);
}

Deno.test("a session is on the board from its connection to its end, however it ends", async () => {
  await using server = await startServer({ config });
  const count = async () => (await tool("ftpcount", server)).stdout.split("\n")[1];
  assert.equal(await count(), "0 users");
  const client = await server.login();
  const line = "Service class                      -   1 user";
  assert.equal(await count(), line);
  await client.expect("QUIT", /^221/);
  client.close();
  await waitFor("an empty board", async () => await count() === "0 users");

  const killed = await server.login();
  const [pid] = await server.sessions();
  Deno.kill(pid, "SIGKILL");
  await waitFor("an empty board", async () => await count() === "0 users");
  killed.close();
});

Deno.test("the scoreboard is gone when the server has stopped", async () => {
  await using dir = await tempDir();
  const board = `${dir.path}/board`;
  {
    await using _server = await startServer(`ScoreboardFile ${board}\n`);
    assert.equal((await Deno.stat(board)).isFile, true);
  }
  assert.deepEqual(await Array.fromAsync(Deno.readDir(dir.path)), []);
  const { code, stdout, stderr } = await run(toolProgram("ftpwho"), ["-f", board]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.equal(stderr, `unable to open scoreboard '${board}': No such file or directory\n`);
});

Deno.test("tools say what is wrong with a file, and fail", async () => {
  await using dir = await tempDir();
  const board = `${dir.path}/board`;
  await Deno.writeTextFile(board, "no board\n");
  for (const name of ["ftpwho", "ftpcount", "ftpscrub", "ftptop"]) {
    assert.deepEqual(await run(toolProgram(name), ["-f", board]), {
      code: 1,
      stdout: "",
      stderr: `${name}: unable to use scoreboard '${board}': it is no scoreboard\n`,
    });
  }
  assert.equal(await Deno.readTextFile(board), "no board\n");
});

Deno.test("ftpscrub -v names whom it takes off the board, of which there are none here", async () => {
  await using server = await startServer({ config });
  await using _client = await server.login();
  assert.deepEqual(await tool("ftpscrub", server, "-v"), {
    code: 0,
    stdout: `scrubbing ScoreboardFile ${server.folder}/board\n`,
    stderr: "",
  });
  assert.match((await tool("ftpwho", server)).stdout, /alice/);
});

Deno.test("ftptop -b prints as many looks as asked for, without anything that only terminals know", async () => {
  await using server = await startServer({ config });
  await using _client = await server.login();
  const { code, stdout } = await tool("ftptop", server, "-b", "-n", "2", "-d", "0.1");
  assert.equal(code, 0);
  assert.match(stdout, /^[\n -~]+$/);
  assert.equal(stdout.match(/^\d+ +I alice /gm)?.length, 2);
  const { stdout: none } = await tool("ftptop", server, "-bin1");
  assert.match(none, /^0 Total FTP Sessions: 0 downloading, 0 uploading, 1 idle$/m);
});
