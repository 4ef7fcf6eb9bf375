/**
 * The same conversation with both servers, and what must be the same afterwards: the replies, the
 * data, the files, the lines in the logs.
 *
 * @module
 */
import type { TestUser } from "../../harness/accounts.ts";
import { startPeer } from "../../harness/peer.ts";
import { ordinaryUser } from "../../harness/ordinary_user.ts";
import { test } from "../../harness/requires.ts";
import { type Place, type Server, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";
import { confront, type Difference } from "./confront.ts";
import { masked } from "./masks.ts";
import { type Step, Talk } from "./talk.ts";
import { treeOf } from "./tree.ts";

/** A conversation. */
export interface Case {
  readonly steps: readonly Step[];
  /** The port to connect to, if it is not the main server's. */
  readonly port?: (server: Server) => number;
  /** Differences that are meant; each must occur, and any other is a failure. */
  readonly differences?: readonly Difference[];
}

/** A configuration and the conversations that are held under it. */
export interface Comparison {
  /** The test's name, a sentence. */
  readonly name: string;
  /** The environment of both. */
  readonly env?: Record<string, string>;
  /** Directives over the harness's own. */
  readonly config?: string | ((place: Place) => string);
  readonly users?: readonly TestUser[];
  /**
   * `each`: every conversation has a session of its own, and its lines of the log are compared.
   * `shared` (default): one session for all, as long as it lasts; the log is compared at the end.
   */
  readonly session?: "each" | "shared";
  /** SyslogLevel: from which level on both log; default `info`. */
  readonly level?: "debug" | "info" | "notice" | "warn" | "error" | "alert";
  /** Differences in the log at the end. */
  readonly logDifferences?: readonly Difference[];
  /** Whether both servers are started by an ordinary user; default: by root. */
  readonly unprivileged?: boolean;
  /** Where to connect to; default 127.0.0.1. */
  readonly host?: string;
  /** Who is logged in when a conversation starts; undefined for nobody. */
  readonly login?: string;
  /** Fills the home of the first user before each conversation, with its rights. */
  readonly furnish?: (home: string, server: Server) => Promise<void>;
  /** Fills the servers' folders once, before they are used. */
  readonly prepare?: (server: Server) => Promise<void>;
  /** Further needs of the test. */
  readonly needs?: readonly string[];
  /** Lines of the SystemLog that are not compared. */
  readonly ignoreLog?: RegExp;
  /** By what they are about. */
  readonly cases: Readonly<Record<string, readonly Step[] | Case>>;
}

/** Registers a test with a step for each conversation. */
export function compare(comparison: Comparison): void {
  test({
    name: comparison.name,
    needs: ["peer", "root", ...comparison.needs ?? []],
    async fn(context) {
      const options = {
        ...comparison.unprivileged ? { asUser: await ordinaryUser() } : {},
        config: comparison.config,
        ...comparison.env === undefined ? {} : { env: comparison.env },
        users: comparison.users,
        defaults: [`SyslogLevel ${comparison.level ?? "info"}`],
      };
      await using original = new Side(await startPeer(options), comparison);
      await using own = new Side(await startServer(options), comparison);
      const both = async (work: (side: Side) => Promise<string[]>) => {
        const [theirs, ours] = await Promise.all([work(original), work(own)]);
        return { theirs, ours };
      };
      await both((side) => side.begin());
      for (const [name, told] of Object.entries(comparison.cases)) {
        const held: Case = "steps" in told ? told : { steps: told };
        await context.step(name, async () => {
          const { theirs, ours } = await both((side) => side.hold(held));
          confront(theirs, ours, held.differences ?? []);
        });
      }
      await context.step("what the logs say at the end", async () => {
        const { theirs, ours } = await both((side) => side.end());
        confront(theirs, ours, comparison.logDifferences ?? []);
      });
    },
  });
}

/** One server with its clients. */
class Side implements AsyncDisposable {
  readonly #comparison: Comparison;
  #talk: Talk;
  /**
   * Clients that are done and still connected: whenever a session ends, the original lets the next
   * client wait for some tenths of a second.
   */
  readonly #parked: Talk[] = [];
  /** Sessions that began with earlier clients, and how much of the logs has been seen. */
  #sessions = 0;
  #logged = 0;
  #transfers = 0;

  constructor(private readonly server: Server, comparison: Comparison) {
    this.#comparison = comparison;
    this.#talk = new Talk(server, comparison.host);
  }

  /** What is done once. */
  async begin(): Promise<string[]> {
    await this.#comparison.prepare?.(this.server);
    this.#logged = (await this.server.log()).length;
    return [];
  }

  /** Holds one conversation; the notes of it and of what it left behind, masked. */
  async hold({ steps, port }: Case): Promise<string[]> {
    const { furnish, login: user, session } = this.#comparison;
    const { home } = this.server;
    this.#talk.notes.length = 0; // what a conversation that failed has left
    if (furnish) {
      await emptied(home);
      await furnish(home, this.server);
    }
    if (session === "each") this.#park();
    if (!this.#talk.isConnected) {
      await this.#talk.connect(port?.(this.server));
      if (user !== undefined) await this.#talk.enter(user);
    } else if (user !== undefined) {
      await this.#talk.reset();
    }
    for (const step of steps) await this.#talk.do(step);
    await this.#talk.catchUp();
    const mask = (note: string) => masked(note, this.server);
    return [
      ...this.#talk.notes.map(mask),
      ...(furnish ? await treeOf(home) : []).map((line) => mask(`left ${line}`)).sort(),
      ...(await this.#newTransfers()).map(mask),
      // When a session that was parked ends is a matter of chance.
      ...(session === "each" ? await this.#newLines() : []).filter((line) => !isClosing(line)),
    ];
  }

  /** Closes all connections; the lines that the log has got since last time, masked. */
  async end(): Promise<string[]> {
    this.#park();
    this.#closeParked();
    const lines = await this.#newLines();
    const ofConversations = this.#comparison.session === "each" ? isClosing : () => true;
    return lines.filter(ofConversations);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#talk.close();
    this.#closeParked();
    await this.server[Symbol.asyncDispose]();
  }

  #park(): void {
    this.#sessions += this.#talk.sessions;
    this.#parked.push(this.#talk);
    this.#talk = new Talk(this.server, this.#comparison.host);
    if (this.#parked.length >= MOST_PARKED) this.#closeParked();
  }

  #closeParked(): void {
    for (const talk of this.#parked.splice(0)) talk.close();
  }

  /** What the log has got, once all sessions that ended have said so. */
  async #newLines(): Promise<string[]> {
    const { ignoreLog, session, level = "info" } = this.#comparison;
    const open = [...this.#parked, this.#talk].filter((talk) => talk.isConnected).length;
    const ended = this.#sessions + this.#talk.sessions - open;
    const fresh = await waitFor("the end of all sessions in the log", async () => {
      const log = await this.server.log();
      // At other levels the end is not logged, and everything else is before the reply is sent.
      const isAll = level !== "info" || count(log, CLOSED) >= ended;
      return isAll ? { text: log.slice(this.#logged), length: log.length } : undefined;
    });
    this.#logged = fresh.length;
    const lines = bySession(linesOf(fresh.text).filter(isOfSession)).map(logText);
    return lines.filter((line) => !ignoreLog?.test(line))
      .filter((line) => session === "each" || !IDLE_ABOR.test(line))
      .map((line) => masked(`log ${line}`, this.server));
  }

  async #newTransfers(): Promise<string[]> {
    const text = await this.server.read("xferlog");
    const fresh = text.slice(this.#transfers);
    this.#transfers = text.length;
    return linesOf(fresh).map((line) => `transfer ${maskedTransfer(line)}`);
  }
}

/** How many clients stay connected: each is a process of some megabytes. */
const MOST_PARKED = 12;

/** The last line of every session. */
const CLOSED = "FTP session closed.";

function isClosing(line: string): boolean {
  return line.endsWith(CLOSED);
}

/** What the original logs for every ABOR, also where there is no transfer. */
const IDLE_ABOR = /aborting transfer: Data connection closed$/;

async function emptied(home: string): Promise<void> {
  for await (const { name } of Deno.readDir(home)) {
    await Deno.remove(`${home}/${name}`, { recursive: true });
  }
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** Whether a line of the SystemLog is about a client, not the daemon's own. */
function isOfSession(line: string): boolean {
  return /^\S+ \S+ \S+ proftpd\[\d+\] \S+ \(\S+\[\S+\]\): /.test(line);
}

/** Lines of the SystemLog, those of one session together: sessions may overlap. */
function bySession(lines: readonly string[]): string[] {
  const sessions = Map.groupBy(lines, (line) => /proftpd\[(\d+)\]/.exec(line)?.[1]);
  return [...sessions.values()].flat();
}

/** A line of the SystemLog without time, host and process. */
function logText(line: string): string {
  return line.replace(/^\S+ \S+ \S+ proftpd\[\d+\]/, "proftpd");
}

/** A line of the TransferLog without its time and how long it took. */
function maskedTransfer(line: string): string {
  return line.replace(/^\S+ +\S+ +\d+ \d\d:\d\d:\d\d \d{4} \d+ /, "<time> ")
    // Of a transfer that was broken off nobody knows how much was on its way.
    .replace(/^(<time> \S+) [1-9]\d* (.* i)$/, "$1 <some> $2");
}
