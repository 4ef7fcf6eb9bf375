/**
 * Host tables: whom they let in, what is said and what is logged, as by the original.
 */
import assert from "node:assert/strict";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { masked } from "./dialogue/masks.ts";
import { ends, login, type Step, Talk } from "./dialogue/talk.ts";

interface Case {
  readonly config: string;
  /** By name, in the server's folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Who comes, one after the other; default: alice. */
  readonly visits?: readonly (readonly Step[])[];
}

const TABLES = "WrapTables file:FOLDER/allow file:FOLDER/deny\n";
const MESSAGES = 'WrapAllowMsg "yes %u"\nWrapDenyMsg "no %u"\n';
const CLOSED = "ALL: ALL\n";
const visit: readonly Step[] = [login("alice")];
const refusal: readonly Step[] = [login("alice"), ends];

const cases: Readonly<Record<string, Case>> = {
  "everybody is denied": {
    config: TABLES,
    files: { allow: "proftpd: 192.0.2.1\n", deny: CLOSED },
    visits: [refusal, [login("alice", "wrong"), ends]],
  },
  "a message for who is denied": {
    config: TABLES + MESSAGES,
    files: { allow: "", deny: CLOSED },
    visits: [refusal],
  },
  "an address is allowed": {
    config: TABLES + MESSAGES,
    files: { allow: "ALL: 127.0.0.1\n", deny: CLOSED },
    visits: [visit, [login("alice", "wrong")]],
  },
  "no rule is about the client": { config: TABLES + MESSAGES, files: { allow: "", deny: "" } },
  "there are no files": { config: TABLES },
  "there is no deny table": { config: TABLES, files: { allow: "ALL: 192.0.2.1\n" } },
  "there is no allow table": { config: TABLES, files: { deny: CLOSED }, visits: [refusal] },
  "all others are denied": {
    config: "WrapTables file:FOLDER/allow builtin:all\n",
    files: { allow: "proftpd: 192.0.2.\n" },
    visits: [refusal],
  },
  "prefixes in a list": {
    config: TABLES,
    files: { allow: "proftpd: 10., 127.0.\n", deny: CLOSED },
  },
  "an exception": {
    config: TABLES,
    files: { allow: "proftpd: ALL EXCEPT 127.0.0.1\n", deny: CLOSED },
    visits: [refusal],
  },
  "a file of patterns": {
    config: TABLES,
    files: { allow: "", deny: "proftpd: FOLDER/list\n", list: "192.0.2.1\n127.0.0.1\n" },
    visits: [refusal],
  },
  "another service": {
    config: `${TABLES}WrapServiceName ftpd\n`,
    files: { allow: "", deny: "ftpd: ALL\n" },
    visits: [refusal],
  },
  "tables for users": {
    config: `${TABLES}WrapUserTables bob file:FOLDER/none file:FOLDER/none\n` +
      "WrapUserTables alice,carol file:FOLDER/none builtin:all\n",
    files: { allow: "", deny: CLOSED, none: "" },
    visits: [refusal, [login("bob")]],
  },
  "tables for all users but one": {
    config: "WrapUserTables !alice file:FOLDER/none builtin:all\n",
    files: { none: "" },
    visits: [visit, [login("bob"), ends]],
  },
  "a table for each user": {
    config: "WrapTables file:FOLDER/none file:FOLDER/%U.deny\n",
    files: { none: "", "alice.deny": CLOSED },
    visits: [refusal, [login("bob")]],
  },
  "tables of an anonymous area": {
    config: "<Anonymous FOLDER/home/ftp>\n  User ftp\n  UserAlias anonymous ftp\n" +
      `  WrapTables file:FOLDER/none builtin:all\n</Anonymous>\n`,
    files: { none: "" },
    visits: [["USER anonymous", "PASS a@b", ends], visit],
  },
  "clients are denied when they connect": {
    config: `${TABLES}${MESSAGES}WrapOptions CheckOnConnect\n`,
    files: { allow: "", deny: CLOSED },
    visits: [[ends]],
  },
  "clients are allowed when they connect": {
    config: `${TABLES}${MESSAGES}WrapOptions CheckOnConnect\n`,
    files: { allow: "ALL: 127.0.0.1\n", deny: CLOSED },
  },
};

/** Lines in which the original tells more about its work. */
const CHATTER =
  /table (?:daemon|client) list|\]: {3}|comparing client|UseReverseDNS|to resolve GID/;

async function seen(
  start: (options: ServerOptions) => Promise<Server>,
  { config, files = {}, visits = [visit] }: Case,
  prelude: string,
): Promise<string[]> {
  await using server = await start({
    config: ({ folder }) =>
      `${prelude}SyslogLevel notice\nWrapEngine on\nWrapLog ${folder}/wrap.log\n` +
      config.replaceAll("FOLDER", folder),
    users: [{ name: "alice" }, { name: "bob" }, { name: "ftp" }],
  });
  for (const [name, text] of Object.entries(files)) {
    const path = `${server.folder}/${name}`;
    await Deno.writeTextFile(path, text.replaceAll("FOLDER", server.folder));
  }
  const before = (await server.read("wrap.log")).length;
  const notes: string[] = [];
  for (const steps of visits) {
    const talk = new Talk(server);
    await talk.connect();
    for (const step of steps) await talk.do(step);
    talk.close();
    notes.push(...talk.notes);
  }
  const about = (line: string) => line.replace(/^.*?\[\d+\][^:]*(?:\(.*?\))?: /, "");
  const log = (await server.read("wrap.log")).slice(before).split("\n")
    .filter((line) => line !== "" && !CHATTER.test(line));
  const system = (await server.log()).split("\n")
    .filter((line) => line !== "" && !/STARTUP|error initializing session/.test(line));
  return [...notes, ...log.map(about), ...system.map(about)].map((line) => masked(line, server));
}

for (const [name, example] of Object.entries(cases)) {
  test({
    name: `host tables do as the original's: ${name}`,
    needs: ["peer", "root", "/usr/lib/proftpd/mod_wrap2_file.so"],
    async fn() {
      const modules = "LoadModule mod_wrap2.c\nLoadModule mod_wrap2_file.c\n";
      const [theirs, ours] = await Promise.all([
        seen(startPeer, example, modules),
        seen(startServer, example, modules),
      ]);
      assert.deepEqual(ours, theirs);
    },
  });
}
