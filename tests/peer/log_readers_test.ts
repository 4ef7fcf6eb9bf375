/**
 * Programs that read logs find in ours what they find in the original's: fail2ban with its own filter
 * for proftpd, logwatch with its scripts for proftpd and for xferlog(5), and webalizer.
 */
import assert from "node:assert/strict";
import { startPeer } from "../harness/peer.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";
import { ends, get, login, put, reconnect, type Step, Talk } from "./dialogue/talk.ts";

/** Holds a conversation with both servers; what `read` makes of each one's folder afterwards. */
async function bothRead(
  options: ServerOptions,
  steps: readonly Step[],
  read: (server: Server) => Promise<string>,
): Promise<{ theirs: string; ours: string }> {
  await using original = await startPeer(options);
  await using own = await startServer(options);
  const [theirs, ours] = await Promise.all([original, own].map(async (server) => {
    const talk = new Talk(server);
    await talk.connect();
    for (const step of steps) await talk.do(step);
    await talk.catchUp();
    talk.close();
    await waitFor("the end of all sessions in the log", async () => {
      return (await server.log()).split("FTP session closed.").length > talk.sessions;
    });
    return await read(server);
  }));
  return { theirs: theirs ?? "", ours: ours ?? "" };
}

/** The time in front of a line of the TransferLog, and how long the transfer took. */
const WHEN = /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} \d+ /;

/** Logins that fail in every way that leads to a ban, and some that do not. */
const LOGINS: readonly Step[] = [
  ...[login("alice", "wrong"), login("nobody-known"), login("alice"), "QUIT", reconnect],
  ...[login("toor"), login("shell-less"), login("refused"), reconnect],
  ...[login("two words"), login("a".repeat(300)), login("alice", ""), reconnect],
  ...["USER", "PASS", "PASS x", "FOO", login("it's (me)"), login("x [1.2.3.4]"), "QUIT"],
];

/** Users and settings for `LOGINS`. */
const FAILING = {
  users: [
    { name: "alice" },
    { name: "toor", uid: 0, gid: 0 },
    { name: "shell-less", shell: "/no/such/shell" },
    { name: "refused" },
  ],
  config: "SyslogLevel info\nMaxLoginAttempts 3\nRequireValidShell on\nRootLogin off\n" +
    "<Limit LOGIN>\nDenyUser refused\n</Limit>\n",
};

test({
  name: "fail2ban's filter finds the same failures in the SystemLog",
  needs: ["peer", "root", "fail2ban-regex", "/etc/fail2ban/filter.d/proftpd.conf"],
  async fn() {
    const { theirs, ours } = await bothRead(FAILING, LOGINS, async (server) => {
      const found = await run("fail2ban-regex", [
        ...["-o", "<ip> <F-USER>: <msg>", `${server.folder}/system.log`, "proftpd"],
      ]);
      assert.equal(found.code, 0, found.stderr);
      return found.stdout.replaceAll(`:${server.port}`, ":<port>")
        .replace(/: \S+ \S+ \S+ proftpd\[\d+\]/g, ": <time>");
    });
    assert.equal(ours, theirs);
    assert.ok(theirs.split("\n").length > 8, theirs);
  },
});

/** Where logwatch has its scripts, one for each kind of log. */
const LOGWATCH = "/usr/share/logwatch/scripts/services";

/** What logwatch's script `service` reports about `lines`, sorted: its own order changes each time. */
async function logwatch(service: string, lines: readonly string[]): Promise<string> {
  await using folder = await tempDir();
  const log = `${folder.path}/log`;
  await Deno.writeTextFile(log, lines.map((line) => `${line}\n`).join(""));
  const { code, stdout, stderr } = await run("sh", [
    ...[
      "-c",
      'LOGWATCH_DETAIL_LEVEL=10 exec perl "$1" < "$2"',
      "sh",
      `${LOGWATCH}/${service}`,
      log,
    ],
  ]);
  assert.equal(code, 0, stderr);
  return stdout.split("\n").sort().join("\n");
}

test({
  name: "logwatch reports the same logins and failures from the SystemLog",
  needs: ["peer", "root", `${LOGWATCH}/proftpd-messages`],
  async fn() {
    const { theirs, ours } = await bothRead(FAILING, LOGINS, async (server) => {
      // As from syslog, without what logwatch takes away itself.
      const lines = (await server.log()).trimEnd().split("\n").map((line) =>
        line.replace(/^\S+ \S+ \S+ proftpd\[\d+\] /, "").replace(/\): /, ") - ")
      );
      return (await logwatch("proftpd-messages", lines)).replaceAll(`:${server.port}`, ":<port>")
        .replace(/\(built .*?\)/, "(built)");
    });
    assert.equal(ours, theirs);
    assert.match(theirs, /alice/);
  },
});

test({
  name: "webalizer and logwatch find the same transfers in the TransferLog",
  needs: ["peer", "root", "webalizer", `${LOGWATCH}/ftpd-xferlog`],
  async fn() {
    const steps = [
      login("alice"),
      ...[put("STOR one"), put("STOR two words"), put("APPE one"), get("RETR one")],
      ...[get("RETR two words"), get("RETR missing"), "DELE one", "QUIT", ends],
      ...[reconnect, login("anon", "joe@example.org"), put("STOR given"), "QUIT", ends],
    ];
    const options = {
      users: [{ name: "alice" }, { name: "anon" }],
      config: ({ folder }: { folder: string }) =>
        `SyslogLevel info\nAllowOverwrite on\nAllowStoreRestart on\nDefaultRoot ~\n` +
        `<Anonymous ${folder}/home/anon>\nUser anon\nGroup nogroup\nRequireValidShell off\n` +
        "</Anonymous>\n",
    };
    const { theirs, ours } = await bothRead(options, steps, async (server) => {
      await using out = await tempDir();
      const lines = (await server.read("xferlog")).split("\n").slice(0, -1);
      // An hour may end between the two, and a transfer may take its time.
      const fixed = lines.map((line) => line.replace(WHEN, "Fri Nov 20 11:43:36 2026 0 "));
      assert.ok(lines.every((line) => WHEN.test(line)), lines.join("\n"));
      await Deno.writeTextFile(`${out.path}/xferlog`, `${fixed.join("\n")}\n`);
      const read = await run("webalizer", [
        ...["-F", "ftp", "-n", "server", "-o", out.path, "-K", "12", `${out.path}/xferlog`],
      ]);
      assert.equal(read.code, 0, read.stderr);
      const pages = await Array.fromAsync(Deno.readDir(out.path), ({ name }) => name);
      const page = pages.find((name) => /^usage_\d+\.html$/.test(name));
      assert.ok(page, `${pages.join()} ${read.stdout}`);
      const text = await Deno.readTextFile(`${out.path}/${page}`);
      const report = await logwatch("ftpd-xferlog", fixed);
      return report.replaceAll(server.folder, "<folder>") +
        text.replace(/<[^>]*>/g, " ").replaceAll(server.folder, "<folder>")
          .replace(/Generated .*/, "").replace(/\s+/g, " ");
    });
    assert.equal(ours, theirs);
    assert.match(theirs, /two_words/);
  },
});
