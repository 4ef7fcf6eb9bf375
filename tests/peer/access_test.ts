/**
 * The table of access rules, asked of the original and of our server: each case is a virtual host
 * with users, files and a port of its own.
 */
import assert from "node:assert/strict";
import { bytesOf } from "../../src/libc/bytes.ts";
import { HASHES, PASSWORD } from "../harness/password.ts";
import { Client } from "../harness/client.ts";
import { DataChannel } from "../harness/data_channel.ts";
import { freePort } from "../harness/free_port.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { cases, logins } from "../session/access/oracle.ts";

/** A row of either table at its port. */
interface Host {
  readonly name: string;
  readonly config: string;
  readonly port: number;
  readonly folder: string;
}

const NOBODY = 65534;
const GROUPS = `nogroup:x:${NOBODY}:\nusers:x:100:alice\nadm:x:4:bob\nwww:x:33:alice,bob\n`;

/** Lays out the hosts of one server below `folder`: nothing is written yet. */
function hostsOf(rows: readonly { name: string; config: string }[], folder: string): Host[] {
  const ports = new Set<number>();
  while (ports.size < rows.length) ports.add(freePort());
  return [...ports].map((port, i) => {
    const own = `${folder}/${i}`;
    const config = rows[i].config.replaceAll("@H", `${own}/alice`)
      .replaceAll("@A", `${own}/anonymous`).replaceAll("@D", own);
    return { name: rows[i].name, config, port, folder: own };
  });
}

function configOf({ config, port, folder }: Host): string {
  return [
    "<VirtualHost 127.0.0.1>",
    `Port ${port}`,
    `AuthOrder mod_auth_file.c`,
    `AuthUserFile ${folder}/passwd`,
    `AuthGroupFile ${folder}/group`,
    "RequireValidShell off",
    "AllowOverwrite on",
    "AllowStoreRestart on",
    config,
    "</VirtualHost>",
  ].join("\n");
}

/** Writes users and files of a host. */
async function furnish({ folder }: Host): Promise<void> {
  for (const home of ["alice", "bob", "anonymous"]) {
    for (const place of ["", "/pub", "/pub/in"]) {
      const path = `${folder}/${home}${place}`;
      await Deno.mkdir(path, { recursive: true });
      for (const name of ["f.txt", "d.txt", "g.dat", ".h.txt"]) {
        await Deno.writeTextFile(`${path}/${name}`, "hello\n");
        await Deno.chown(`${path}/${name}`, NOBODY, NOBODY);
      }
      await Deno.chown(path, NOBODY, NOBODY);
    }
    await Deno.mkdir(`${folder}/${home}/old`);
    await Deno.chown(`${folder}/${home}/old`, NOBODY, NOBODY);
  }
  const users = [["alice", NOBODY, "alice"], ["bob", 100, "bob"], ["ftp", NOBODY, "anonymous"]];
  const passwd = users.map(([name, gid, home]) =>
    `${name}:${HASHES.md5}:${NOBODY}:${gid}::${folder}/${home}:/bin/sh\n`
  );
  await Deno.writeTextFile(`${folder}/passwd`, passwd.join(""), { mode: 0o600 });
  await Deno.writeTextFile(`${folder}/group`, GROUPS, { mode: 0o600 });
}

/** The command line that asks a question about the absolute path `path`. */
function commandFor(verb: string, path: string): string {
  const whole: Readonly<Record<string, string>> = {
    ALLO: "ALLO 1",
    CLNT: "CLNT x",
    EPRT: "EPRT |1|127.0.0.1|51210|",
    MFF: `MFF UNIX.mode=0644; ${path}`,
    MFMT: `MFMT 20200101000000 ${path}`,
    MODE: "MODE S",
    OPTS: "OPTS UTF8 ON",
    PORT: "PORT 127,0,0,1,200,10",
    REST: "REST 1",
    SITE_CHGRP: `SITE CHGRP nogroup ${path}`,
    SITE_CHMOD: `SITE CHMOD 644 ${path}`,
    SITE_HELP: "SITE HELP",
    STRU: "STRU F",
    TYPE: "TYPE I",
  };
  const withPath = /^(RETR|SIZE|STOR|APPE|DELE|X?MKD|X?RMD|RNFR|X?CWD|MDTM|MLST)$/.test(verb);
  return whole[verb] ?? (withPath ? `${verb} ${path}` : verb);
}

/** The answer to one question: `Y`, `n`, or `?` for a server that does not have the command. */
async function ask(client: Client, verb: string, path: string): Promise<string> {
  if (/^(RETR|STOR|STOU|APPE)$/.test(verb)) {
    const passive = await client.command("EPSV");
    if (passive.code !== 229) return "n";
    const port = Number(/\(\|\|\|(\d+)\|\)/.exec(passive.text)?.[1]);
    await using data = await DataChannel.connect("127.0.0.1", port);
    const first = await client.command(commandFor(verb, path));
    if (first.code >= 400) return "n";
    if (verb === "RETR") await data.readAll();
    else await data.writeAll(bytesOf("hello\n"));
    await client.expectReply(226, verb);
    return "Y";
  }
  const reply = await client.command(commandFor(verb, path));
  if (/not understood|not implemented/.test(reply.text)) return "?";
  if (reply.code === 350 && verb === "RNFR") await client.command(`RNTO ${path}`);
  if (reply.code === 350 && verb === "REST") await client.command("REST 0");
  // A directory made once cannot be made again: the next question may be about the X form.
  if (/^X?MKD$/.test(verb) && reply.code < 400) await client.command(`RMD ${path}`);
  return reply.code < 400 ? "Y" : "n";
}

/** Asks everything that `row` wants to know and gives the answers in its notation. */
async function answersOf(host: Host, user: string, asks: string): Promise<string> {
  await using client = await Client.connect(host.port);
  await client.login(user, PASSWORD);
  await client.expect("TYPE I", 200);
  const home = user === "ftp" ? "" : `${host.folder}/alice`;
  const answers: string[] = [];
  for (const [, verb, path] of asks.matchAll(/(\S+) ([^\s=]*)=/g)) {
    answers.push(`${verb} ${path}=${await ask(client, verb, `${home}/${path}`)}`);
  }
  return answers.join(" ");
}

/** Whether `user` gets in: `Y`, `n`, or `C` when the connection is closed before the greeting. */
async function entryOf(host: Host, user: string): Promise<string> {
  let client: Client;
  try {
    client = await Client.connect(host.port);
  } catch (error) {
    if (error instanceof Error && /connection closed|reset/i.test(error.message)) return "C";
    throw error;
  }
  await using open = client;
  await open.command(`USER ${user}`);
  return (await open.command(`PASS ${PASSWORD}`)).code === 230 ? "Y" : "n";
}

/** Lets everybody whom `asks` names try to get in. */
async function entriesOf(host: Host, asks: string): Promise<string> {
  const answers: string[] = [];
  for (const [, user] of asks.matchAll(/(\w+)=/g)) {
    answers.push(`${user}=${await entryOf(host, user)}`);
  }
  return answers.join(" ");
}

type Start = (options: ServerOptions) => Promise<Server>;

/** What the original needs for conditional sections, and ours takes note of. */
const IFSESSION = ["ModulePath /usr/lib/proftpd", "LoadModule mod_ifsession.c"];

/** The name of the server, how to start it, and which of two letters is its answer. */
const servers: readonly (readonly [string, Start, (letters: string) => string])[] = [
  ["the original", startPeer, (letters) => letters[0] ?? ""],
  ["our server", startServer, (letters) => letters.at(-1) ?? ""],
];

for (const [which, start, letter] of servers) {
  test({
    name: `access: ${which} answers as the table says`,
    needs: ["peer", "root"],
    async fn(context) {
      await using place = await tempDir();
      const hosts = hostsOf([...cases, ...logins], place.path);
      for (const host of hosts) await furnish(host);
      const config = [...IFSESSION, "UseIPv6 on", "MaxInstances 50", ...hosts.map(configOf)].join(
        "\n",
      );
      await using _server = await start({ config });
      const answers = await inParallel([
        ...cases.map(({ user = "alice", asks }, i) => () => answersOf(hosts[i], user, asks)),
        ...logins.map(({ asks }, i) => () => entriesOf(hosts[cases.length + i], asks)),
      ]);
      for (const [i, { name, asks }] of [...cases, ...logins].entries()) {
        await context.step(name, () => {
          const wanted = asks.replace(/=([YnC]+)/g, (_, letters) => `=${letter(letters)}`);
          assert.equal(withoutUnknown(answers[i], wanted), wanted);
        });
      }
    },
  });
}

/** `answers` with that of `wanted` where the server does not have the command. */
function withoutUnknown(answers: string, wanted: string): string {
  const expected = wanted.split(/(?<==[YnC]) /);
  return answers.split(/(?<==[YnC?]) /)
    .map((answer, i) => answer.endsWith("=?") ? expected[i] : answer).join(" ");
}

/** How many sessions are open at a time. */
const AT_ONCE = 8;

/** Does all `jobs` and gives their results in order. */
async function inParallel<T>(jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < jobs.length) {
      const i = next++;
      results[i] = await jobs[i]();
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
