/**
 * What listings leave out because a `<Directory>` says so, in the original and in our server.
 */
import assert from "node:assert/strict";
import type { Client } from "../harness/client.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { directory, limit } from "../session/access/oracle.ts";

const config = ({ folder }: { folder: string }) => {
  const home = `${folder}/home/alice`;
  return [
    directory(`${home}/list.txt`, limit("LIST", "DenyAll")),
    directory(`${home}/nlst.txt`, limit("NLST", "DenyAll")),
    directory(`${home}/mlsd.txt`, limit("MLSD", "DenyAll")),
    directory(`${home}/none`, limit("LIST NLST MLSD", "DenyAll")),
    directory(`${home}/in/*`, limit("DIRS", "DenyAll")),
    directory(`${home}/*.key`, limit("ALL", "DenyAll")),
  ].join("");
};

/** Commands, and the names that they show. */
const wanted: readonly (readonly [string, string])[] = [
  ["LIST", "in mlsd.txt nlst.txt"],
  ["LIST in", ""],
  ["NLST", "in list.txt mlsd.txt"],
  ["NLST *.txt", "list.txt mlsd.txt"],
  ["NLST in", ""],
  ["MLSD", "in list.txt nlst.txt"],
  ["MLSD in", ""],
  ["LIST list.txt", ""],
  ["LIST nlst.txt", "nlst.txt"],
];

async function names(client: Client, line: string): Promise<string> {
  const rows = (await client.download(line)).split("\r\n").filter((row) => row !== "");
  return rows.map((row) => row.split(" ").at(-1) ?? "")
    .filter((name) => name !== "." && name !== "..").sort().join(" ");
}

for (const [which, start] of [["the original", startPeer], ["our server", startServer]] as const) {
  test({
    name: `access: listings of ${which} leave out what may not be listed`,
    needs: ["peer", "root"],
    async fn(context) {
      await using server = await start({ config });
      for (const name of ["list.txt", "nlst.txt", "mlsd.txt", "a.key", "in/b.txt", "none/c.txt"]) {
        const path = `${server.home}/${name}`;
        await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
        await Deno.writeTextFile(path, "hello\n");
      }
      await using client = await server.login();
      for (const [line, shown] of wanted) {
        await context.step(line, async () => assert.equal(await names(client, line), shown));
      }
    },
  });
}
