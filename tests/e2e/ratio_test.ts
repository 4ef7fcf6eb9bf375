/**
 * Ratios (mod_ratio): downloads are earned by uploads, over several sessions and with several at once.
 */
import assert from "node:assert/strict";
import { testInBothManners } from "../harness/manners.ts";
import type { Place, Server } from "../harness/server.ts";

const kept = ({ folder }: Place) =>
  `Ratios on\nUserRatio * 1 2 0 0\nRatioFile ${folder}/ratios\nSaveRatios on\n`;

async function furnish({ folder, home }: Server, text: string): Promise<void> {
  await Deno.writeTextFile(`${folder}/ratios`, text);
  await Deno.chmod(`${folder}/ratios`, 0o666);
  await Deno.writeTextFile(`${home}/file`, "x".repeat(2048));
}

const ratios = (server: Server) => server.read("ratios");

testInBothManners({
  name: "What was moved counts in later sessions, from inside a jail as well",
  needs: [],
  config: kept,
  async fn(server) {
    await furnish(server, "bob|1|2|3|4\nnot a line\n");
    {
      await using client = await server.login("alice");
      for (let i = 0; i < 2; i++) await client.download("RETR file");
      await client.expect("RETR file", /^550-Too few files uploaded/);
      await client.upload("STOR a", "y".repeat(1024));
    }
    assert.equal(await ratios(server), "bob|1|2|3|4\nnot a line\nalice|1|1|2|4\n");
    await using client = await server.login("alice");
    await client.download("RETR file");
    await client.expect("RETR file", /550 file: FILE RATIO: 1:1F {2}Down: 3 {2}Up: only 1!$/);
    assert.equal(await ratios(server), "bob|1|2|3|4\nnot a line\nalice|1|1|3|6\n");
  },
});

testInBothManners({
  name: "Sessions at once add up in the RatioFile",
  needs: [],
  config: (place) => kept(place).replace("1 2 0 0", "0 0 0 0"),
  async fn(server) {
    await furnish(server, "");
    const CLIENTS = 5;
    const ROUNDS = 6;
    await Promise.all(Array.from({ length: CLIENTS }, async (_, one) => {
      await using client = await server.login("alice");
      for (let round = 0; round < ROUNDS; round++) {
        await client.download("RETR file");
        await client.upload(`STOR ${one}`, "y".repeat(1024));
      }
    }));
    const all = CLIENTS * ROUNDS;
    assert.equal(await ratios(server), `alice|${all}|${all}|${all}|${2 * all}\n`);
  },
});

testInBothManners({
  name: "Parts of a KiB are not free",
  needs: [],
  config: "Ratios on\nUserRatio alice 0 0 1 2\n",
  async fn(server) {
    await Deno.writeTextFile(`${server.home}/small`, "x".repeat(700));
    await using client = await server.login("alice");
    await client.expect("TYPE I", 200);
    for (let i = 0; i < 4; i++) await client.download("RETR small");
    await client.expect("SITE RATIO", /^214-Current Ratio: \( -4\/0 \+0\/0 \(0 0 1 2\) = -4\/0/);
  },
});

testInBothManners({
  name: "Ratios of a directory hold there",
  needs: [],
  config: ({ folder }) =>
    `<Directory ${folder}/home/alice/dear>\nRatios on\nUserRatio alice 1 0 0 0\n</Directory>\n`,
  async fn(server) {
    await Deno.mkdir(`${server.home}/dear`);
    for (const name of ["free", "dear/file"]) {
      await Deno.writeTextFile(`${server.home}/${name}`, "x");
    }
    await using client = await server.login("alice");
    assert.equal(await client.download("RETR free"), "x");
    await client.expect("RETR dear/file", 550);
    await client.expect("RETR dear/../dear/file", 550);
    await client.expect("CWD dear", 250);
    await client.expect("RETR file", 550);
  },
});
