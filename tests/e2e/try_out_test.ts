/**
 * `deno task start`, the first command of the README.
 */
import assert from "node:assert/strict";
import { linesOf } from "../harness/child_lines.ts";
import { Client } from "../harness/client.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { freePort, isListening } from "../harness/free_port.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor, within } from "../harness/wait_for.ts";

const PROJECT = fromFileUrl(new URL("../..", import.meta.url));

/** The words behind `deno` in the task. */
async function wordsOfTask(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${PROJECT}/deno.json`));
  const [deno, ...words] = tasks.start.command.split(" ");
  assert.equal(deno, "deno");
  return words;
}

/** Starts the task with further words, and `folder` for temporary files. */
async function startTask(folder: string, ...more: string[]): Promise<Deno.ChildProcess> {
  return new Deno.Command(Deno.execPath(), {
    args: [...await wordsOfTask(), ...more],
    cwd: PROJECT,
    env: { TMPDIR: folder },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("the server to try out says who can log in where, and ends at Ctrl-C", async () => {
  await using folder = await tempDir();
  await Deno.mkdir(`${folder.path}/with a blank`);
  const port = freePort();
  const task = await startTask(`${folder.path}/with a blank`, `${port}`);
  await using lines = linesOf(task);
  let said = "";
  for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
    said += `${line}\n`;
    if (line.startsWith("The password is shown only here")) break;
  }
  const [, user = "", password = "", where] =
    /^ {2}curl --user '([^:]+):([^']+)' ftp:\/\/127\.0\.0\.1:(\d+)\/$/m.exec(said) ?? [];
  assert.equal(where, `${port}`, said);
  await waitFor("the server", () => isListening(port));
  {
    await using client = await Client.connect(port);
    await client.login(user, password);
    assert.match(await client.download("NLST"), /^welcome\.txt\r\n$/);
    await client.upload("STOR new", "text");
    await client.expect("QUIT", 221);
  }
  task.kill("SIGINT");
  const log = await within("the end of the log", new Response(task.stderr).text());
  assert.equal((await within("the end", task.status)).code, 0, log);
});

Deno.test("what is no port is refused before anything is made", async () => {
  await using folder = await tempDir();
  const task = await startTask(folder.path, "70000");
  const { code, stdout, stderr } = await within("the end", task.output());
  assert.equal(code, 1);
  assert.equal(new TextDecoder().decode(stdout), "");
  assert.match(new TextDecoder().decode(stderr), /fatal: '70000' is no port\n$/);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(folder.path)), []);
});
