/**
 * `<Anonymous>` areas in both manners of being started: with root's chroot, and without it.
 */
import assert from "node:assert/strict";
import { testInBothManners } from "../harness/manners.ts";

testInBothManners({
  name: "everybody gets a root of his own in an area with UserDirRoot, and no other's",
  needs: [],
  config: ({ folder }) => `
<Anonymous ${folder}/home>
  User bob
  UserAlias * bob
  UserDirRoot on
  AnonRejectPasswords !@ [NC]
</Anonymous>`,
  async fn(server) {
    await Deno.writeTextFile(`${server.home}/hers`, "hers\n");
    await using client = await server.connect();
    await client.expect("USER alice", 331);
    await client.expect("PASS nobody", 530);
    await client.expect("USER alice", 331);
    await client.expect("PASS alice@example.org", 230);
    await client.expect("PWD", '257 "/" is the current directory');
    await client.expect("TYPE I", 200);
    assert.equal(await client.download("RETR hers"), "hers\n");
    await client.expect("CWD ../bob", 550);
    for (const name of ["../home/alice", "..", ".", "alice/../bob", "/"]) {
      await using stranger = await server.connect();
      await stranger.expect(`USER ${name}`, 331);
      await stranger.expect("PASS x@y", /^530/);
      await stranger.expect("PWD", 530);
    }
  },
});

testInBothManners({
  name: "with AllowChrootSymlinks off a link is no way into an area",
  needs: [],
  config: ({ folder }) => `
AllowChrootSymlinks off
<Anonymous ${folder}/link/bob>
  User bob
</Anonymous>`,
  async fn(server) {
    await Deno.symlink(`${server.folder}/home`, `${server.folder}/link`);
    await using client = await server.connect();
    await client.expect("USER bob", 331);
    await client.expect("PASS x", /^530/);
    await client.expect("PWD", 530);
    await client.login("alice", "secret");
    assert.match(
      await server.log(),
      /link\/bob> is a symlink \(denied by AllowChrootSymlinks config\)/,
    );
  },
});

testInBothManners({
  name: "crawlers are told to go, unless they are welcome or there is a robots.txt",
  needs: [],
  config: ({ folder }) => `
<Anonymous ${folder}/home/bob>
  User bob
</Anonymous>
<Anonymous ${folder}/home/alice>
  User alice
  AnonAllowRobots on
</Anonymous>`,
  async fn(server) {
    await using client = await server.connect();
    await client.expect("USER bob", 331);
    await client.expect("PASS x", 230);
    await client.expect("TYPE I", 200);
    const text = "User-agent: *\nDisallow: /\n";
    assert.equal(await client.download("RETR robots.txt"), text);
    await Deno.writeTextFile(`${server.folder}/home/bob/robots.txt`, "Allow: /\n");
    assert.equal(await client.download("RETR robots.txt"), "Allow: /\n");
    await using welcome = await server.connect();
    await welcome.expect("USER alice", 331);
    await welcome.expect("PASS x", 230);
    await welcome.command("PASV");
    await welcome.expect("RETR robots.txt", 550);
  },
});
