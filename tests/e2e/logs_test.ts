/**
 * Logs under load and in trouble: many sessions at once, a full disk, files that are moved away, a
 * logger that is restarted.
 */
import assert from "node:assert/strict";
import { PRIVATE_SYSLOG_NEEDS, PrivateSyslog } from "../harness/private_syslog.ts";
import { PROFTPD } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { SMALL_DISK_NEEDS, smallDisk } from "../harness/small_disk.ts";
import { Progress, waitFor } from "../harness/wait_for.ts";

const CLIENTS = 100;
const FOLDERS = 10;

test({
  name: "the logs of a hundred sessions at once have whole lines, and all of them",
  needs: [],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) =>
        "SessionTemplate on\nSyslogLevel info\nMaxInstances 200\n" +
        `LogFormat words "<%P %m [%r] %s>"\nExtendedLog ${folder}/ext ALL,EXIT words`,
    });
    const progress = new Progress();
    await Promise.all(Array.from({ length: CLIENTS }, async (_, index) => {
      await using client = await server.login(undefined, progress);
      for (let folder = 0; folder < FOLDERS; folder++) {
        await client.expect(`MKD ${"x".repeat(50)}-${index}-${folder}`, 257);
      }
      await client.upload(`STOR file-${index}`, "content");
      await client.expect("QUIT", 221);
    }));
    const lines = await waitFor("all lines", async () => {
      const found = (await server.read("ext")).split("\n");
      return found.filter((line) => / EXIT /.test(line)).length === CLIENTS ? found : undefined;
    });
    assert.equal(lines.pop(), "");
    assert.deepEqual(lines.filter((line) => !/^<\d+ \w+ \[[^<>]*\] [\d-]+>$/.test(line)), []);
    // USER, PASS, MKD, PASV, STOR, QUIT and the end.
    assert.equal(lines.length, CLIENTS * (FOLDERS + 6));
    const transfers = (await server.read("xferlog")).split("\n").slice(0, -1);
    assert.equal(transfers.length, CLIENTS);
    const transfer =
      /^\w{3} \w{3} [ \d]\d [\d:]{8} \d{4} \d+ 127\.0\.0\.1 7 \S+\/file-\d+ a _ i r alice ftp 0 \* c$/;
    assert.deepEqual(transfers.filter((line) => !transfer.test(line)), []);
    const messages = (await server.log()).split("\n").slice(0, -1);
    assert.deepEqual(
      messages.filter((line) => !/^\S+ \S+ \S+ proftpd\[\d+\] .*: ./.test(line)),
      [],
    );
    const opened = messages.filter((line) => line.endsWith("FTP session opened."));
    assert.equal(opened.length, CLIENTS);
  },
});

test({
  name: "logs on a full disk stop nobody, and go on when there is room",
  needs: SMALL_DISK_NEEDS,
  async fn() {
    await using folder = await smallFolder();
    await using server = await startServer(
      `SyslogLevel info\nSystemLog ${folder.path}/system\nTransferLog ${folder.path}/xferlog\n` +
        `ExtendedLog ${folder.path}/ext\nAllowOverwrite on`,
    );
    await Deno.writeFile(`${folder.path}/filler`, new Uint8Array(60 << 10)).catch(() => {});
    await fillUp(`${folder.path}/filler`);
    await using client = await server.login();
    for (let round = 0; round < 100; round++) await client.expect(`CWD ${"y".repeat(200)}`, 550);
    await client.upload("STOR file", "content");
    assert.equal(await client.download("RETR file"), "content");
    await Deno.remove(`${folder.path}/filler`);
    await client.upload("STOR later", "content");
    await client.expect("QUIT", 221);
    await waitFor("what comes later in the logs", async () => {
      const [transfers, commands, messages] = await Promise.all(
        ["xferlog", "ext", "system"].map((name) => Deno.readTextFile(`${folder.path}/${name}`)),
      );
      return /\/later a _ i r alice ftp 0 \* c\n$/.test(transfers ?? "") &&
        /"STOR later" 226 7\n/.test(commands ?? "") &&
        /ExtendedLog \S+: \d+ log line\(s\) .* could not be written: No space left/.test(
          messages ?? "",
        );
    });
  },
});

/** A small disk without a home on it. */
async function smallFolder() {
  const path = await Deno.makeTempDir({ prefix: "proftpd-logs-" });
  const disk = await smallDisk(path, 64);
  await Deno.chmod(path, 0o755);
  return {
    path,
    async [Symbol.asyncDispose]() {
      await disk[Symbol.asyncDispose]();
      await Deno.remove(path);
    },
  };
}

/** Adds to the file at `path` until nothing more fits. */
async function fillUp(path: string): Promise<void> {
  using file = await Deno.open(path, { append: true, create: true });
  for (const size of [4096, 1]) {
    try {
      for (;;) await file.write(new Uint8Array(size));
    } catch {
      continue; // the disk is full
    }
  }
}

test({
  name: "after HUP new sessions log to new files, and those of before to the old ones",
  needs: [],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) =>
        `SyslogLevel info\nExtendedLog ${folder}/ext INFO\nServerLog ${folder}/server.log`,
    });
    const { folder } = server;
    await using old = await server.login();
    const names = ["ext", "server.log", "xferlog", "system.log"];
    for (const name of names) await Deno.rename(`${folder}/${name}`, `${folder}/${name}.1`);
    server.signal("SIGHUP");
    await waitFor("a session that logs to new files", async () => {
      await using fresh = await server.login();
      await fresh.upload("STOR fresh", "content");
      await fresh.expect("PWD", 257);
      await fresh.expect("QUIT", 221);
      return /"PWD"/.test(await server.read("ext"));
    });
    await old.upload("STOR old", "content");
    await old.expect("SYST", 215);
    await old.expect("QUIT", 221);
    const all = async (suffix: string) =>
      await Promise.all(names.map((name) => server.read(`${name}${suffix}`)));
    await waitFor(
      "the last line of the old session",
      async () => /FTP session closed/.test(await server.read("server.log.1")),
    );
    const [before, after] = [await all(".1"), await all("")];
    assert.match(before[0] ?? "", /"SYST"/);
    assert.doesNotMatch(after[0] ?? "", /"SYST"/);
    assert.match(after[1] ?? "", /alice: Login successful/);
    assert.match(before[2] ?? "", /\/old a/);
    assert.doesNotMatch(after[2] ?? "", /\/old a/);
    assert.match(after[2] ?? "", /\/fresh a/);
  },
});

test({
  name: "a system logger that is restarted is found again by the sessions of before",
  needs: PRIVATE_SYSLOG_NEEDS,
  async fn() {
    await using syslog = await PrivateSyslog.start();
    await using server = await startServer({
      program: await syslog.wrapped(PROFTPD),
      config: "SyslogLevel info\nExtendedLog syslog:info INFO",
      without: ["SystemLog"],
    });
    await using client = await server.login();
    await waitFor("a login", () => Promise.resolve(/Login successful/.test(syslog.take().join())));
    await syslog.stop();
    await client.expect("SYST", 215);
    syslog.open();
    await waitFor("a message to the new logger", async () => {
      await client.expect("PWD", 257);
      return /"PWD" 257/.test(syslog.take().join());
    });
  },
});
