/**
 * Hundreds of generated configurations in both servers, each as a virtual host: who may do what must
 * be the same. Where sections meet in a way in which the original overlooks one of them, ours may be
 * stricter, never more lenient.
 */
import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { freePort } from "../harness/free_port.ts";
import { HASHES, PASSWORD } from "../harness/password.ts";
import { startPeer } from "../harness/peer.ts";
import { readReply, type ReceivedReply } from "../harness/reply.ts";
import { test } from "../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { within } from "../harness/wait_for.ts";
import { CLASSES, type Generated, generated } from "../session/access/generated.ts";

/** Another seed asks other questions: both have to be answered alike as well. */
const SEED = 20_261_121;
const COUNT = 80;

const NOBODY = 65534;
const GROUPS = `nogroup:x:${NOBODY}:\nusers:x:100:alice\nadm:x:4:bob\nwww:x:33:alice,bob\n`;
const FOLDERS = ["", "/pub", "/pub/in", "/priv", "/alice"];

/** A generated configuration at its port. */
interface Host {
  readonly asked: Generated;
  readonly port: number;
  readonly folder: string;
}

function configOf({ asked, port, folder }: Host): string {
  return [
    "<VirtualHost 127.0.0.1>",
    `Port ${port}`,
    "AuthOrder mod_auth_file.c",
    `AuthUserFile ${folder}/passwd`,
    `AuthGroupFile ${folder}/group`,
    "RequireValidShell off",
    "AllowOverwrite on",
    placed(asked.config, folder),
    "</VirtualHost>",
  ].join("\n");
}

/** `text` with the paths of the host at `folder`. */
function placed(text: string, folder: string): string {
  return text.replaceAll("@A", "@H").replaceAll("@H", "@D/home").replaceAll("@D", folder);
}

function furnish({ asked, folder }: Host): void {
  const own = (path: string) => Deno.chownSync(path, NOBODY, NOBODY);
  Deno.mkdirSync(folder);
  for (const path of FOLDERS.map((place) => `${folder}/home${place}`)) {
    Deno.mkdirSync(path);
    own(path);
    Deno.writeTextFileSync(`${path}/f.txt`, "hello\n");
    own(`${path}/f.txt`);
  }
  for (const [place, text] of Object.entries(asked.files)) {
    Deno.writeTextFileSync(`${folder}/home/${place}/.ftpaccess`, text);
  }
  const passwd = [["alice", NOBODY], ["bob", 100], ["ftp", NOBODY]].map(([name, gid]) =>
    `${name}:${HASHES.md5}:${NOBODY}:${gid}::${folder}/home:/bin/sh\n`
  );
  Deno.writeTextFileSync(`${folder}/passwd`, passwd.join(""), { mode: 0o600 });
  Deno.writeTextFileSync(`${folder}/group`, GROUPS, { mode: 0o600 });
}

/** What is asked, in this order; `@` is the home as the client sees it. */
const QUESTIONS: readonly string[] = [
  ...["NOOP", "PWD", "TYPE I"],
  ...FOLDERS.flatMap((place) => [
    ...["SIZE", "MDTM", "MLST", "RETR", "STOR"].map((verb) => `${verb} @${place}/f.txt`),
    `MKD @${place}/new`,
    `RMD @${place}/new`,
    `CWD @${place}`,
    "NOOP",
  ]),
];

/** A client at an address of its own, which Deno's own sockets cannot have. */
class Client implements Disposable {
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<string>;
  #pending = "";

  constructor(port: number, localAddress: string) {
    this.#socket = connect({ host: "127.0.0.1", port, localAddress, noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#chunks = this.#socket[Symbol.asyncIterator]();
  }

  /** Sends `line`, if one is given, and reads a reply; undefined when the server closes instead. */
  async ask(line?: string): Promise<ReceivedReply | undefined> {
    if (line !== undefined) this.#socket.write(`${line}\r\n`);
    try {
      return await readReply(() => within(`the reply to ${line}`, this.#line()));
    } catch (error) {
      if (error instanceof Ended) return undefined;
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#pending.indexOf("\r\n");
      if (end >= 0) {
        const line = this.#pending.slice(0, end);
        this.#pending = this.#pending.slice(end + 2);
        return line;
      }
      const next = await this.#chunks.next().catch((error) => {
        if (error.code === "ECONNRESET") return { done: true as const, value: undefined };
        throw error;
      });
      if (next.done) throw new Ended();
      this.#pending += next.value;
    }
  }
}

/** The server has closed the connection. */
class Ended extends Error {}

/** The answers to all questions, `Y` or `n` each; why there is no login otherwise. */
async function answersOf(client: Client, { asked, folder }: Host): Promise<string> {
  if ((await client.ask())?.code !== 220) return "closed";
  await client.ask(`USER ${asked.user}`);
  if ((await client.ask(`PASS ${PASSWORD}`))?.code !== 230) return "no login";
  const home = asked.user === "ftp" ? "" : `${folder}/home`;
  let answers = "";
  for (const question of QUESTIONS) {
    const reply = await client.ask(question.replace("@", home).replace(/^CWD $/, "CWD /"));
    if (reply === undefined) return `${answers}, then closed`;
    // Without a data connection a transfer that may be begins, and fails: 425.
    answers += reply.code < 400 || reply.code === 425 ? "Y" : "n";
  }
  return answers;
}

type Start = (options: ServerOptions) => Promise<Server>;

/**
 * The answers of one server to all hosts. With `keep` the clients stay connected until all have asked:
 * whenever a session ends, the original lets the next client wait for some tenths of a second.
 */
async function allAnswers(start: Start, hosts: readonly Host[], keep: boolean): Promise<string[]> {
  const config = [
    "ModulePath /usr/lib/proftpd",
    "LoadModule mod_ifsession.c",
    `MaxInstances ${COUNT + AT_ONCE}`,
    CLASSES,
    ...hosts.map(configOf),
  ].join("\n");
  await using _server = await start({ config });
  const answers: string[] = [];
  const open: Client[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < hosts.length) {
      const i = next++;
      const client = new Client(hosts[i].port, hosts[i].asked.source);
      if (keep) open.push(client);
      answers[i] = await answersOf(client, hosts[i]);
      if (!keep) client[Symbol.dispose]();
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    for (const client of open) client[Symbol.dispose]();
  }
  return answers;
}

/** How many sessions are open at a time. */
const AT_ONCE = 8;

/** Where the answers differ, in words; undefined where they may. */
function difference(asked: Generated, theirs: string, ours: string): string | undefined {
  if (theirs === ours) return undefined;
  if (theirs.length !== ours.length || theirs.includes("c")) {
    return asked.mayOverlook && !/^[Yn]+$/.test(ours) ? undefined : `${theirs} there, ${ours} here`;
  }
  const wrong = QUESTIONS.filter((_, i) =>
    theirs[i] !== ours[i] && !(asked.mayOverlook && ours[i] === "n")
  );
  return wrong.length === 0 ? undefined : wrong.map((question) => {
    const i = QUESTIONS.indexOf(question);
    return `${question}: ${theirs[i]} there, ${ours[i]} here`;
  }).join("\n");
}

test({
  name: `access: ${COUNT} generated configurations let everybody do what the original lets them do`,
  needs: ["peer", "root", "/usr/lib/proftpd/mod_ifsession.so"],
  async fn() {
    await using place = await tempDir();
    const ports = new Set<number>();
    while (ports.size < COUNT) ports.add(freePort());
    const asked = generated(SEED, COUNT);
    const hosts = [...ports].map((port, i): Host => ({
      asked: asked[i],
      port,
      folder: `${place.path}/${i}`,
    }));
    hosts.forEach(furnish);
    const theirs = await allAnswers(startPeer, hosts, true);
    for (const { folder } of hosts) Deno.removeSync(folder, { recursive: true });
    hosts.forEach(furnish);
    const ours = await allAnswers(startServer, hosts, false);
    const told = hosts.flatMap(({ asked, folder }, i) => {
      const wrong = difference(asked, theirs[i], ours[i]);
      const { user, source, files } = asked;
      return wrong === undefined ? [] : [
        `${user} from ${source}\n${placed(asked.config, "")}${JSON.stringify(files)}\n` +
        wrong.replaceAll(folder, ""),
      ];
    });
    assert.equal(told.length, 0, `${told.length} of ${COUNT}:\n${told.slice(0, 10).join("\n\n")}`);
    // Otherwise nothing has been asked.
    const logins = ours.filter((answers) => /^[Yn]+$/.test(answers)).length;
    assert.ok(logins > COUNT / 2, `${logins} logins`);
    assert.ok(ours.join("").split("n").length > COUNT, "hardly anything was denied");
  },
});
