/**
 * What mod_wrap2 is told: which tables, for whom, and what is said to whom they are about.
 *
 * @module
 */

import type { Arguments, Context, Directive } from "../../config/mod.ts";
import { wrapEngine } from "../../settings/mod.ts";
import { type Expression, listOf } from "../../session/access/expressions.ts";

const EVERYWHERE: readonly Context[] = ["server", "vhost", "global", "anonymous"];
const SERVERS: readonly Context[] = ["server", "vhost", "global"];

/** Where a table is to be found. */
export interface TableSource {
  readonly kind: "file" | "builtin";
  /** The path, absolute or with `~`, with `%U` for the user's name; `all`. */
  readonly info: string;
}

/** An allow table and a deny table. */
export interface TablePair {
  readonly allow: TableSource;
  readonly deny: TableSource;
}

/** The pair, with whom it is for. */
interface PairFor extends TablePair {
  readonly whom: Expression;
}

/** `WrapTables allow-table deny-table`: for everybody. */
export const wrapTables: Directive<TablePair | undefined> = {
  name: "WrapTables",
  contexts: EVERYWHERE,
  syntax: "WrapTables allow-table deny-table",
  fallback: undefined,
  parse(args) {
    args.atLeast(2);
    return pairOf(args, 0);
  },
};

/** `WrapUserTables users allow-table deny-table`: for one of these users. */
export const wrapUserTables = tablesFor("WrapUserTables", "or", "users");
/** `WrapGroupTables groups allow-table deny-table`: for who is in all of these groups. */
export const wrapGroupTables = tablesFor("WrapGroupTables", "and", "groups");

function tablesFor(
  name: string,
  kind: "and" | "or",
  whom: string,
): Directive<PairFor | undefined> {
  return {
    name,
    contexts: EVERYWHERE,
    syntax: `${name} ${whom} allow-table deny-table`,
    fallback: undefined,
    repeat: "all",
    parse(args) {
      args.atLeast(3);
      return { whom: listOf(args.word(0), kind), ...pairOf(args, 1) };
    },
  };
}

function pairOf(args: Arguments, at: number): TablePair {
  const pair = { allow: sourceOf(args, at), deny: sourceOf(args, at + 1) };
  if (args.words.length > at + 2) args.warn("tables of options are not read, ignored");
  return pair;
}

function sourceOf(args: Arguments, at: number): TableSource {
  const word = args.word(at);
  const [, kind, info] = /^([^:]*):(.*)$/s.exec(word) ??
    args.fail(`bad table parameter: '${word}'`);
  switch (kind) {
    case "builtin":
      if (info.toLowerCase() !== "all") args.fail(`unknown builtin parameter: '${info}'`);
      return { kind, info: "all" };
    case "file":
      if (!/^[/~]/.test(info)) args.fail(`table relative paths are forbidden: '${info}'`);
      return { kind, info };
  }
  return args.fail(`unsupported table source type: '${kind}'`);
}

function message(name: string): Directive<string | undefined> {
  return {
    name,
    contexts: EVERYWHERE,
    syntax: `${name} message`,
    fallback: undefined,
    parse: (args) => args.single(),
  };
}

/** `WrapAllowMsg`: what is said to who is allowed, in front of the 230; `%u` is the user. */
export const wrapAllowMsg = message("WrapAllowMsg");
/** `WrapDenyMsg`: what is said to who is denied; `%u` is the user. */
export const wrapDenyMsg = message("WrapDenyMsg");

/** `WrapLog path|none`: what was looked up, and what came of it. */
export const wrapLog: Directive<string | undefined> = {
  name: "WrapLog",
  contexts: SERVERS,
  syntax: "WrapLog path|none",
  fallback: undefined,
  parse: (args) => args.single().toLowerCase() === "none" ? undefined : args.path(),
};

/** What `WrapOptions` can say. */
interface WrapOptionWords {
  readonly checkAllNames: boolean;
  readonly checkOnConnect: boolean;
}

/** `WrapOptions CheckAllNames CheckOnConnect`. */
export const wrapOptions: Directive<WrapOptionWords> = {
  name: "WrapOptions",
  contexts: SERVERS,
  syntax: "WrapOptions [CheckAllNames] [CheckOnConnect]",
  fallback: { checkAllNames: false, checkOnConnect: false },
  parse(args) {
    args.between(1, Infinity);
    const words = args.each((word) =>
      word === "CheckAllNames" || word === "CheckOnConnect"
        ? word
        : args.fail(`: unknown WrapOption '${word}'`)
    );
    return {
      checkAllNames: words.includes("CheckAllNames"),
      checkOnConnect: words.includes("CheckOnConnect"),
    };
  },
};

/** `WrapServiceName`: what the tables call this server. */
export const wrapServiceName: Directive<string> = {
  name: "WrapServiceName",
  contexts: SERVERS,
  syntax: "WrapServiceName name",
  fallback: "proftpd",
  parse: (args) => args.single(),
};

/** All of them, for the vocabulary. */
export const wrapDirectives: readonly Directive<unknown>[] = [
  wrapAllowMsg,
  wrapDenyMsg,
  wrapEngine,
  wrapGroupTables,
  wrapLog,
  wrapOptions,
  wrapServiceName,
  wrapTables,
  wrapUserTables,
];
