import assert from "node:assert/strict";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";

/** What to configure, with ~ for the user's home. */
const CASES = [
  "DirFakeUser on\nDirFakeGroup on",
  "DirFakeUser on foo\nDirFakeGroup on bar\nDirFakeMode 0640",
  "DirFakeUser on ~\nDirFakeGroup on ~\nDirFakeMode 444",
  "DirFakeUser off\nDirFakeGroup off nobody",
  "DirFakeGroup on bar\nDirFakeMode 07777",
  "<Directory ~/dir>\nDirFakeUser on foo\nDirFakeGroup on bar\n</Directory>",
];

test({
  name: "faked owners and modes are shown where the original shows them",
  needs: ["peer"],
  async fn() {
    for (const config of CASES) {
      const ours = await shown(await startServer({ config }));
      const original = await shown(await startPeer({ config }));
      assert.deepEqual(ours, original, config);
    }
  },
});

/** Everything that `server` shows of a file and a folder, without times and inodes. */
async function shown(server: Server): Promise<string[]> {
  await using _ = server;
  await Deno.mkdir(`${server.home}/dir`, { mode: 0o755 });
  await Deno.writeTextFile(`${server.home}/dir/inside`, "x", { mode: 0o644 });
  await Deno.writeTextFile(`${server.home}/file`, "x", { mode: 0o751 });
  const { uid, gid } = server.account();
  for (const path of ["dir", "dir/inside", "file"]) {
    if (Deno.uid() === 0) await Deno.chown(`${server.home}/${path}`, uid, gid);
  }
  await using client = await server.login();
  const told: string[] = [];
  for (const command of ["LIST", "LIST -n", "LIST file", "LIST dir", "LIST -R"]) {
    told.push(`${command}: ${await client.download(command)}`);
  }
  await client.expect("CWD dir", 250);
  for (const command of ["LIST", "LIST ..", "LIST inside"]) {
    told.push(`in dir, ${command}: ${await client.download(command)}`);
  }
  told.push((await client.command("STAT inside")).text);
  told.push(owners((await client.command("MLST inside")).text));
  const rows = (await client.download("MLSD")).split("\r\n").sort();
  told.push(...rows.map(owners));
  return told.map((text) => text.replace(/ \w{3} [ \d]\d \d\d:\d\d /g, " (time) "));
}

/** Name and facts about owner and mode of a row of facts. */
function owners(row: string): string {
  return row.match(/UNIX\.(?!owner=|group=)\w+=[^;]*;| [^ ]*$/g)?.join("") ?? "";
}
