/**
 * Configurations of access rules as virtual hosts of one server, and what may be done under each.
 *
 * @module
 */
import { connect, type Socket } from "node:net";
import { HASHES, PASSWORD } from "../harness/password.ts";
import { readReply, type ReceivedReply } from "../harness/reply.ts";
import { startPeer } from "../harness/peer.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { within } from "../harness/wait_for.ts";
import { CLASSES, type Generated } from "../session/access/generated.ts";

const NOBODY = 65534;
const GROUPS = `nogroup:x:${NOBODY}:\nusers:x:100:alice\nadm:x:4:bob\nwww:x:33:alice,bob\n`;
const FOLDERS = ["", "/pub", "/pub/in", "/priv", "/alice"];

/** A configuration at its address. */
interface Host {
  readonly asked: Generated;
  readonly address: string;
  readonly folder: string;
}

function configOf({ asked, address, folder }: Host, port: number): string {
  return [
    `<VirtualHost ${address}>`,
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
export function placed(text: string, folder: string): string {
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
    ...["SIZE", "MDTM", "MLST", "RETR", "STOR", "SITE CHMOD 644"].map((verb) =>
      `${verb} @${place}/f.txt`
    ),
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

  constructor(host: string, port: number, localAddress: string) {
    this.#socket = connect({ host, port, localAddress, noDelay: true });
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

/** What each server answers under one configuration. */
export interface Answers {
  readonly theirs: string;
  readonly ours: string;
}

/** The answers of both servers under each configuration, asked at the same time. */
export async function answersOfBoth(asked: readonly Generated[]): Promise<readonly Answers[]> {
  const [theirs, ours] = await Promise.all([
    // Whenever a session ends, the original lets the next client wait for some tenths of a second.
    allAnswers(startPeer, asked, true),
    allAnswers(startServer, asked, false),
  ]);
  return asked.map((_, i) => ({ theirs: theirs[i], ours: ours[i] }));
}

/**
 * The answers of one server under each configuration. With `keep` the clients stay connected until all
 * have asked.
 */
async function allAnswers(
  start: Start,
  asked: readonly Generated[],
  keep: boolean,
): Promise<string[]> {
  await using place = await tempDir();
  const hosts = asked.map((asked, i): Host => ({
    asked,
    address: `127.1.${i >> 8}.${i & 255}`,
    folder: `${place.path}/${i}`,
  }));
  hosts.forEach(furnish);
  const config = (port: number) =>
    [
      "ModulePath /usr/lib/proftpd",
      "LoadModule mod_ifsession.c",
      `MaxInstances ${hosts.length + AT_ONCE}`,
      CLASSES,
      ...hosts.map((host) => configOf(host, port)),
    ].join("\n");
  await using server = await start({ config: ({ port }) => config(port) });
  const answers: string[] = [];
  const open: Client[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < hosts.length) {
      const i = next++;
      const client = new Client(hosts[i].address, server.place.port, hosts[i].asked.source);
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
export function difference(asked: Generated, { theirs, ours }: Answers): string | undefined {
  if (theirs === ours) return undefined;
  if (theirs.length !== ours.length || theirs.includes("c")) {
    return asked.mayOverlook && !/^[Yn]+$/.test(ours) ? undefined : `${theirs} there, ${ours} here`;
  }
  const wrong = QUESTIONS.flatMap((question, i) => {
    const isStricter = ours[i] === "n" || isElsewhere(i, theirs, ours);
    if (theirs[i] === ours[i] || asked.mayOverlook && isStricter) return [];
    return [`${question}: ${theirs[i]} there, ${ours[i]} here`];
  });
  return wrong.length === 0 ? undefined : wrong.join("\n");
}

/** Whether the last CWD before the question has led to different places. */
function isElsewhere(i: number, theirs: string, ours: string): boolean {
  const last = QUESTIONS.slice(0, i).findLastIndex((question) => question.startsWith("CWD "));
  return last >= 0 && !QUESTIONS[i].includes("@") && theirs[last] !== ours[last];
}
