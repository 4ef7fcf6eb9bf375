/**
 * AuthFileOptions and AuthUnixOptions beside the original.
 */
import assert from "node:assert/strict";
import { HASHES, PASSWORD } from "../harness/password.ts";
import { startPeer } from "../harness/peer.ts";
import { PRIVATE_ETC_NEEDS } from "../harness/private_etc.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { type SystemUser, systemUsers } from "../harness/system_users.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Users of which the homes hold a token, or nearly. */
const users: SystemUser[] = Object.entries({
  carol: "./carol",
  twice: "././twice",
  end: "end/./",
  gone: "gone/./nowhere",
  rootless: "nowhere/./rootless",
  dot: "dot/.",
  plain: "plain",
}).map(([name, place], index) => ({
  name,
  uid: 20_040 + index,
  gid: 20_040 + index,
  hash: HASHES.sha512,
  shell: "/bin/sh",
  place,
}));

test({
  name: "homes name roots by MagicTokenChroot as in the original",
  needs: ["peer", "root", ...PRIVATE_ETC_NEEDS],
  async fn() {
    const ask = async (server: Server, name: string) => {
      await using client = await server.connect();
      await client.expect(`USER ${name}`, 331);
      const { text } = await client.command(`PASS ${PASSWORD}`);
      if (!text.startsWith("230")) return `${name}: ${text}`;
      const place = await client.command("PWD");
      const above = await client.command("CDUP");
      const there = await client.command("PWD");
      return [name, text, place.text, above.text, there.text].join(": ");
    };
    for (const lines of ["", "DefaultRoot ~\nDefaultChdir /"]) {
      const sides = [PEER_PROGRAM, PROFTPD].map(async (program) => {
        await using system = await systemUsers(users, { program });
        const start = program === PROFTPD ? startServer : startPeer;
        await using server = await start({
          program: system.program,
          config: `AuthOrder mod_auth_unix.c\nAuthUnixOptions MagicTokenChroot\n${lines}`,
        });
        const told: string[] = [];
        for (const { name } of users) told.push(await ask(server, name));
        const homes = system.home("").slice(0, -1);
        return told.map((line) => line.replaceAll(homes, "<homes>"));
      });
      const [theirs, ours] = await Promise.all(sides);
      assert.deepEqual(ours, theirs);
    }
  },
});

/** Lines of an AuthUserFile and of an AuthGroupFile, good and bad. */
const LINES = {
  AuthUserFile: [
    ...["a:x:1:2:g:/h:/s", "# c", "", " ", "a:x:b:2:g:/h:/s", "a:x:1:2:g:/h", "a:x:1:2:g:/h:/s:t"],
    ...["a::1:2:g:/h:/s", "a:x:::g:/h:/s", "a:x:1:2:g::", " # c:d", "+"],
  ],
  AuthGroupFile: ["a:x:1:", "# c", "", "a", "a:x", "a:x:1", "a:x:1:u,v", "a:x:1:u:v", "a:x::u"],
};

test({
  name: "SyntaxCheck finds the bad lines that the original finds",
  needs: ["peer"],
  async fn() {
    await using folder = await tempDir();
    const config = `${folder.path}/proftpd.conf`;
    const path = `${folder.path}/lines`;
    for (const [kind, lines] of Object.entries(LINES)) {
      await Deno.writeTextFile(
        config,
        `ServerName x\nAuthFileOptions SyntaxCheck\n${kind} ${path}\n`,
      );
      for (const line of lines) {
        await Deno.writeTextFile(path, `#\n${line}\n`, { mode: 0o600 });
        const [theirs, ours] = await Promise.all(
          [PEER_PROGRAM, PROFTPD].map((program) => run(program, ["-t", "-c", config])),
        );
        assert.equal(ours.code, theirs.code, `${kind}: ${line}`);
        assert.equal(fatal(ours.stderr), fatal(theirs.stderr));
      }
    }
  },
});

test({
  name: "InsecurePerms opens files that everybody may read, as in the original, below its line",
  needs: ["peer"],
  async fn() {
    await using folder = await tempDir();
    const config = `${folder.path}/proftpd.conf`;
    const path = `${folder.path}/users`;
    await Deno.writeTextFile(path, `alice:${HASHES.sha512}:2000:2000::/tmp:/bin/sh\n`);
    await Deno.chmod(path, 0o666);
    const host = "<VirtualHost 127.0.0.9>\n";
    for (
      const text of [
        `AuthUserFile ${path}\n`,
        `AuthFileOptions InsecurePerms\nAuthUserFile ${path}\n`,
        `AuthFileOptions SyntaxCheck\nAuthUserFile ${path}\n`,
        `AuthFileOptions SyntaxCheck InsecurePerms\nAuthUserFile ${path}\n`,
        `<Global>\nAuthFileOptions InsecurePerms\n</Global>\nAuthUserFile ${path}\n`,
        `AuthFileOptions InsecurePerms\n${host}AuthUserFile ${path}\n</VirtualHost>\n`,
      ]
    ) {
      await Deno.writeTextFile(config, `ServerName x\n${text}`);
      const [theirs, ours] = await Promise.all(
        [PEER_PROGRAM, PROFTPD].map((program) => run(program, ["-t", "-c", config])),
      );
      assert.equal(ours.code, theirs.code, text);
      assert.equal(fatal(ours.stderr), fatal(theirs.stderr));
    }
    const files = ({ folder }: { folder: string }) =>
      `AuthFileOptions InsecurePerms\nAuthUserFile ${folder}/passwd`;
    await using server = await startServer({ config: files });
    await Deno.chmod(`${server.folder}/passwd`, 0o666);
    await using client = await server.login();
    await client.expect("NOOP", 200);
  },
});

/** The reason why a server does not start. */
function fatal(told: string): string | undefined {
  return /fatal: (.*? on line \d+ of '[^']*')/.exec(told)?.[1];
}
