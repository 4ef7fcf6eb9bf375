import assert from "node:assert/strict";
import { bytesOf } from "../../src/libc/bytes.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";

/** Everything that does not change from moment to moment, and what a reply must not do. */
const TEXT = "C=%C E=%E i=%i o=%o t=%t K=%K k=%k L=%L R=%R M=%M N=%N\n" +
  "U=%U u=%u V=%V x=%x y=%y z=%z %{total_bytes_in} %{total_files_xfer} %{env:NOPE}|%{env:HOME}|\n" +
  "%% %q %{nope} %{} %\n\n  indented\ttab \xc3\xa9\n500 code\n500-code\nlast";

const CONFIG = (folder: string) => `
ServerName "Shown"
ServerAdmin root@example.org
DefaultRoot ~
ScoreboardFile none
DisplayConnect ${folder}/connect.txt
DisplayLogin login.txt
DisplayQuit ${folder}/quit.txt
`;

/** What a client gets to see from its connection to its QUIT. */
async function conversation(start: typeof startServer): Promise<string[]> {
  await using server: Server = await start({ config: ({ folder }) => CONFIG(folder) });
  for (const path of [`${server.folder}/connect.txt`, `${server.folder}/quit.txt`]) {
    await Deno.writeFile(path, bytesOf(TEXT));
  }
  await Deno.writeFile(`${server.home}/login.txt`, bytesOf(TEXT.replace("%{env:HOME}", "")));
  await using client = await server.connect();
  const { name, password } = server.account();
  await client.command(`USER ${name}`);
  const login = await client.command(`PASS ${password}`);
  const quit = await client.command("QUIT");
  return [client.greeting.text, login.text, quit.text];
}

test({
  name: "Display files are shown like the original shows them, those outside of a jail too",
  needs: ["peer", "root"],
  async fn() {
    assert.deepEqual(await conversation(startServer), await conversation(startPeer));
  },
});

test({
  name: "a Display file that is not there is no matter",
  needs: ["peer", "root"],
  async fn() {
    const silent = async (start: typeof startServer) => {
      await using server = await start({ config: ({ folder }) => CONFIG(folder) });
      await using client = await server.login();
      return [client.greeting.text, (await client.command("QUIT")).text];
    };
    assert.deepEqual(await silent(startServer), await silent(startPeer));
  },
});

/** What of two clients of a class the second gets to see. */
async function counts(start: typeof startServer): Promise<string[]> {
  const text = "%N of %M, %y of %z in %x";
  await using server: Server = await start({
    config: ({ folder }) =>
      `MaxClients 5
MaxClientsPerClass near 4
<Class near>
From 127.0.0.1
</Class>
DisplayConnect ${folder}/shown
DisplayLogin ${folder}/shown
DisplayQuit ${folder}/shown
`,
  });
  await Deno.writeTextFile(`${server.folder}/shown`, text);
  await using _first = await server.login();
  await using client = await server.connect();
  const { name, password } = server.account();
  await client.command(`USER ${name}`);
  const login = await client.command(`PASS ${password}`);
  const quit = await client.command("QUIT");
  return [client.greeting.text, login.text, quit.text];
}

test({
  name: "Display files count clients like the original, where limits are set",
  needs: ["peer", "root"],
  async fn() {
    const ours = await counts(startServer);
    assert.deepEqual(ours, await counts(startPeer));
    assert.match(ours[0], /^220-2 of 5, 1 of 4 in near\n/);
    assert.match(ours[1], /^230-2 of 5, 2 of 4 in near\n/);
  },
});
