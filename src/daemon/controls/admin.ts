/**
 * The actions of ftpdctl that look at sessions, the configuration and the log.
 *
 * @module
 */

import { booleanOf } from "../../config/mod.ts";
import type { Answer } from "../../controls/mod.ts";
import { kill } from "../../libc/process.ts";
import { SIGNAL } from "../../libc/signals.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { LogFileRefused } from "../../log/mod.ts";
import { formatAddress, parseAddress } from "../../net/mod.ts";
import { asRoot } from "../../privilege/mod.ts";
import type { SessionRecord } from "../../scoreboard/mod.ts";
import { done, failed } from "./answers.ts";
import type { Controlled } from "./controlled.ts";

/** Whom `kick` can find, and what it calls those that it lacks. */
const KICKED = {
  user: { what: "user name(s)", isIt: (it: SessionRecord, name: string) => isUser(it, name) },
  host: { what: "host(s)", isIt: (it: SessionRecord, name: string) => isHost(it, name) },
  class: {
    what: "class name(s)",
    isIt: ({ className }: SessionRecord, name: string) => className === name,
  },
} as const;

function isUser({ loggedIn, user }: SessionRecord, name: string): boolean {
  return loggedIn === 1 && user === name;
}

function isHost({ clientAddress, clientName }: SessionRecord, name: string): boolean {
  const address = parseAddress(name);
  if (address) return clientAddress === formatAddress(address);
  return clientName.toLowerCase() === name.toLowerCase();
}

/**
 * `kick user|host|class [-n count] name ...`: TERM for sessions by what the scoreboard says of them.
 * Only children of the daemon are meant, for sessions can write to the scoreboard: what stands there
 * must not make the daemon end somebody else's process.
 */
export function disconnect(words: readonly string[], daemon: Controlled): Answer {
  const [kind, ...rest] = words;
  if (kind === undefined) return failed("missing required parameters");
  if (kind !== "user" && kind !== "host" && kind !== "class") {
    return failed(`unknown kick type requested: '${kind}'`);
  }
  const limited = rest[0] === "-n";
  if (limited && rest[1] === undefined) return failed("unsupported option: 'n'");
  if (limited && !/^[1-9]\d{0,8}$/.test(rest[1])) return failed(`bad number: ${rest[1]}`);
  const most = limited ? Number(rest[1]) : Infinity;
  const names = limited ? rest.slice(2) : rest;
  if (names.length === 0) return failed(`kick ${kind}: missing required ${KICKED[kind].what}`);
  if (!daemon.board) return failed(`kick ${kind}: there is no scoreboard (ScoreboardFile none)`);
  const sessions = daemon.board.sessions().filter(({ pid }) => daemon.sessions.includes(pid));
  return done(...names.map((name) => {
    const meant = sessions.filter((it) => KICKED[kind].isIt(it, name)).slice(0, most);
    asRoot(() => meant.forEach(({ pid }) => kill(pid, SIGNAL.TERM)));
    return meant.length > 0 ? `kicked ${kind} '${name}'` : `${kind} '${name}' not connected`;
  }));
}

/** `scoreboard clean|scrub`. */
export function scrubScoreboard(words: readonly string[], { board }: Controlled): Answer {
  if (words.length !== 1) return failed("wrong number of parameters");
  if (words[0] !== "clean" && words[0] !== "scrub") {
    return failed(`unknown scoreboard action '${words[0]}'`);
  }
  if (!board) return failed("there is no scoreboard (ScoreboardFile none)");
  // The daemon does not wait for a lock that a session holds.
  return board.tryScrub() ? done("scrubbed scoreboard") : failed("the scoreboard is in use");
}

/** `debug level [number]`. */
export function debugLevel(words: readonly string[], daemon: Controlled): Answer {
  const [what, level] = words;
  if (what === undefined) return failed("debug: missing required parameters");
  if (what !== "level") return failed(`unknown debug action: '${what}'`);
  if (words.length > 2) return failed("debug: wrong number of parameters");
  if (level !== undefined) {
    if (/^-\d/.test(level)) return failed("debug level must not be negative");
    if (!/^\d{1,3}$/.test(level)) return failed(`bad debug level: '${level}'`);
    try {
      daemon.setDebugLevel(Number(level));
    } catch (error) {
      // The log cannot be opened again: all stays as it is.
      if (!(error instanceof LogFileRefused) && !isSysError(error)) throw error;
      return failed(`debug level: ${error.message}`);
    }
  }
  return done(`debug level set to ${level ?? daemon.log.debugLevel}`);
}

/** `dns on|off`: for sessions that start from now on, until the next restart. */
export function reverseDNS(words: readonly string[], daemon: Controlled): Answer {
  const [word] = words;
  if (word === undefined) return failed("dns: missing required parameters");
  // There is nothing to clear: each session looks for itself.
  if (words.length === 2 && word === "clear" && words[1] === "cache") {
    return done("dns: no names are remembered");
  }
  if (words.length > 2) return failed("dns: wrong number of parameters");
  const looksUp = booleanOf(word);
  if (looksUp === undefined) return failed(`dns: error: expected Boolean parameter: '${word}'`);
  daemon.setReverseDNS(looksUp);
  return done(`dns: UseReverseDNS set to '${looksUp ? "on" : "off"}'`);
}

/** Directives whose words may be secrets: they are not shown. */
const SECRET = /password|connectinfo|binddn|authserver|acctserver|passphrase|secret|key$/i;

/** `get config directive ...`: the lines of the main server; `get directives`: all there are. */
export function getFrom(words: readonly string[], daemon: Controlled): Answer {
  const [what, ...names] = words;
  if (what === undefined) return failed("get: missing required parameters");
  if (what === "directives") return done(...daemon.directives);
  if (what !== "config") return failed(`unknown get type requested: '${what}'`);
  if (names.length === 0) return failed("config: missing parameters");
  const entries = daemon.loaded.main.sections.flatMap((section) => section.entries);
  let isDone = true;
  const lines = names.flatMap((name) => {
    if (SECRET.test(name)) return [`${name}: not retrievable`];
    const found = entries.filter((entry) => entry.name.toLowerCase() === name.toLowerCase());
    if (found.length === 0) isDone = false;
    return found.length === 0
      ? [`${name}: directive not found`]
      : found.map((entry) => `${entry.name}: ${entry.args.join(" ")}`);
  });
  return { done: isDone, lines };
}
