/**
 * What mod_log_forensic writes of failed logins, and the name that mod_unique_id gives a session.
 */
import assert from "node:assert/strict";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";
import { signal } from "../harness/processes.ts";
import { ends, login } from "./dialogue/talk.ts";
import { compareLogs } from "./dialogue/written_logs.ts";

const MODULES = [
  "<IfModule mod_dso.c>\nModulePath /usr/lib/proftpd\n</IfModule>",
  "LoadModule mod_unique_id.c\nLoadModule mod_log_forensic.c",
].join("\n");

compareLogs({
  name: "a failed login is reported as the original reports it",
  options: {
    config: ({ folder }) =>
      [
        MODULES,
        `ForensicLogEngine on\nForensicLogFile ${folder}/forensic`,
        'LogFormat id "pid=%P %m %{UNIQUE_ID}e %{note:UNIQUE_ID}"',
        `ExtendedLog ${folder}/ids AUTH,EXIT id`,
      ].join("\n"),
  },
  steps: [login("alice", "wrong"), login("nobody-known"), login("alice"), "QUIT", ends],
  logs: ["forensic", "ids"],
  // Of the messages only the important ones are the same.
  lines: /^(?:-----|\w+(?:-\w+)*: |\[SystemLog:[0-5]\]|pid=)/,
  exit: { log: "ids", line: /EXIT/ },
  mask: (line) =>
    line.replace(/\b[A-Za-z0-9+/]{24}(?:\0|$|(?= ))/g, "<id>")
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}/, "<time>")
      .replace(/(Elapsed|Raw-Bytes-Out): \d+/, "$1: <some>"),
});

/** What is reported of a login that fails. */
async function reportOfFailure(server: Server): Promise<string> {
  await using client = await server.connect();
  await client.expect("USER alice", 331);
  await client.expect("PASS wrong", 530);
  return await waitFor("a report", async () => {
    const text = await server.read("forensic");
    return text.endsWith("-----END FAILED LOGIN FORENSICS-----\n") ? text : undefined;
  });
}

test({
  name: "a session that breaks leaves its last messages behind",
  needs: ["root"],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) =>
        `ForensicLogEngine on\nForensicLogFile ${folder}/forensic\nForensicLogBufferSize 5`,
    });
    await using client = await server.login();
    await client.expect("PWD", 257);
    for (const pid of await server.sessions()) signal(pid, "SIGABRT");
    const report = await waitFor("a report", async () => {
      const text = await server.read("forensic");
      return text.endsWith("-----END UNTIMELY DEATH FORENSICS-----\n") ? text : undefined;
    });
    assert.match(
      report,
      /^-----BEGIN UNTIMELY DEATH FORENSICS-----\nClient-Address: 127\.0\.0\.1\n/,
    );
    assert.match(report, /^User: alice$/m);
    assert.match(report, /^\[SystemLog:3\] .*SIGABRT/m);
    assert.equal(report.match(/^\[SystemLog/gm)?.length, 5);
  },
});

test({
  name: "traces are among the last messages where they are asked for",
  needs: [],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) =>
        `ForensicLogEngine on\nForensicLogFile ${folder}/forensic\nForensicLogCapture TraceLog\n` +
        `TraceLog ${folder}/trace\nTrace response:1\n`,
    });
    const report = await reportOfFailure(server);
    assert.match(report, /^\[TraceLog:1\] .* <response:1>: 331 Password required for alice/m);
    assert.doesNotMatch(report, /^\[SystemLog/m);
  },
});

test({
  name: "lines of modules' own logs are among the last messages as Unspec",
  needs: ["root"],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) =>
        `ForensicLogEngine on\nForensicLogFile ${folder}/forensic\nForensicLogCapture Unspec\n` +
        `WrapEngine on\nWrapLog ${folder}/wrap\n` +
        `WrapUserTables alice file:${folder}/allow file:${folder}/deny\n`,
    });
    await Deno.writeTextFile(`${server.folder}/allow`, "proftpd: ALL\n");
    await Deno.writeTextFile(`${server.folder}/deny`, "");
    const report = await reportOfFailure(server);
    const wrapped = (await server.read("wrap")).trimEnd().split("\n");
    const kept = report.split("\n").filter((line) => line.startsWith("["));
    assert.ok(kept.length > 0);
    assert.deepEqual(kept, wrapped.slice(0, kept.length).map((line) => `[Unspec:0] ${line}`));
  },
});
