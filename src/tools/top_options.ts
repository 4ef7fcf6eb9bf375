/**
 * The command line of ftptop (ftptop(1)).
 *
 * @module
 */

import { getopt, type OptionRow } from "../cli/getopt.ts";
import type { SessionState } from "./session_state.ts";

type Name = "A" | "a" | "b" | "D" | "d" | "f" | "h" | "I" | "i" | "n" | "S" | "U" | "V";

const withValue: readonly Name[] = ["d", "f", "n", "S"];
const table: readonly OptionRow<Name>[] =
  (["A", "a", "b", "D", "d", "f", "h", "I", "i", "n", "S", "U", "V"] as const).map((name) => ({
    name,
    short: name,
    takesValue: withValue.includes(name),
  }));

/** The states that the letters stand for: the first show them only, the others hide them. */
const ONLY: Partial<Record<Name, SessionState>> = {
  A: "authenticating",
  D: "downloading",
  I: "idle",
  U: "uploading",
};
const HIDE: Partial<Record<Name, SessionState>> = { a: "authenticating", i: "idle" };

/** What to show, and how often. */
export interface TopOptions {
  readonly batch: boolean;
  /** Seconds between two looks. */
  readonly delay: number;
  /** How many looks; `Infinity` until somebody ends it. */
  readonly iterations: number;
  readonly file: string | undefined;
  readonly server: string | undefined;
  /** Show sessions in these states only; none means all. */
  readonly only: ReadonlySet<SessionState>;
  /** Do not show sessions in these. */
  readonly hidden: ReadonlySet<SessionState>;
}

/** What a command line asks for. */
export type TopRequest =
  | { readonly kind: "run"; readonly options: TopOptions }
  | { readonly kind: "help" | "version" }
  /** Print `message` on standard error, and the usage if it does not help otherwise; status 1. */
  | { readonly kind: "refuse"; readonly message: string; readonly usage: boolean };

/** Reads the words behind `ftptop`. Several "only" options add up. */
export function parseTopOptions(words: readonly string[]): TopRequest {
  const given = new Map<Name, string>();
  for (const piece of getopt(table, words)) {
    if (piece.kind === "wrong" && piece.option === "--help") return { kind: "help" };
    if (piece.kind === "wrong") {
      const problem = piece.reason === "value missing"
        ? "option requires an argument"
        : "invalid option";
      return refuse(`${problem} -- '${piece.option.replace(/^-+/, "")}'`, true);
    }
    if (piece.kind === "word") continue;
    if (piece.name === "h") return { kind: "help" };
    if (piece.name === "V") return { kind: "version" };
    given.set(piece.name, piece.value);
  }
  const delay = given.get("d") ?? "2";
  if (/^-\d/.test(delay)) return refuse(`negative delay illegal: ${delay}`);
  if (!/^\d+(\.\d+)?$/.test(delay)) return refuse(`bad delay argument '${delay}'`);
  if (Number(delay) > 15) return refuse("delay of 0-15 seconds only supported");
  const iterations = given.get("n");
  if (iterations !== undefined && !/^0*[1-9]\d*$/.test(iterations)) {
    return refuse(`bad iterations argument '${iterations}'`);
  }
  return {
    kind: "run",
    options: {
      batch: given.has("b"),
      delay: Number(delay),
      iterations: iterations === undefined ? Infinity : Number(iterations),
      file: given.get("f"),
      server: given.get("S"),
      only: statesOf(ONLY, given),
      hidden: statesOf(HIDE, given),
    },
  };
}

function statesOf(
  states: Partial<Record<Name, SessionState>>,
  given: ReadonlyMap<Name, string>,
): ReadonlySet<SessionState> {
  return new Set(Array.from(given.keys()).flatMap((name) => states[name] ?? []));
}

function refuse(message: string, usage = false): TopRequest {
  return { kind: "refuse", message: `ftptop: ${message}`, usage };
}
