/**
 * What basic-ftp does in Node.js, where its users have it. Arguments: the place of its module, host,
 * port, user, password, `true` or `implicit`; its folder has the folder `there` with a file `large`,
 * and gets `back`.
 */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";

const [place, host, port, user, password, secure] = process.argv.slice(2);
const { Client } = (await import(place)).default;

const client = new Client(20_000);
await client.access({
  host,
  port: Number(port),
  user,
  password,
  secure: secure === "implicit" ? "implicit" : true,
  secureOptions: { rejectUnauthorized: false },
});
await client.uploadFromDir("there", "tree");
await client.downloadToDir("back", "tree");

const whole = await readFile("there/large");
await writeFile("first", whole.subarray(0, 1_000_001));
await writeFile("second", whole.subarray(1_000_001));
await client.uploadFrom("first", "file");
await client.appendFrom("second", "file");
await client.downloadTo("first", "file", 1_000_001);
assert.ok(whole.equals(await readFile("first")));

const names = (await client.list()).map(({ name, size, isFile }) => isFile ? [name, size] : name);
assert.deepEqual(names.sort(), [["file", whole.length], "tree"]);
assert.equal(await client.size("file"), whole.length);
await assert.rejects(client.remove("none"), { code: 550 });
await client.removeDir("tree");
assert.deepEqual((await client.list()).map(({ name }) => name), ["file"]);
client.close();
