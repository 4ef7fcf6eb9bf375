/**
 * The directives of mod_log_forensic; its switch is in `settings/on_demand.ts`.
 *
 * @module
 */

import type { Arguments, Context, Directive } from "../../config/mod.ts";

const EVERYWHERE: readonly Context[] = ["server", "vhost", "global"];

/** `ForensicLogBufferSize count`: how many of the last messages are kept. */
export const forensicLogBufferSize: Directive<number> = {
  name: "ForensicLogBufferSize",
  contexts: EVERYWHERE,
  syntax: "ForensicLogBufferSize count",
  fallback: 1024,
  parse(args) {
    const word = args.single();
    if (!/^\d+$/.test(word)) args.fail(`badly formatted number: ${word}`);
    const count = Math.min(Number(word), MOST_KEPT);
    return count > 0 ? count : args.fail("size must be greater than zero");
  },
};

/** Each session has its own. */
const MOST_KEPT = 100_000;

const TYPES = ["Unspec", "TransferLog", "syslog", "SystemLog", "ExtendedLog", "TraceLog"] as const;

/** A kind of log whose lines are kept. */
export type LogType = typeof TYPES[number];

/** `ForensicLogCapture type ...`: of which logs. */
export const forensicLogCapture: Directive<ReadonlySet<LogType>> = {
  name: "ForensicLogCapture",
  contexts: EVERYWHERE,
  syntax: `ForensicLogCapture ${TYPES.join("|")} ...`,
  fallback: new Set(TYPES),
  parse: (args) => new Set(each(args, TYPES, "log type")),
};

const CRITERIA = ["FailedLogin", "UntimelyDeath", "ModuleConfig"] as const;

/** A reason to write down what is kept. */
export type Criterion = typeof CRITERIA[number];

/** `ForensicLogCriteria criterion ...`: when they are written down. */
export const forensicLogCriteria: Directive<ReadonlySet<Criterion>> = {
  name: "ForensicLogCriteria",
  contexts: EVERYWHERE,
  syntax: `ForensicLogCriteria ${CRITERIA.join("|")} ...`,
  fallback: new Set<Criterion>(["FailedLogin", "UntimelyDeath"]),
  parse: (args) => new Set(each(args, CRITERIA, "criterion")),
};

/** Every word as one of `known`, in any case. */
function each<T extends string>(args: Arguments, known: readonly T[], what: string): readonly T[] {
  if (args.words.length === 0) args.fail("wrong number of parameters");
  return args.words.map((word) =>
    known.find((one) => one.toLowerCase() === word.toLowerCase()) ??
      args.fail(`unknown ${what}: ${word}`)
  );
}

/** `ForensicLogFile path`: where to. */
export const forensicLogFile: Directive<string | undefined> = {
  name: "ForensicLogFile",
  contexts: EVERYWHERE,
  syntax: "ForensicLogFile path",
  fallback: undefined,
  parse: (args) => args.absolutePath(),
};
