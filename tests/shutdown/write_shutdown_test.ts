import assert from "node:assert/strict";
import { umask } from "../../src/libc/files.ts";
import { SysError } from "../../src/libc/sys_error.ts";
import { readShutdown } from "../../src/shutdown/read_shutdown.ts";
import { removeShutdown, writeShutdown } from "../../src/shutdown/write_shutdown.ts";
import { tempDir } from "../harness/temp_dir.ts";

const at = { year: 2026, month: 11, day: 20, hour: 12, minute: 2, second: 24 };
const notice = { at, denyMinutes: 10, disconnectMinutes: 5, message: "caf\xe9 %s" };

async function names(folder: string): Promise<string[]> {
  const list = [];
  for await (const { name } of Deno.readDir(folder)) list.push(name);
  return list.sort();
}

Deno.test("a notice is written byte for byte, readable by everybody whatever the umask", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/shutmsg`;
  const before = umask(0o077);
  try {
    writeShutdown(path, notice);
  } finally {
    umask(before);
  }
  const bytes = await Deno.readFile(path);
  assert.deepEqual(
    [...bytes],
    [..."2026 11 20 12 2 24 0010 0005\ncaf\xe9 %s\n"].map((c) => c.charCodeAt(0)),
  );
  assert.equal(((await Deno.stat(path)).mode ?? 0) & 0o7777, 0o644);
  assert.deepEqual(await names(folder.path), ["shutmsg"]);
});

Deno.test("a newer notice takes the place of the older one", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/shutmsg`;
  writeShutdown(path, notice);
  writeShutdown(path, { ...notice, message: "later" });
  assert.equal(readShutdown(path)?.message, "later");
});

Deno.test("a symbolic link is replaced, and what it led to stays as it was", async () => {
  await using folder = await tempDir();
  await Deno.writeTextFile(`${folder.path}/precious`, "data");
  await Deno.symlink("precious", `${folder.path}/shutmsg`);
  writeShutdown(`${folder.path}/shutmsg`, notice);
  assert.equal(await Deno.readTextFile(`${folder.path}/precious`), "data");
  assert.ok((await Deno.lstat(`${folder.path}/shutmsg`)).isFile);
});

Deno.test("where it cannot be written nothing is left behind", async () => {
  await using folder = await tempDir();
  await Deno.mkdir(`${folder.path}/shutmsg`);
  assert.throws(() => writeShutdown(`${folder.path}/shutmsg`, notice), { code: "EISDIR" });
  assert.throws(() => writeShutdown(`${folder.path}/none/shutmsg`, notice), SysError);
  assert.deepEqual(await names(folder.path), ["shutmsg"]);
});

Deno.test("removing tells when there was nothing", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/shutmsg`;
  writeShutdown(path, notice);
  removeShutdown(path);
  assert.equal(readShutdown(path), undefined);
  assert.throws(() => removeShutdown(path), { code: "ENOENT" });
});
