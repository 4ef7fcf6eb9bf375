import assert from "node:assert/strict";
import { Board } from "../../src/scoreboard/mod.ts";
import { toolProgram } from "../harness/programs.ts";
import { startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { Terminal } from "../harness/terminal.ts";
import { waitFor, within } from "../harness/wait_for.ts";

const config = ({ folder }: { folder: string }) => `ScoreboardFile ${folder}/board\n`;

Deno.test("ftptop draws on a terminal, obeys keys, and leaves the terminal as it was", async () => {
  await using server = await startServer({ config });
  await using _client = await server.login();
  using terminal = new Terminal(10, 72);
  const board = `${server.folder}/board`;
  const ftptop = terminal.start(toolProgram("ftptop"), ["-f", board, "-d", "0.1"]);
  const row = () => terminal.screen.find((line) => / alice /.test(line));
  await waitFor("the session on the screen", () => row());
  assert.match(terminal.screen[0], /^ftptop\/1\.0: /);
  assert.equal(terminal.screen[3].slice(0, 15), "PID   S USER   ");
  assert.ok(terminal.screen.every((line) => line.length <= 72));

  terminal.type("t");
  await waitFor("the other display", () => terminal.screen[3]?.includes("KB/s"));
  assert.equal(row(), undefined);
  terminal.type("t");
  await waitFor("the first display again", () => row());

  terminal.resize(4, 30);
  await waitFor(
    "a smaller screen",
    () => terminal.screen.length === 4 && terminal.screen.every((line) => line.length <= 30),
  );

  terminal.type("q");
  assert.equal((await within("the end of ftptop", ftptop.status)).code, 0);
  // The other screen, and the cursor hidden: once there, once back; no echo of the keys between.
  assert.ok(terminal.output.startsWith("\x1b[?1049h\x1b[?25l"), JSON.stringify(terminal.output));
  assert.ok(terminal.output.endsWith("\x1b[?25h\x1b[?1049l"));
  assert.equal(terminal.output.split("\x1b[?1049h").length, 2);
});

Deno.test("ftptop ends on TERM and puts the terminal back", async () => {
  await using server = await startServer({ config });
  using terminal = new Terminal(10, 60);
  const ftptop = terminal.start(toolProgram("ftptop"), ["-f", `${server.folder}/board`]);
  await waitFor("a screen", () => terminal.screen[0].startsWith("ftptop"));
  ftptop.kill("SIGTERM");
  assert.equal((await within("the end of ftptop", ftptop.status)).code, 0);
  assert.ok(terminal.output.endsWith("\x1b[?25h\x1b[?1049l"));
});

Deno.test("ftptop outlives the scoreboard and finds the next one", async () => {
  await using dir = await tempDir();
  using terminal = new Terminal(10, 200);
  const board = `${dir.path}/board`;
  Board.create(board).close();
  const ftptop = terminal.start(toolProgram("ftptop"), ["-f", board, "-d", "0.1"]);
  await waitFor("a screen", () => terminal.screen[0].startsWith("ftptop/"));
  await Deno.rename(board, `${board}.away`);
  await waitFor("the loss on the screen", () =>
    terminal.screen[0] ===
      `ftptop: unable to open scoreboard '${board}': No such file or directory`);
  await Deno.rename(`${board}.away`, board);
  await waitFor("a screen again", () => terminal.screen[0].startsWith("ftptop/"));
  terminal.type("q");
  assert.equal((await within("the end of ftptop", ftptop.status)).code, 0);
});

Deno.test("on a terminal, too, tools print what they have to say and nothing else", async () => {
  await using server = await startServer({ config });
  using terminal = new Terminal(10, 200);
  const ftpcount = terminal.start(toolProgram("ftpcount"), ["-f", `${server.folder}/board`]);
  await within("the end of ftpcount", ftpcount.status);
  assert.equal(terminal.output, `Master proftpd process ${server.pid}:\r\n0 users\r\n`);
});
