import assert from "node:assert/strict";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";

const CASES: Record<string, string> = {
  "the last one counts": "SetEnv P 1\nSetEnv P 2\nSetEnv Q ''\n",
  "that of <Global> counts more": "SetEnv P 1\n<Global>\nSetEnv P 2\nSetEnv Q g\n</Global>\n",
  "what is unset stays so": "UnsetEnv P\nSetEnv P 1\nSetEnv Q a b\nUnsetEnv HOME\n",
};

for (const [name, config] of Object.entries(CASES)) {
  test({
    name: `of several SetEnv and UnsetEnv ${name}, as with the original`,
    needs: ["peer"],
    async fn() {
      assert.equal(await greeting(startServer, config), await greeting(startPeer, config));
    },
  });
}

test({
  name: "SetEnv TZ says in which zone a listing tells the time",
  needs: ["root"],
  async fn() {
    assert.equal(await listed(startServer), "Jan  1  2001");
  },
});

async function greeting(start: typeof startServer, config: string): Promise<string> {
  await using server = await start({
    config: ({ folder }) => `${config}DisplayConnect ${folder}/shown.txt\n`,
  });
  await Deno.writeTextFile(
    `${server.folder}/shown.txt`,
    "P=%{env:P} Q=%{env:Q} H=%{env:HOME}\n",
  );
  await using client = await server.connect();
  return client.greeting.text;
}

/** The date of a file from the last second of 2000 in UTC. */
async function listed(start: typeof startServer): Promise<string> {
  await using server = await start({ config: "SetEnv TZ XYZ-2\nTimesGMT off\nDefaultRoot ~\n" });
  await Deno.writeTextFile(`${server.home}/old`, "");
  await Deno.utime(`${server.home}/old`, 978_307_199, 978_307_199);
  await using client = await server.login();
  const list = await client.download("LIST old");
  return /\w+ +\d+ +\d{4}(?= old)/.exec(list)?.[0] ?? list;
}
