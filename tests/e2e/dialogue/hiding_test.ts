/**
 * Hidden files, whoever runs the server: also where the original forgets about them.
 */
import assert from "node:assert/strict";
import type { Client } from "../../harness/client.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { directory, limit } from "../../session/access/oracle.ts";

async function names(client: Client, line: string): Promise<string> {
  const rows = (await client.download(line)).split("\r\n").filter((row) => row !== "");
  return rows.map((row) => row.replace(/ -> .*/, "").split(" ").at(-1) ?? "")
    .filter((name) => name !== "." && name !== "..").sort().join(" ");
}

/** Makes files below alice's home that are hers. */
async function make(server: Server, paths: readonly string[]): Promise<void> {
  const { home } = server;
  const { uid, gid } = server.account();
  for (const path of paths) {
    if (path.endsWith("/")) await Deno.mkdir(`${home}/${path}`);
    else await Deno.writeTextFile(`${home}/${path}`, "hello\n");
    if (Deno.uid() === 0) await Deno.chown(`${home}/${path}`, uid, gid);
  }
}

const home = ({ folder }: { folder: string }) => `${folder}/home/alice`;

testInBothManners({
  name: "links are hidden by their own names and with what they lead to, in every listing",
  needs: [],
  config: (place) => directory(home(place), "HideFiles (\\.key$|^private)\n"),
  async fn(server) {
    await make(server, ["a.key", "b.txt", "private/", "private/c.txt", "open/"]);
    await Deno.symlink("a.key", `${server.home}/leads-there`);
    await Deno.symlink("b.txt", `${server.home}/named-so.key`);
    await Deno.symlink("/private", `${server.home}/way-in`);
    await using client = await server.login();
    for (const line of ["LIST", "LIST -L", "LIST *", "NLST", "NLST *", "MLSD", "LIST -1"]) {
      assert.equal(await names(client, line), "b.txt open", line);
    }
    await client.expect("MLST a.key", "250-Start of list for a.key\n250 End of list");
  },
});

testInBothManners({
  name: "IgnoreHidden: what is hidden is not there for the commands of its <Limit>, only for those",
  needs: [],
  config: (place) =>
    "DefaultTransferMode binary\n" +
    directory(home(place), "HideFiles ^hidden\n", limit("DIRS READ", "IgnoreHidden on")),
  async fn(server) {
    await make(server, ["hidden", "hidden-dir/", "hidden-dir/file"]);
    await using client = await server.login();
    for (const verb of ["SIZE", "MDTM", "CWD", "RETR"]) {
      await client.expect(`${verb} hidden`, "550 hidden: No such file or directory");
    }
    await client.expect("CWD hidden-dir", "550 hidden-dir: No such file or directory");
    await client.expect("MLSD hidden-dir", "550 hidden-dir: No such file or directory");
    assert.equal(await names(client, "LIST hidden-dir"), "");
    await client.expect("RNFR hidden", 350);
    await client.expect("RNTO hidden-no-more", 250);
    await client.expect("DELE hidden-no-more", 250);
  },
});

testInBothManners({
  name: "HideUser ~ and HideNoAccess hide from NLST and MLST of a name as well",
  needs: [],
  config: (place) =>
    directory(`${home(place)}/own`, "HideUser ~\n") +
    directory(`${home(place)}/shut`, "HideNoAccess on\n"),
  async fn(server) {
    await make(server, ["own/", "own/file", "shut/", "shut/open", "shut/closed", "shut/dir/"]);
    await Deno.chmod(`${server.home}/shut/closed`, 0o200);
    await Deno.chmod(`${server.home}/shut/dir`, 0o600);
    await using client = await server.login();
    for (const verb of ["LIST", "NLST", "MLSD"]) {
      assert.equal(await names(client, `${verb} own`), "", verb);
    }
    assert.equal(await names(client, "LIST shut"), "open");
    assert.equal(await names(client, "NLST own/file"), "");
    await client.expect("MLST own/file", "250-Start of list for own/file\n250 End of list");
    await client.expect("SIZE own/file", 550); // in ASCII; it is there
    await client.expect("MDTM own/file", 213);
  },
});
