/**
 * Both servers' listings of one generated tree: names that hold anything, files of every kind, mode,
 * owner, age and size; flags and patterns drawn with a fixed seed.
 */
import { stringOf } from "../../src/libc/bytes.ts";
import type { Client } from "../harness/client.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { startPeer } from "../harness/peer.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { confront, type Difference } from "./dialogue/confront.ts";
import { masked } from "./dialogue/masks.ts";

const TREE = new URL("generated_tree.py", import.meta.url).pathname;
const SEED = 7;
/** How many commands are drawn. */
const DRAWN = 40;

/** Homes, there or not. */
const TILDES = [
  ...["LIST ~", "LIST ~/plain", "LIST ~alice", "LIST ~root", "NLST ~", "NLST ~/plain"],
  ...["NLST ~alice/plain", "STAT ~", "STAT ~/plain", "MLSD ~", "MLSD ~/plain", "MLST ~"],
  ...["MLST ~/plain", "CWD ~", "CWD ~/plain", "CWD ~alice", "CWD ~alice/plain", "CWD ~root"],
  ...["CWD ~bogus/x", "RETR ~", "SIZE ~", "MDTM ~", "DELE ~", "MFMT 20200101000000 ~/plain"],
];

/** What tells something that drawn commands may not. */
const COMMANDS = [
  ...TILDES,
  ...["LIST", "LIST -a", "LIST -A", "LIST -l plain", "LIST -1", "LIST -C", "LIST -F", "LIST -h"],
  ...["LIST -L", "LIST -n", "LIST -R plain", "LIST -aR plain", "LIST -S", "LIST -Sr"],
  ...[
    "LIST -t",
    "LIST -tr",
    "LIST -u plain",
    "LIST -c",
    "LIST -d plain",
    "LIST -d .",
    "LIST -da .",
  ],
  ...[
    "LIST plain/",
    "LIST plain//",
    "LIST m20/",
    "LIST entered",
    "LIST shut",
    "LIST ..",
    "LIST //plain",
  ],
  ...[
    "LIST --",
    "LIST -l/plain",
    "NLST -a.x",
    "NLST -1/plain",
    "STAT -l -a plain",
    "LIST -z",
    "LIST a b",
    "LIST [",
  ],
  ...["LIST *", "LIST -R p*", "LIST -R1 *", "LIST -RC p*", "LIST //p*", "LIST \\p*"],
  ...[
    "LIST p\\*",
    "LIST [\\p]*",
    "LIST -U *",
    "LIST ?",
    "LIST [?]",
    "LIST nothing*",
    "LIST nothing",
  ],
  ...[
    "NLST",
    "NLST -a",
    "NLST -1 plain",
    "NLST plain/",
    "NLST ./plain",
    "NLST shut",
    "NLST nothing",
  ],
  ...["NLST *", "NLST -1 p*/*", "NLST -R p*", "NLST -R1 p*", "NLST nothing*", "NLST ["],
  ...["NLST /plain", "NLST m20"],
  ...["STAT plain", "STAT shut", "STAT p*", "STAT m20", "STAT nothing"],
  ...[
    "MLSD nothing",
    "MLSD m20",
    "MLST nothing",
  ],
];

/**
 * What is asked with those facts that are as the original has them; not in TYPE A, in which a line break in
 * a name would become another one.
 */
const FACTS = ["MLSD", "MLSD plain", "MLST m20", "MLST plain", "MLST shut"].map((command) => [
  "TYPE I",
  "OPTS MLST modify;size;type;UNIX.group;UNIX.mode;UNIX.owner;",
  command,
]);

/** The original tells where a jail is. */
const REAL_PATH: Difference = {
  why: "a jail does not tell where it is",
  theirs: [/^450 <folder>\/home\/alice/],
  ours: [/^450 ~/],
};

/** In a jail everything is asked; elsewhere what may differ there. */
const VARIANTS: readonly [string, readonly string[], ServerOptions][] = [
  ["in a jail", [...COMMANDS, ...drawn()], { config: "DefaultRoot ~" }],
  ["in local time", ["LIST", "STAT plain"], {
    config: "TimesGMT off",
    env: { TZ: "Asia/Kathmandu" },
  }],
  ["without root", [...TILDES, ...drawn()], { asUser: await ordinaryUser() }],
];

for (const [name, commands, options] of VARIANTS) {
  test({
    name: `listings of whatever files there are, as the original has them: ${name}`,
    needs: ["peer", "root", "python3"],
    async fn(context) {
      await using original = await furnished(await startPeer(options));
      await using ours = await furnished(
        await startServer({ ...options, defaults: ["MaxInstances none"] }),
      );
      await using theirs = new Clients(original);
      await using own = new Clients(ours);
      for (const lines of [...commands.map((command) => [command]), ...FACTS]) {
        const command = lines.at(-1) ?? "";
        const isTold = options.config === "DefaultRoot ~" && /^LIST ~(?:$|alice|\/)/.test(command);
        const [wanted, found] = await Promise.all([theirs.ask(lines), own.ask(lines)]);
        await context.step(command, () => confront(wanted, found, isTold ? [REAL_PATH] : []));
      }
    },
  });
}

/** Commands with flags and patterns, always the same. */
function drawn(): string[] {
  let state = SEED;
  const below = (count: number) => {
    state = Math.imul(state, 1664525) + 1013904223 >>> 0;
    return Math.floor(state / 2 ** 32 * count);
  };
  const patterns = ["*", "p*", "[a-m]*", "*/*", "*[!0-9]", "?", "??*", "[[:digit:]]*", "[]a]*"];
  const more = ["[^a]*", "*.*", "[z-a]*", "p*/i*", "*/", "./p*", "**", "[a"];
  const paths = ["", "", "plain", "shut", "entered", ".", "plain/", ...patterns, ...more];
  return Array.from({ length: DRAWN }, () => {
    const flags = Array.from({ length: below(4) }, () => "aACFhLlnSu1"[below(11)]).join("");
    const path = paths[below(paths.length)];
    // With -F the original sorts links by the size of what they lead to.
    const word = flags === "" ? "" : `-${flags.includes("F") ? flags.replaceAll("S", "") : flags} `;
    return `${below(3) === 0 ? "NLST" : "LIST"} ${word === "- " ? "" : word}${path}`.trimEnd();
  });
}

/** Fills the home of the first user. */
async function furnished(server: Server): Promise<Server> {
  const { home } = server;
  const { uid, gid } = server.account();
  const { code, stderr } = await run("python3", [TREE, home, `${SEED}`, `${uid}`, `${gid}`]);
  if (code === 0) return server;
  await server[Symbol.asyncDispose]();
  throw new Error(stderr);
}

/** A new client after each command with flags, since the original remembers them; they stay to the end. */
class Clients implements AsyncDisposable {
  readonly #clients: Client[] = [];
  #isFresh = false;

  constructor(private readonly server: Server) {}

  /** What comes for the last of `lines`: replies and rows, those of NLST and MLSD sorted. */
  async ask(lines: readonly string[]): Promise<string[]> {
    const last = this.#clients.at(-1);
    const client = this.#isFresh && last ? last : await this.server.login();
    if (client !== last) this.#clients.push(client);
    this.#isFresh = !lines.some((line) => /^(?:OPTS|CWD)| -/.test(line));
    const notes: string[] = [];
    for (const line of lines) {
      const takesData = /^(?:LIST|NLST|MLSD|RETR)/.test(line);
      await using data = takesData ? await client.passive() : undefined;
      const reply = await client.command(line);
      notes.push(reply.text);
      if (data === undefined || reply.code !== 150) continue;
      const rows = stringOf(await data.readAll()).split("\r\n");
      notes.push(...(line.startsWith("LIST") ? rows : rows.sort()));
      notes.push((await client.reply()).text);
    }
    return notes.map((note) => masked(note, this.server));
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    return Promise.resolve();
  }
}
