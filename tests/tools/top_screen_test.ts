import assert from "node:assert/strict";
import { utf8 } from "../../src/libc/bytes.ts";
import { clip, topScreen, type TopSelection } from "../../src/tools/top_screen.ts";
import { boardWith, NOW, running, session } from "./sessions.ts";

const all: TopSelection = { mode: "regular", only: new Set(), hidden: new Set() };
const board = boardWith(
  session(),
  session({ pid: 4_000_000, loggedIn: 0, clientName: "x".repeat(70) }),
  running("RETR", { arguments: "f", transferSize: 4, transferDone: 2, transferElapsed: 1000 }),
  running("STOR", { arguments: "g", user: "averylongname" }),
  running("LIST"),
  running("CWD", { arguments: "d" }),
);

Deno.test("columns stand below their names", () => {
  const { head, columns, rows } = topScreen(board, all, NOW);
  assert.match(head[0], /^ftptop\/1\.0: .*, up for 2 min$/);
  assert.equal(head[1], "6 Total FTP Sessions: 1 downloading, 1 uploading, 1 idle");
  assert.equal(
    columns,
    "PID   S USER     CLIENT               SERVER          TIME   COMMAND",
  );
  assert.deepEqual(rows, [
    "100   I alice    client.example       127.0.0.1:21    1m0s   idle",
    `4000000 A (none)   ${"x".repeat(20)} 127.0.0.1:21    1m0s   (authenticating)`,
    "100   D alice    client.example       127.0.0.1:21    1m0s   RETR f",
    "100   U averylon client.example       127.0.0.1:21    1m0s   STOR g",
    "100   L alice    client.example       127.0.0.1:21    1m0s   LIST ",
    "100   A alice    client.example       127.0.0.1:21    1m0s   CWD d",
  ]);
});

Deno.test("a name of digits has no more room than others", () => {
  const { rows } = topScreen(boardWith(session({ user: "491511234567" })), all, NOW);
  assert.equal(rows[0], "100   I 49151123 client.example       127.0.0.1:21    1m0s   idle");
});

Deno.test("the other display shows transfers and their rates", () => {
  const { columns, rows } = topScreen(board, { ...all, mode: "transfer speed" }, NOW);
  const client = "client.example".padEnd(44);
  assert.equal(columns, `PID   S USER     ${"CLIENT".padEnd(44)} KB/s       %DONE`);
  assert.deepEqual(rows, [
    `100   D alice    ${client} 0.00       50`,
    `100   U averylon ${client} 0.00       (n/a)`,
  ]);
});

Deno.test("states are shown and hidden as asked", () => {
  const rows = (selection: Partial<TopSelection>) =>
    topScreen(board, { ...all, ...selection }, NOW).rows.length;
  assert.equal(rows({ only: new Set(["idle"]) }), 1);
  assert.equal(rows({ only: new Set(["downloading", "uploading"]) }), 2);
  assert.equal(rows({ hidden: new Set(["idle", "authenticating"]) }), 4);
});

Deno.test("sessions of a superserver have no daemon that is up", () => {
  const { header, sessions } = board;
  const [title] = topScreen({ header: { ...header, masterPid: 0 }, sessions }, all, NOW).head;
  assert.doesNotMatch(title, /up for/);
});

Deno.test("a line is cut between characters", () => {
  assert.equal(clip("abc", 2), "ab");
  assert.equal(clip(utf8("äöü"), 2), utf8("äö"));
  assert.equal(clip(utf8("äöü"), 3), utf8("äöü"));
});
