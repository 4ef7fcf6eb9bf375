/**
 * Quotas (mod_quotatab): what is used is exact, whatever clients do, and nobody gets more than there is.
 */
import assert from "node:assert/strict";
import type { Amounts } from "../../src/quota/mod.ts";
import type { Client } from "../harness/client.ts";
import { testInBothManners } from "../harness/manners.ts";
import { signal, waitForEnd } from "../harness/processes.ts";
import {
  quotaConfig,
  type TestLimit,
  type TestTally,
  usedByAlice,
  writeTables,
} from "../harness/quota_tables.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

/** Makes the tables, for a server that may be an ordinary user's. */
async function furnish(
  { folder }: Server,
  limits: readonly TestLimit[],
  tallies: readonly TestTally[] = [],
): Promise<void> {
  await writeTables(folder, limits, tallies);
  for (const name of ["limit.tab", "tally.tab"]) await Deno.chmod(`${folder}/${name}`, 0o666);
}

/** The reply to an upload, whatever it is. */
async function upload(client: Client, line: string, size: number): Promise<string> {
  await using data = await client.passive();
  const first = await client.command(line);
  if (first.code >= 400) return first.text;
  // A server that has had enough closes the connection.
  await data.writeAll(new Uint8Array(size).fill(120)).catch(() => {});
  return (await client.reply(`the end of ${line}`)).text;
}

async function sizes(home: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for await (const { name, isFile } of Deno.readDir(home)) {
    if (isFile) found[name] = (await Deno.stat(`${home}/${name}`)).size;
  }
  return found;
}

const PLENTY: Partial<Amounts> = { bytesIn: 1e12, bytesOut: 1e12, bytesXfer: 1e12, filesIn: 1e6 };

testInBothManners({
  name: "An upload beyond a hard limit is taken back, and what was there stays",
  needs: [],
  config: quotaConfig,
  async fn(server) {
    await furnish(server, [{ amounts: { bytesIn: 100, filesIn: 5 } }]);
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    assert.equal(await upload(client, "STOR a", 60), "226 Transfer complete");
    assert.equal(
      await upload(client, "APPE a", 50),
      "552-Transfer aborted. Disk quota exceeded\n" +
        " APPE: notice: quota reached: used 110.00 of 100.00 upload bytes\n" +
        "552 APPE: notice: quota reached: 'a' cut back",
    );
    assert.match(await upload(client, "STOR b", 50), /552 STOR: .* 'b' removed$/);
    await client.expect("REST 10", 350);
    assert.match(await upload(client, "STOR a", 100), /552 STOR: .* 'a' cut back$/);
    assert.deepEqual(await sizes(server.home), { a: 60 });
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 60, filesIn: 1 });
    assert.equal(await upload(client, "STOR a", 30), "226 Transfer complete");
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 30, filesIn: 1 });
    await client.expect("DELE a", 250);
    assert.deepEqual(usedByAlice(server.folder), {});
  },
});

testInBothManners({
  name: "What is refused because of a quota destroys nothing",
  needs: [],
  config: quotaConfig,
  async fn(server) {
    await furnish(server, [{ amounts: { bytesIn: 20 } }]);
    await using client = await server.login();
    await upload(client, "STOR a", 10);
    await upload(client, "STOR b", 10);
    for (const line of ["STOR a", "APPE b", "STOU"]) {
      assert.equal(
        await upload(client, line, 3),
        `552 ${line.slice(0, 4)} denied: quota exceeded: used 20.00 of 20.00 upload bytes`,
      );
    }
    assert.deepEqual(await sizes(server.home), { a: 10, b: 10 });
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 20 });
  },
});

for (
  const [start, line] of [["programs", ""], ["forks of the template", "SessionTemplate on\n"]]
) {
  test({
    name: `Uploads at once are counted exactly, in sessions that are ${start}`,
    needs: ["root"],
    async fn() {
      await using server = await startServer({
        users: [{ name: "alice", uid: 20_001, gid: 20_001 }],
        config: (place) => `DefaultRoot ~\nAllowOverwrite on\n${line}${quotaConfig(place)}`,
      });
      await furnish(server, [{ amounts: PLENTY }]);
      const CLIENTS = 6;
      const ROUNDS = 8;
      await Promise.all(Array.from({ length: CLIENTS }, async (_, one) => {
        await using client = await server.login();
        for (let round = 0; round < ROUNDS; round++) {
          const name = `file ${one} ${round % 3}`;
          assert.match(await upload(client, `STOR ${name}`, 100 * one + round), /^226/);
          if (round % 4 === 3) await client.expect(`DELE ${name}`, 250);
        }
      }));
      const there = Object.values(await sizes(server.home));
      const used = usedByAlice(server.folder);
      assert.equal(used?.filesIn, there.length);
      assert.equal(used?.bytesIn, there.reduce((sum, size) => sum + size, 0));
      let sent = 0;
      for (let one = 0; one < CLIENTS; one++) {
        for (let round = 0; round < ROUNDS; round++) sent += 100 * one + round;
      }
      assert.equal(used?.bytesXfer, sent);
    },
  });

  test({
    name: `Uploads at once get no more than there is, in sessions that are ${start}`,
    needs: ["root"],
    async fn() {
      await using server = await startServer({
        users: [{ name: "alice", uid: 20_001, gid: 20_001 }],
        config: (place) => `DefaultRoot ~\n${line}${quotaConfig(place)}`,
      });
      await furnish(server, [{ amounts: { bytesIn: 100 } }]);
      const answers = await Promise.all(Array.from({ length: 6 }, async (_, one) => {
        await using client = await server.login();
        return await upload(client, `STOR ${one}`, 30);
      }));
      assert.equal(answers.filter((text) => text.startsWith("226")).length, 3, answers.join("\n"));
      assert.equal(answers.filter((text) => text.startsWith("552")).length, 3);
      assert.deepEqual(Object.values(await sizes(server.home)), [30, 30, 30]);
      assert.deepEqual(usedByAlice(server.folder), { bytesIn: 90 });
    },
  });
}

testInBothManners({
  name: "What an upload has left counts, whoever broke it off",
  needs: [],
  config: quotaConfig,
  async fn(server) {
    await furnish(server, [{ amounts: PLENTY }]);
    {
      await using client = await server.login();
      await using data = await client.passive();
      await client.expect("STOR gone", 150);
      await data.write(new Uint8Array(5000));
      await waitFor("what was sent", async () => (await sizes(server.home)).gone === 5000);
      client.close();
    }
    await waitFor("the count", () => usedByAlice(server.folder)?.bytesIn === 5000);
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 5000, bytesXfer: 5000, filesIn: 1 });
    await using client = await server.login();
    await client.expect("DELE gone", 250);
    assert.deepEqual(usedByAlice(server.folder), { bytesXfer: 5000 });
  },
});

test({
  name: "A session that is killed holds nobody up, and nothing is counted twice",
  needs: ["root"],
  async fn() {
    await using server = await startServer({ config: (place) => quotaConfig(place) });
    await furnish(server, [{ amounts: PLENTY }]);
    await using client = await server.login();
    await upload(client, "STOR before", 10);
    await using data = await client.passive();
    await client.expect("STOR half", 150);
    await data.write(new Uint8Array(5000));
    await waitFor("what was sent", async () => (await sizes(server.home)).half === 5000);
    const [pid] = await server.sessions();
    assert.ok(pid !== undefined && signal(pid, "SIGKILL"));
    await waitForEnd(pid);
    await using other = await server.login();
    await upload(other, "STOR after", 20);
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 30, bytesXfer: 30, filesIn: 2 });
  },
});

testInBothManners({
  name: "Commands that are answered during an upload do not end its count",
  needs: [],
  config: quotaConfig,
  async fn(server) {
    await furnish(server, [{ amounts: { bytesIn: 1000, bytesXfer: 1e6 } }]);
    await using client = await server.login();
    await using data = await client.passive();
    await client.expect("STOR a", 150);
    await data.write(new Uint8Array(10));
    await client.expect("NOOP", 200);
    await data.writeAll(new Uint8Array(20));
    await client.expectReply(226);
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 30, bytesXfer: 30 });
  },
});

testInBothManners({
  name: "A file that loses the name that kept it out of the account is counted, if there is room",
  needs: [],
  config: (place) => `${quotaConfig(place)}QuotaExcludeFilter \\.tmp$\n`,
  async fn(server) {
    await furnish(server, [{ amounts: { bytesIn: 100, filesIn: 3 } }]);
    await using client = await server.login();
    await upload(client, "STOR a.tmp", 80);
    await upload(client, "STOR b.tmp", 80);
    assert.deepEqual(usedByAlice(server.folder), {});
    await client.expect("RNFR a.tmp", 350);
    await client.expect("RNTO a", 250);
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 80, filesIn: 1 });
    await client.expect("RNFR b.tmp", 350);
    await client.expect("RNTO b", "550 b: Disk quota exceeded");
    await client.expect("RNFR a", 350);
    await client.expect("RNTO c.tmp", 250);
    assert.deepEqual(usedByAlice(server.folder), {});
    await client.expect("RNFR c.tmp", 350);
    await client.expect("RNTO b.tmp", 250);
    assert.deepEqual(usedByAlice(server.folder), {});
  },
});

testInBothManners({
  name: "Copies, replaced files and removed trees are counted one by one",
  needs: [],
  config: (place) =>
    `LoadModule mod_copy.c\nLoadModule mod_site_misc.c\n${quotaConfig(place)}` +
    "QuotaDirectoryTally on\n",
  async fn(server) {
    await furnish(server, [{ amounts: PLENTY }]);
    await using client = await server.login();
    await client.expect("MKD tree", 257);
    for (const [name, size] of [["tree/a", 10], ["tree/b", 20], ["c", 40]] as const) {
      await upload(client, `STOR ${name}`, size);
    }
    const { size } = await Deno.stat(`${server.home}/tree`);
    const bytes = () => usedByAlice(server.folder)?.bytesIn;
    const files = () => usedByAlice(server.folder)?.filesIn;
    assert.deepEqual([bytes(), files()], [size + 70, 4]);
    await client.expect("SITE COPY tree copy", 200);
    assert.deepEqual([bytes(), files()], [2 * size + 100, 7]);
    await client.expect("SITE COPY c copy/a", 200);
    assert.deepEqual([bytes(), files()], [2 * size + 130, 7]);
    await client.expect("RNFR c", 350);
    await client.expect("RNTO copy/b", 250);
    assert.deepEqual([bytes(), files()], [2 * size + 110, 6]);
    await client.expect("SITE RMDIR copy", 200);
    assert.deepEqual([bytes(), files()], [size + 30, 3]);
    await client.expect("SITE MKDIR x/y/z", 200);
    assert.deepEqual([bytes(), files()], [4 * size + 30, 6]);
  },
});

testInBothManners({
  name: "A copy of a tree stops where a limit is, and leaves nothing behind",
  needs: [],
  config: (place) => `LoadModule mod_copy.c\n${quotaConfig(place)}`,
  async fn(server) {
    await furnish(server, [{ amounts: { bytesIn: 100, filesIn: 5 } }]);
    await using client = await server.login();
    await client.expect("MKD tree", 257);
    for (const name of ["tree/a", "tree/b"]) await upload(client, `STOR ${name}`, 30);
    await client.expect("SITE COPY tree copy", "550 COPY: Disk quota exceeded");
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 60, filesIn: 2 });
    await upload(client, "STOR tree/b", 1);
    await client.expect("SITE COPY tree copy", 200);
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 62, filesIn: 4 });
    await client.expect("SITE COPY tree another", "550 COPY: Disk quota exceeded");
    assert.deepEqual(usedByAlice(server.folder), { bytesIn: 62, filesIn: 4 });
    assert.deepEqual(
      [...Deno.readDirSync(server.home)].map(({ name }) => name).sort(),
      ["copy", "tree"],
    );
  },
});

testInBothManners({
  name: "Where the tables cannot be used, nothing is moved that they would have limited",
  needs: [],
  config: quotaConfig,
  async fn(server) {
    await Deno.writeTextFile(`${server.home}/a`, "a");
    for (const broken of ["limit.tab", "tally.tab"]) {
      await furnish(server, [{ amounts: PLENTY }]);
      await Deno.writeTextFile(`${server.folder}/${broken}`, "no table");
      await using client = await server.login();
      for (const line of ["STOR b", "APPE a", "STOU", "RETR a"]) {
        const verb = line.slice(0, 4);
        await client.expect(line, `451 ${verb} denied: quota cannot be determined`);
      }
      await client.expect("CWD /", 250);
      assert.match(await server.read("quota.log"), /unable to use Quota\w+: bad table header/);
    }
  },
});

testInBothManners({
  name: "A per-session quota begins anew with each session",
  needs: [],
  config: quotaConfig,
  async fn(server) {
    await furnish(server, [{ perSession: true, amounts: { filesIn: 2, filesOut: 1 } }]);
    for (let session = 0; session < 2; session++) {
      await using client = await server.login();
      await upload(client, "STOR a", 10);
      await upload(client, "STOR b", 10);
      await client.expect("STOR c", /^552/);
      assert.equal(await client.download("RETR a"), "x".repeat(10));
      await client.expect("RETR a", /^451 RETR denied: quota exceeded: used 1 of 1 download file$/);
      for (const name of ["a", "b"]) await client.expect(`DELE ${name}`, 250);
    }
    assert.equal(usedByAlice(server.folder), undefined);
  },
});
