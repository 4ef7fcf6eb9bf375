/**
 * mod_rlimit.c: how much a process may take (setrlimit(2)).
 *
 * @module
 */

import type { Arguments } from "../config/arguments.ts";
import type { Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";
import type { Scope } from "../config/scope.ts";

/** Whom a limit is for. */
export type LimitedProcess = "daemon" | "session";

/** A soft and a hard limit; `max` is as much as the process may have. */
export interface ResourceLimit {
  readonly soft: number | "max";
  readonly hard: number | "max";
}

/** One line. */
interface LimitLine extends ResourceLimit {
  /** `none` lifts limits that were inherited. */
  readonly scope: LimitedProcess | "none" | undefined;
}

type LimitDirective = Directive<LimitLine | undefined>;

/** The least that `RLimitMemory` takes, in bytes: with less a session cannot list a large folder. */
export const LEAST_MEMORY = 32 << 20;

/** `RLimitCPU`: seconds of processor time. */
export const rlimitCpu: LimitDirective = limit("RLimitCPU", wholeNumber);

/** `RLimitMemory`: bytes, on top of what the runtime sets aside for itself at its start. */
export const rlimitMemory: LimitDirective = limit("RLimitMemory", (word, args) => {
  const [, number, unit] = /^(\d+)([BKMG])?B?$/i.exec(word) ?? [];
  if (number === undefined) return undefined;
  const bytes = settable(BigInt(number) * BYTES[unit?.toUpperCase() ?? "B"], word, args);
  if (bytes >= LEAST_MEMORY) return bytes;
  args.fail(
    `${word} is not enough for this server`,
    `it needs ${LEAST_MEMORY >> 20}M at least`,
  );
});

/** `RLimitOpenFiles`: open descriptors. */
export const rlimitOpenFiles: LimitDirective = limit("RLimitOpenFiles", wholeNumber);

/** `RLimitChroot`: whether `/etc` and `/lib` of a jail are out of reach for changes. */
export const rlimitChroot = toggle("RLimitChroot", ["server", "vhost", "global"], true);

/** All directives of this file. */
export const resourceLimitDirectives: readonly Directive<unknown>[] = [
  rlimitCpu,
  rlimitMemory,
  rlimitOpenFiles,
  rlimitChroot,
];

/** What the directives say about `process`; undefined where they say nothing. */
export function resourceLimits(scope: Scope, process: LimitedProcess) {
  return {
    cpu: limitFor(scope, rlimitCpu, process),
    memory: limitFor(scope, rlimitMemory, process),
    openFiles: limitFor(scope, rlimitOpenFiles, process),
  };
}

/**
 * Without a word for whom, a line is about sessions, as the original takes it: a daemon that stops
 * after so many seconds of processor time is what nobody wants.
 */
function limitFor(
  scope: Scope,
  directive: LimitDirective,
  process: LimitedProcess,
): ResourceLimit | undefined {
  const lines = scope.all(directive).filter((line) => line !== undefined);
  const own = lines.findLast((line) => line.scope === process);
  const general = lines.findLast(({ scope }) =>
    scope === "none" || scope === undefined && process === "session"
  );
  return own ?? general;
}

const BYTES: Readonly<Record<string, bigint>> = { B: 1n, K: 1n << 10n, M: 1n << 20n, G: 1n << 30n };

/** One more than the largest number that setrlimit(2) knows; that one means no limit. */
const BEYOND = 1n << 64n;

function wholeNumber(word: string, args: Arguments): number | undefined {
  return /^\d+$/.test(word) ? settable(BigInt(word), word, args) : undefined;
}

/** `value` as a limit: no limit where it is larger than any use of it. Refuses what would wrap to 0. */
function settable(value: bigint, word: string, args: Arguments): number {
  if (value >= BEYOND) {
    args.fail(`${word} is more than a limit can be`, "max is as much as there is");
  }
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
}

/** A reader gives undefined for a word that is no number. */
function limit(
  name: string,
  read: (word: string, args: Arguments) => number | undefined,
): LimitDirective {
  return {
    name,
    contexts: ["server", "vhost", "global"],
    syntax: `${name} [daemon|session|none] soft|max [hard|max]`,
    fallback: undefined,
    repeat: "all",
    parse(args) {
      args.between(1, 3);
      const [first] = args.words;
      const scope = SCOPES.find((scope) => scope === first.toLowerCase());
      const words = scope === undefined ? args.words : args.rest(1);
      if (scope === "none" && words.length === 0) args.fail("badly formatted argument");
      const values = words.slice(0, 2).map((word) =>
        word.toLowerCase() === "max"
          ? "max"
          : read(word, args) ?? args.fail("badly formatted argument")
      );
      const [soft, hard = soft] = values;
      if (soft === undefined) args.fail("missing parameters");
      return { scope, soft, hard };
    },
  };
}

const SCOPES = ["daemon", "session", "none"] as const;
