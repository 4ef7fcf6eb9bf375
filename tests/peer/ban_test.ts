/**
 * Bans: what follows from which event, what those who are banned are told and what is logged, as by
 * the original; and the answers of `ftpdctl ban` and `permit`.
 */
import assert from "node:assert/strict";
import { startPeer } from "../harness/peer.ts";
import { run, toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";
import { masked } from "./dialogue/masks.ts";
import { ends, login, type Step, Talk } from "./dialogue/talk.ts";

const ORIGINAL_CONTROL = "/usr/bin/ftpdctl";
const needs = ["peer", "root", "/usr/lib/proftpd/mod_ban.so"];

/** What one client does. Clients stay connected until all are done. */
type Visit = readonly Step[];

interface Case {
  readonly config: string;
  readonly visits: readonly Visit[];
}

const rule = (event: string, count = 1, message = ' "%a %c %u"') =>
  `BanOnEvent ${event} ${count}/00:10:00 01:00:00${message}\n`;
const wrong = [...["USER alice", "PASS wrong"]];
const CLASS = "<Class here>\n  From 127.0.0.0/8\n</Class>\n";

/** By what they are about. */
const cases: Readonly<Record<string, Case>> = {
  "too many wrong passwords": {
    config: `MaxLoginAttempts 2\n${rule("MaxLoginAttempts")}`,
    visits: [[...wrong, ...wrong, ends], []],
  },
  "wrong passwords of one user": {
    config: `MaxLoginAttempts 1\n${rule("MaxLoginAttemptsFromUser", 2, "")}`,
    visits: [[...wrong, ends], [...wrong, ends]],
  },
  "both, one of which has been enough": {
    config: `MaxLoginAttempts 1\n${rule("MaxLoginAttempts", 1)}${
      rule("MaxLoginAttemptsFromUser", 2)
    }`,
    visits: [[...wrong, ends], []],
  },
  "an empty password": {
    config: `AllowEmptyPasswords off\n${rule("EmptyPassword")}`,
    visits: [["USER alice", "PASS", ends], []],
  },
  "a login of root": {
    config: rule("RootLogin"),
    visits: [["USER root", "PASS secret", ends], []],
  },
  "a login of root, by the name that the manual has for it": {
    config: rule("mod_auth.root-login", 2),
    visits: [["USER root", "PASS secret"], ["USER root", "PASS secret", ends], []],
  },
  "an unknown command before login": {
    config: rule("UnhandledCommand", 2),
    visits: [["NONSENSE", "NONSENSE", ends], []],
  },
  "an unknown command after login": {
    config: rule("unhandledcommand", 2, ""),
    visits: [[login("alice"), "NONSENSE", "NONSENSE", ends], []],
  },
  "another protocol": {
    config: rule("BadProtocol"),
    visits: [["GET / HTTP/1.0", ends], []],
  },
  "a password that an anonymous area rejects": {
    config: `<Anonymous HOME>\n  User ftp\n  UserAlias anonymous ftp\n` +
      `  AnonRejectPasswords bad\n</Anonymous>\n${rule("AnonRejectPasswords")}`,
    visits: [["USER anonymous", "PASS bad", ends], []],
  },
  "no login in time": {
    config: `TimeoutLogin 1\n${rule("TimeoutLogin")}`,
    visits: [[ends], []],
  },
  "no command in time": {
    // Of an area, so that it is for nobody who takes longer to log in.
    config: `<Anonymous HOME>\n  User ftp\n  TimeoutIdle 1\n</Anonymous>\n${rule("TimeoutIdle")}`,
    visits: [[login("ftp"), ends], []],
  },
  "no transfer in time": {
    config: `TimeoutNoTransfer 1\n${rule("TimeoutNoTransfer")}`,
    visits: [[login("alice"), ends], []],
  },
  "a session that takes too long": {
    config: `TimeoutSession 1\n${rule("core.timeout-session")}`,
    visits: [[login("alice"), ends], []],
  },
  "too many clients of a host": {
    config: `MaxClientsPerHost 1\n${rule("MaxClientsPerHost")}`,
    visits: [[login("alice")], [login("alice"), ends], []],
  },
  "too many clients of a class": {
    config: `${CLASS}MaxClientsPerClass here 1\n${rule("MaxClientsPerClass")}`,
    visits: [[login("alice")], [login("alice"), ends], []],
  },
  "too many connections": {
    config: `MaxConnectionsPerHost 1\n${rule("MaxConnectionsPerHost")}`,
    visits: [[], [ends], []],
  },
  "logins in rapid succession": {
    config: rule("LoginRate", 2),
    visits: [[login("alice")], [login("alice"), ends]],
  },
};

async function seen(
  start: (options: ServerOptions) => Promise<Server>,
  { config, visits }: Case,
  prelude: string,
): Promise<string[]> {
  await using server = await start({
    config: ({ folder }: Place) =>
      `${prelude}SyslogLevel notice\nBanEngine on\nBanTable ${folder}/ban.tab\n` +
      `BanLog ${folder}/ban.log\nBanMessage "all: %a %c %u"\n` +
      config.replaceAll("HOME", `${folder}/home/ftp`),
    users: [{ name: "alice" }, { name: "ftp" }, { name: "root", uid: 0, gid: 0 }],
  });
  const from = (await server.log()).length;
  const talks: Talk[] = [];
  for (const steps of visits) {
    const talk = new Talk(server);
    talks.push(talk);
    await talk.connect();
    for (const step of steps) await talk.do(step);
    if (talk.sessions === 0) await talk.end(); // what is logged of a refusal may follow it
  }
  const about = (line: string) => line.replace(/^.*?\[\d+\][^:]*(?:\(.*?\))?: /, "");
  const system = (await server.log()).slice(from).split("\n").filter((line) => line !== "");
  const bans = (await server.read("ban.log")).split("\n").filter((line) =>
    line !== "" && !/shmid|disconnected|showing/.test(line)
  );
  for (const talk of talks) talk.close();
  return [
    ...talks.flatMap(({ notes }, index) => [`client ${index}`, ...notes]),
    ...system.map(about).filter((line) => !/error initializing session|STARTUP/.test(line)),
    ...bans.map(about),
  ].map((line) => masked(line, server));
}

for (const [name, example] of Object.entries(cases)) {
  test({
    name: `bans follow as by the original: ${name}`,
    needs,
    async fn() {
      const [theirs, ours] = await Promise.all([
        seen(startPeer, example, "LoadModule mod_ban.c\n"),
        seen(startServer, example, ""),
      ]);
      assert.ok(theirs.some((line) => line.includes("autoban")), theirs.join("\n"));
      assert.deepEqual(ours, theirs);
    },
  });
}

/** What is asked one after the other; PORT is the server's. */
const REQUESTS = [
  ...["ban", "ban dog", "ban user", "ban info", "ban info -e", "permit", "permit user"],
  ...[
    "permit user eve",
    "ban user alice bob",
    "ban user alice",
    "ban host 192.0.2.1",
    "ban class c",
  ],
  ...["ban host nobody.invalid", "ban info", "ban info -v", "ban user -x eve", "ban user -s"],
  ...["ban user -s 192.0.2.7#21 eve", "permit user -x eve", "permit user alice"],
  ...["ban user -s 127.0.0.2#PORT eve", "permit host -s 127.0.0.2#PORT 192.0.2.9"],
  ...["permit user -s 127.0.0.2#PORT zoe", "ban info -v", "permit user -s 127.0.0.2#PORT eve"],
  ...[
    "permit host nobody.invalid",
    "permit host *",
    "permit class *",
    "permit user *",
    "permit host *",
  ],
];

async function answers(program: string, server: Server): Promise<string[]> {
  const found: string[] = [];
  for (const request of REQUESTS) {
    const words = request.replaceAll("PORT", `${server.port}`).split(" ");
    const { stdout, stderr } = await run(program, ["-s", `${server.folder}/ctl.sock`, ...words]);
    const text = (stdout + stderr).replaceAll(`#${server.port}`, "#PORT");
    found.push(`# ${request}`, ...masked(text, server).split("\n"));
  }
  return found;
}

test({
  name: "ftpdctl bans and permits in the original's words",
  needs: [...needs, ORIGINAL_CONTROL],
  async fn() {
    const config = (prelude: string) => ({ folder, port }: Place) =>
      `${prelude}<VirtualHost 127.0.0.2>
Port ${port}
ServerName Second
</VirtualHost>
ControlsEngine on
ControlsInterval 1
ControlsSocket ${folder}/ctl.sock
ControlsSocketACL allow user root
BanControlsACLs all allow user root
BanEngine on
BanTable ${folder}/ban.tab
`;
    await using peer = await startPeer({ config: config("LoadModule mod_ban.c\n") });
    await using own = await startServer({ config: config("") });
    const [theirs, ours] = await Promise.all([
      answers(ORIGINAL_CONTROL, peer),
      answers(toolProgram("ftpdctl"), own),
    ]);
    assert.deepEqual(ours, theirs);
  },
});

test({
  name: "a banned user is refused with the same words and the same log line",
  needs: [...needs, ORIGINAL_CONTROL],
  async fn() {
    const told = async (server: Server, program: string) => {
      const asked = await run(program, ["-s", `${server.folder}/ctl.sock`, "ban", "user", "alice"]);
      assert.equal(asked.code, 0, asked.stderr);
      await using client = await server.connect();
      await client.expect("USER alice", 331);
      const reply = await client.command("PASS secret");
      // The original sends two replies where ours sends one of two lines.
      const more = reply.lines.length === 1 ? (await client.reply()).lines : [];
      await waitFor("a log line", async () => /banned$/m.test(await server.log()));
      const line = (await server.log()).split("\n").find((line) => line.endsWith("banned")) ?? "";
      const texts = [...reply.lines, ...more].map((line) => line.replace(/^530[- ]/, ""));
      return [...texts, line.replace(/^.*?\): /, "")];
    };
    const config = (prelude: string) => ({ folder }: Place) =>
      `${prelude}ControlsEngine on\nControlsInterval 1\nControlsSocket ${folder}/ctl.sock\n` +
      `ControlsSocketACL allow user root\nBanControlsACLs all allow user root\nBanEngine on\n` +
      `BanTable ${folder}/ban.tab\nBanMessage "%a %c %u"\n`;
    await using peer = await startPeer({ config: config("LoadModule mod_ban.c\n") });
    await using own = await startServer({ config: config("") });
    const [theirs, ours] = await Promise.all([
      told(peer, ORIGINAL_CONTROL),
      told(own, toolProgram("ftpdctl")),
    ]);
    assert.deepEqual(ours, theirs);
    assert.equal(ours.length, 3);
  },
});
