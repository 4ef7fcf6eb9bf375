/**
 * LIST, NLST, MLSD, MLST and STAT of a small tree, and of a folder with very many files.
 */
import assert from "node:assert/strict";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";

/** Years ago: listings then show the year, which does not depend on when the test runs. */
const LONG_AGO = 1_000_000_000; // 2001-09-09 01:46:40

/** Two files, a hidden one, a folder with one more, and a link; all of them old. */
async function furnish(server: Server): Promise<void> {
  const { home } = server;
  await Deno.mkdir(`${home}/folder`);
  for (
    const [name, text] of [["b", "22"], ["a file", "1"], [".hidden", ""], ["folder/in", "333"]]
  ) {
    await Deno.writeTextFile(`${home}/${name}`, text ?? "");
    await Deno.chmod(`${home}/${name}`, 0o640);
    await Deno.utime(`${home}/${name}`, LONG_AGO, LONG_AGO);
    if (Deno.uid() === 0) {
      const { uid, gid } = server.account();
      await Deno.chown(`${home}/${name}`, uid, gid);
    }
  }
  await Deno.symlink("b", `${home}/link`);
  await Deno.chmod(`${home}/folder`, 0o755);
  await Deno.utime(`${home}/folder`, LONG_AGO, LONG_AGO);
}

/** The lines of a listing, without what depends on the machine: owner, sizes of folders, now. */
function lines(listing: string): string[] {
  assert.equal(listing === "" || listing.endsWith("\r\n"), true, "every line ends in CR LF");
  return listing.split("\r\n").slice(0, -1).map((line) =>
    line.replace(
      /^([-dl]\S+) +\d+ \S+ +\S+ +(\d+) /,
      (_, mode: string, size: string) => `${mode} ${mode.startsWith("d") ? "SIZE" : size} `,
    )
      .replace(/^(l\S+ \d+) .{12} /, "$1 DATE ")
  );
}

testInBothManners({
  name: "LIST shows what is there, sorted, in the manner of ls -l",
  needs: [],
  async fn(server) {
    await furnish(server);
    await using client = await server.login();
    const folder = "drwxr-xr-x SIZE Sep  9  2001 folder";
    const rows = [
      "-rw-r----- 1 Sep  9  2001 a file",
      "-rw-r----- 2 Sep  9  2001 b",
      folder,
      "lrwxrwxrwx 1 DATE link -> b",
    ];
    assert.deepEqual(lines(await client.download("LIST")), rows);
    assert.deepEqual(lines(await client.download("LIST -l")), rows);
    const bySize = lines(await client.download("LIST -S")).filter((row) => row.startsWith("-"));
    assert.deepEqual(bySize, [rows[1], rows[0]]);
    assert.deepEqual(lines(await client.download("LIST -A")).length, rows.length + 1);
    assert.deepEqual(lines(await client.download("LIST -d folder")), [folder]);
    assert.deepEqual(lines(await client.download("LIST folder")), [
      "-rw-r----- 3 Sep  9  2001 in",
    ]);
    assert.deepEqual(lines(await client.download("LIST b")), ["-rw-r----- 2 Sep  9  2001 b"]);
    assert.deepEqual(lines(await client.download("LIST [ab]*")), rows.slice(0, 2));
    assert.deepEqual(lines(await client.download("LIST -R")), [
      ...rows,
      "",
      "folder:",
      "-rw-r----- 3 Sep  9  2001 in",
    ]);
    assert.equal(await client.download("LIST -1"), "a file\r\nb\r\nfolder\r\nlink\r\n");
  },
});

testInBothManners({
  name: "NLST shows names, and paths where a pattern is given",
  needs: [],
  async fn(server) {
    await furnish(server);
    await using client = await server.login();
    const names = async (command: string) => lines(await client.download(command)).sort();
    assert.deepEqual(await names("NLST"), ["a file", "b", "folder", "link"]);
    assert.deepEqual(await names("NLST -a"), [
      ...[".", "..", ".hidden"],
      ...["a file", "b", "folder", "link"],
    ]);
    assert.deepEqual(await names("NLST folder"), ["folder/in"]);
    assert.deepEqual(await names("NLST *"), ["a file", "b", "folder", "link"]);
    assert.deepEqual(await names("NLST folder/*"), ["folder/in"]);
    await client.expect("NLST none", "450 none: No such file or directory");
  },
});

testInBothManners({
  name: "MLSD and MLST show facts",
  needs: [],
  async fn(server) {
    await furnish(server);
    await using client = await server.login();
    await client.expect(
      "OPTS MLST type;size;modify;perm;UNIX.mode;",
      /^200 MLST OPTS (?=.*type;)(?=.*size;)(?=.*modify;)(?=.*perm;)(?=.*UNIX.mode;)/,
    );
    const rows = (await client.download("MLSD")).split("\r\n").slice(0, -1);
    const named = new Map(rows.map((row) => {
      const blank = row.indexOf(" ");
      return [row.slice(blank + 1), row.slice(0, blank)];
    }));
    assert.deepEqual([...named.keys()].sort(), [
      ...[".", "..", ".hidden"],
      ...["a file", "b", "folder", "link"],
    ]);
    assert.equal(
      named.get("b"),
      "modify=20010909014640;perm=adfrw;size=2;type=file;UNIX.mode=0640;",
    );
    assert.match(
      named.get("folder") ?? "",
      /^modify=20010909014640;perm=\w+;type=dir;UNIX.mode=0755;$/,
    );
    assert.match(named.get(".") ?? "", /type=cdir;/);
    assert.match(named.get("..") ?? "", /type=pdir;/);
    assert.match(named.get("link") ?? "", /type=OS.unix=s(ym)?link/);
    await client.expect(
      "MLST a file",
      "250-Start of list for a file\n" +
        " modify=20010909014640;perm=adfrw;size=1;type=file;UNIX.mode=0640; /a file\n" +
        "250 End of list",
    );
    await client.expect("MLSD b", "550 'b' is not a directory");
  },
});

/** As `deepEqual`, with a difference in one line instead of in twenty thousand. */
function assertSame(found: readonly string[], wanted: readonly string[]): void {
  const at = wanted.findIndex((name, index) => found[index] !== name);
  assert.equal(found[at], wanted[at], `at ${at}`);
  assert.equal(found.length, wanted.length);
}

testInBothManners({
  name: "a folder of 10,000 files is listed whole, each way",
  needs: [],
  async fn(server) {
    await Deno.mkdir(`${server.home}/many`);
    const names = Array.from({ length: 10_000 }, (_, number) => `file-${number}`).sort();
    for (const name of names) Deno.writeFileSync(`${server.home}/many/${name}`, new Uint8Array());
    await using client = await server.login();
    const nlst = (await client.download("NLST many")).split("\r\n").slice(0, -1);
    assertSame(nlst.map((path) => path.slice("many/".length)).sort(), names);
    const list = (await client.download("LIST many")).split("\r\n").slice(0, -1);
    assertSame(list.map((row) => row.slice(row.lastIndexOf(" ") + 1)), names);
    const mlsd = (await client.download("MLSD many")).split("\r\n").slice(0, -1);
    const files = mlsd.filter((row) => row.includes("type=file"));
    assertSame(files.map((row) => row.slice(row.lastIndexOf(" ") + 1)).sort(), names);
    const status = await client.expect("STAT many", 212);
    assert.equal(status.lines.length, names.length + 4); // . and .., first and last line
  },
});

testInBothManners({
  name: "an empty folder is listed as nothing",
  needs: [],
  async fn(server) {
    await using client = await server.login();
    assert.equal(await client.download("LIST"), "");
    assert.equal(await client.download("NLST"), "");
    assert.equal((await client.download("MLSD")).split("\r\n").length, 3); // . and ..
    await using data = await client.passive();
    await client.expect("LIST none", 150);
    assert.equal((await data.readAll()).length, 0);
    await client.expectReply("450 none: No such file or directory");
  },
});
