/**
 * `ban` and `permit` of ftpdctl (mod_ban), in the original's words.
 *
 * @module
 */

import {
  type Ban,
  BAN_KINDS,
  type BanKind,
  type BanTable,
  type EventCount,
  fitCause,
  fitSubject,
  serverText,
  shownEvent,
} from "../../bans/mod.ts";
import { Scope } from "../../config/mod.ts";
import type { Answer } from "../../controls/mod.ts";
import { ctime } from "../../libc/time.ts";
import { getpid } from "../../libc/process.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { formatAddress, resolveHost, unmapped } from "../../net/mod.ts";
import { serverName } from "../../settings/mod.ts";
import { done, failed } from "./answers.ts";
import type { Controlled } from "./controlled.ts";
import { placeOf, serverAt } from "./server_states.ts";

/** What `permit` calls all of a kind. */
const PLURAL: Readonly<Record<BanKind, string>> = {
  "user": "users",
  "host": "hosts",
  "class": "classes",
  "user@host": "user@hosts",
};

/** `ban user|host|class|user@host [-s server] name ...`, `ban info [-v] [-e]`. */
export function banSomebody(words: readonly string[], daemon: Controlled): Answer {
  const table = daemon.bans;
  if (!table) return failed("mod_ban/0.8 not enabled");
  const [kind, ...rest] = words;
  if (kind === "info") return banInfo(rest, table, daemon);
  if (kind === undefined) return failed("missing parameters");
  if (!isKind(kind)) return failed(`unknown ban action requested: '${kind}'`);
  if (rest.length === 0) return failed("missing parameters");
  const asked = readWords(rest, daemon, "option");
  if (typeof asked === "string") return failed(asked);
  return tried(daemon, () =>
    asked.names.map((name) => {
      const subjects = kind === "host" ? addressesOf(name) : [name];
      if (subjects.length === 0) return { isDone: false, line: `ban: unknown host '${name}'` };
      const outcomes = subjects.map((subject) =>
        table.add({
          kind,
          name: fitSubject(kind, subject),
          server: asked.server,
          cause: fitCause(daemon.asker),
          byHand: true,
          author: getpid(),
          since: Date.now(),
          until: Infinity,
        })
      );
      if (outcomes.includes("full")) {
        const line = `maximum list size reached, unable to ban ${kind} '${name}'`;
        daemon.noteBan(line);
        return { isDone: false, line };
      }
      if (!outcomes.includes("added")) {
        return { isDone: true, line: `${kind} ${name} already banned` };
      }
      daemon.enforceBans();
      daemon.noteBan(`added '${name}' to banned ${PLURAL[kind]} list`);
      return { isDone: true, line: `${kind} ${name} banned` };
    }));
}

/** `permit user|host|class|user@host [-s server] name ...`; `*` for all of the kind. */
export function permitSomebody(words: readonly string[], daemon: Controlled): Answer {
  const table = daemon.bans;
  if (!table) return failed("mod_ban/0.8 not enabled");
  const [kind, ...rest] = words;
  if (rest.length === 0) return failed("missing parameters");
  if (!isKind(kind)) return failed(`unknown ban action requested: '${kind}'`);
  const asked = readWords(rest, daemon, "parameter");
  if (typeof asked === "string") return failed(asked);
  const { server, place, names } = asked;
  const isThere = (ban: Ban) => server === "" || ban.server === server;
  return tried(daemon, () => {
    if (!table.bans().some((ban) => ban.kind === kind)) {
      return ["permit request unnecessary", `no ${PLURAL[kind]} are banned`]
        .map((line) => ({ isDone: true, line }));
    }
    if (names.includes("*")) {
      table.remove(kind, isThere);
      return [{ isDone: true, line: `all ${PLURAL[kind]} permitted` }];
    }
    return names.map((name) => {
      const subjects = kind === "host" ? addressesOf(name) : [name];
      if (subjects.length === 0) {
        return { isDone: false, line: `unable to resolve '${name}' to an IP address` };
      }
      const meant = subjects.map((subject) => fitSubject(kind, subject));
      const { removed } = table.remove(kind, (ban) => meant.includes(ban.name) && isThere(ban));
      if (removed === 0) {
        const where = place === "" ? "" : ` on ${place}`;
        return { isDone: false, line: `${kind} '${name}' not banned${where}` };
      }
      const list = kind === "host" || kind === "class" ? `banned ${PLURAL[kind]}` : "ban";
      daemon.noteBan(`removed '${name}' from ${list} list`);
      return { isDone: true, line: `${kind} '${name}' permitted` };
    });
  });
}

/** One line of an answer. */
interface Outcome {
  readonly isDone: boolean;
  readonly line: string;
}

/** The answer of what changes the table, which may be in use for too long. */
function tried(daemon: Controlled, work: () => readonly Outcome[]): Answer {
  try {
    const outcomes = work();
    return {
      done: outcomes.every(({ isDone }) => isDone),
      lines: outcomes.map(({ line }) => line),
    };
  } catch (error) {
    if (!isSysError(error)) throw error;
    daemon.log.error(`mod_ban/0.8: ${error.message}`);
    return failed(`error locking BanTable: ${error.reason}`);
  }
}

/** Whom a request is about, or what is wrong with it. */
interface Asked {
  /** The server as the table calls it; empty for all. */
  readonly server: string;
  /** The same in the words of the request. */
  readonly place: string;
  readonly names: readonly string[];
}

function readWords(
  words: readonly string[],
  daemon: Controlled,
  what: "option" | "parameter",
): Asked | string {
  const [first, word, ...names] = words;
  if (!first.startsWith("-")) return { server: "", place: "", names: words };
  if (first !== "-s") return `unsupported ${what}: '${first.slice(1, 2)}'`;
  if (word === undefined) return `unsupported ${what}: 's'`;
  if (names.length === 0) return "missing parameters";
  const { address, port } = placeOf(word);
  const binding = serverAt(word, daemon);
  if (!binding) return `no such server '${address}#${port}'`;
  const { section } = daemon.loaded.configuration.servers[binding.server];
  const name = new Scope([section]).get(serverName);
  const server = serverText(name, binding.address, binding.port);
  return { server, place: `${address}#${port}`, names };
}

/** The addresses that a word means, as sessions call their clients. */
function addressesOf(word: string): string[] {
  return resolveHost(word).map((address) => formatAddress(unmapped(address)));
}

function isKind(word: string): word is BanKind {
  return BAN_KINDS.some((kind) => kind === word);
}

/** The lists, in the order in which they are shown. */
const LISTS: readonly (readonly [kind: BanKind, title: string])[] = [
  ["user", "Banned Users:"],
  ["user@host", "Banned User@Hosts:"],
  ["host", "Banned Hosts:"],
  ["class", "Banned Classes:"],
];

/** `ban info`: `-v` with reasons and times, `-e` with the events that are counted. */
function banInfo(words: readonly string[], table: BanTable, daemon: Controlled): Answer {
  const options = words.filter((word) => word.startsWith("-")).join("").replaceAll("-", "");
  const strange = /[^ve]/.exec(options)?.[0];
  if (strange !== undefined) return failed(`unsupported parameter: '${strange}'`);
  const isVerbose = options.includes("v");
  daemon.noteBan("showing ban lists");
  table.tidy();
  const now = Date.now();
  const bans = table.bans(now);
  const lists = LISTS.flatMap(([kind, title]) => {
    const meant = bans.filter((ban) => ban.kind === kind);
    if (meant.length === 0) return [];
    return [[title, ...meant.flatMap((ban) => banLines(ban, isVerbose, now))]];
  });
  if (lists.length === 0) lists.push(["No bans"]);
  if (options.includes("e")) {
    const events = table.events(now);
    lists.push(
      events.length === 0
        ? ["No ban events"]
        : ["Ban Events:", ...events.flatMap((event) => eventLines(event, isVerbose, now))],
    );
  }
  return done(...lists.flatMap((list, index) => index === 0 ? list : ["", ...list]));
}

function banLines(ban: Ban, isVerbose: boolean, now: number): string[] {
  const { name, byHand, cause, since, until } = ban;
  if (!isVerbose) return [`  ${name}`];
  const reason = byHand
    ? `requested by '${cause}' on ${timeText(since)}`
    : `${shownEvent(cause)} autoban at ${timeText(since)}`;
  const end = until === Infinity
    ? "never"
    : `${timeText(until)} (in ${Math.round((until - now) / 1000)} seconds)`;
  return [`  ${name}`, `    Reason: ${reason}`, `    Expires: ${end}`, ...serverLines(ban)];
}

function eventLines(event: EventCount, isVerbose: boolean, now: number): string[] {
  const lines = [`  Event: ${shownEvent(event.event)}`, `  Source: ${event.name}`];
  const left = Math.round((event.until - now) / 1000);
  lines.push(
    `    Occurrences: ${event.count}/${event.most}`,
    `    Entry Expires: ${left} seconds`,
  );
  return isVerbose ? [...lines, ...serverLines(event)] : lines;
}

function serverLines({ server }: { readonly server: string }): string[] {
  return server === "" ? [] : [`    <VirtualHost>: ${server}`];
}

function timeText(milliseconds: number): string {
  return ctime(Math.floor(milliseconds / 1000));
}
