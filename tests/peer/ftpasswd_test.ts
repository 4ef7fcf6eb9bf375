/**
 * ftpasswd beside the original's: the files of each are read and changed by the other, and serve both
 * servers.
 */
import assert from "node:assert/strict";
import { startPeer } from "../harness/peer.ts";
import { type Finished, run, toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";

const THEIRS = "/usr/sbin/ftpasswd";
const OURS = toolProgram("ftpasswd");

/** What is tried, with the password for standard input; `<h>` is a directory. */
const STEPS: readonly (readonly [args: string, password: string])[] = [
  ["--passwd --name=alice --uid=20001 --gid=20002 --home=<h> --shell=/bin/sh --stdin", "secret"],
  ["--passwd --name=bob --uid=20003 --gid=20003 --home=<h> --shell=/bin/sh --stdin --md5", "b"],
  ["--passwd --name=bob --uid=20004 --gid=20003 --home=<h> --shell=/bin/sh --stdin --des", "c"],
  ["--passwd --name=bob --change-password --stdin --sha512", "c"],
  ["--passwd --name=bob --change-password --stdin --sha512", "d"],
  ["--passwd --name=alice --change-home --home=/usr", ""],
  ["--passwd --name=alice --change-home --home=.", ""],
  ["--passwd --name=alice --lock", ""],
  ["--passwd --name=alice --lock", ""],
  ["--passwd --name=bob --lock", ""],
  ["--passwd --name=bob --unlock", ""],
  ["--passwd --name=carl --delete-user", ""],
  ["--passwd --name=carl --lock", ""],
  ["--passwd --name=carl --change-password --stdin", "x"],
  ["--passwd --name=alice --delete-user", ""],
  ["--group --name=staff --gid=20002 --member=alice", ""],
  ["--group --name=staff --add-member=bob", ""],
  ["--group --name=staff --delete-member=alice", ""],
  ["--group --name=other --gid=20005", ""],
  ["--group --name=other --delete-group", ""],
  ["--passwd --name=dora --home=<h> --shell=/bin/sh --stdin", "x"],
  ["--passwd --name=dora --uid=7 --shell=/bin/sh --stdin", "x"],
  ["--passwd --group", ""],
];

/** Lines of the files, sorted: to the original they are in no order. Of hashes counts how they begin. */
async function filesIn(folder: string): Promise<string[]> {
  const texts = await Promise.all(["ftpd.passwd", "ftpd.group"].map(async (name) => {
    try {
      return await Deno.readTextFile(`${folder}/${name}`);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return `no ${name}`;
      throw error;
    }
  }));
  const sortedMembers = (line: string) =>
    line.replace(
      /^([^:]*:[^:]*:\d+:)([\w,]+)$/,
      (_, entry: string, members: string) => entry + members.split(",").sort().join(","),
    );
  return texts.flatMap((text) => text.split("\n")).map(sortedMembers).map((line) =>
    line.replace(/^(\w+:!?)(\$\w\$)?[^:]{10,}:/, "$1$2HASH:")
      // The scheme that each prefers is its own.
      .replace(/\$[5y]\$HASH/, "$6$HASH")
  ).sort();
}

/** The line that is for the user, of the many that the original has to say. */
const said = ({ code, stdout, stderr }: Finished) =>
  `${code} ${
    `${stdout}${stderr}`.split("\n").filter((line) =>
      /entry|error: |missing required|one\*/.test(line)
    ).join("; ")
  }`;

test({
  name: "ftpasswd says and writes what the original does",
  needs: ["peer", THEIRS, "root"],
  async fn() {
    await using theirs = await tempDir();
    await using ours = await tempDir();
    for (const [line, password] of STEPS) {
      const args = line.replaceAll("<h>", "/tmp").split(" ");
      const input = `${password}\n`;
      const original = await run(THEIRS, args, { cwd: theirs.path, input });
      const own = await run(OURS, args, { cwd: ours.path, input });
      assert.equal(said(own), said(original), line);
      assert.deepEqual(await filesIn(ours.path), await filesIn(theirs.path), line);
    }
  },
});

test({
  name: "files that one ftpasswd made and the other changed serve both servers",
  needs: ["peer", THEIRS, "root"],
  async fn() {
    for (const start of [startServer, startPeer]) {
      await using server = await start();
      const { folder } = server;
      const names = ["first", "second", "third"];
      for (const [at, name] of names.entries()) {
        await Deno.mkdir(`${folder}/home/${name}`);
        const args = [
          ...["--passwd", `--file=${folder}/passwd`, `--name=${name}`, "--uid=20001"],
          ...["--gid=20001", `--home=${folder}/home/${name}`, "--shell=/bin/sh", "--stdin"],
        ];
        const { code, stderr } = await run(at % 2 ? THEIRS : OURS, args, { input: `${name}!\n` });
        assert.equal(code, 0, stderr);
        for (const present of names.slice(0, at + 1)) {
          await using client = await server.connect();
          await client.login(present, `${present}!`);
        }
      }
      const group = ["--group", `--file=${folder}/group`, "--name=more", "--gid=20001"];
      for (const program of [OURS, THEIRS]) {
        assert.equal((await run(program, [...group, "--member=first"])).code, 0);
        await using client = await server.connect();
        await client.login("first", "first!");
      }
    }
  },
});
