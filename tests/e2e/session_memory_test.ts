/**
 * What a session takes of memory has nothing to do with the size of what it transfers.
 */
import assert from "node:assert/strict";
import type { Client } from "../harness/client.ts";
import { statusField } from "../harness/processes.ts";
import { type Server, startServer } from "../harness/server.ts";

const MEBIBYTE = 1 << 20;

/** Makes a file of `size` MiB in the home, without contents. */
async function makeFile(server: Server, name: string, size: number): Promise<void> {
  const { home, uid, gid } = server.account();
  using file = await Deno.open(`${home}/${name}`, { write: true, create: true });
  await file.truncate(size * MEBIBYTE);
  if (Deno.uid() === 0) await Deno.chown(`${home}/${name}`, uid, gid);
}

/** Downloads by `line`, and throws away what comes. */
async function download(client: Client, line: string): Promise<void> {
  await using data = await client.passive();
  await client.expect(line, 150);
  while (await data.read(MEBIBYTE) !== undefined);
  data.close();
  await client.expectReply(226);
}

/** Uploads `size` MiB of lines. */
async function upload(client: Client, size: number): Promise<void> {
  const block = new TextEncoder().encode(`${"x".repeat(62)}\r\n`.repeat(MEBIBYTE / 64));
  await using data = await client.passive();
  await client.expect("STOR up", 150);
  for (let sent = 0; sent < size; sent++) await data.write(block);
  data.close();
  await client.expectReply(226);
}

/** The most memory that process `pid` has taken so far, in MiB. */
async function peak(pid: number): Promise<number> {
  return parseInt(await statusField(pid, "VmHWM")) / 1024;
}

Deno.test("a session's memory does not grow with the size of a file or of a directory", async () => {
  await using server = await startServer("AllowOverwrite on");
  await using client = await server.login();
  const [pid = 0] = await server.sessions();
  const work = async (megabytes: number, folder: string) => {
    await makeFile(server, "file", megabytes);
    for (const type of ["I", "A"]) {
      await client.expect(`TYPE ${type}`, 200);
      await download(client, "RETR file");
      await upload(client, megabytes);
    }
    for (const verb of ["LIST", "NLST", "MLSD"]) await download(client, `${verb} ${folder}`);
  };
  const names = { few: 1000, many: 5000 };
  for (const [folder, count] of Object.entries(names)) {
    await Deno.mkdir(`${server.home}/${folder}`);
    for (let number = 0; number < count; number++) {
      Deno.createSync(`${server.home}/${folder}/${number}`).close();
    }
  }
  await work(8, "few");
  const before = await peak(pid);
  await work(40, "many");
  const growth = await peak(pid) - before;
  // Blocks, compiled code and what the collector has not met yet vary; 32 MiB more went through.
  assert.ok(growth < 20, `${growth} MiB more than ${before}`);
});
