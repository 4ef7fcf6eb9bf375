/**
 * The trace log.
 *
 * @module
 */

import type { Arguments } from "../config/arguments.ts";
import type { Directive } from "../config/directive.ts";
import { readSwitches } from "../config/switches.ts";

/** `TraceLog`: where traces go; undefined for nowhere. */
export const traceLog: Directive<string | undefined> = {
  name: "TraceLog",
  contexts: ["server", "global"],
  syntax: "TraceLog path",
  fallback: undefined,
  parse(args) {
    args.between(1, 1);
    return args.absolutePath();
  },
};

/** What `DEFAULT` stands for. */
const DEFAULT_CHANNELS = [
  ...["auth", "binding", "command", "config", "ctrls", "data", "delay", "dns", "dso", "encode"],
  ...[
    "error",
    "event",
    "facl",
    "fsio",
    "ident",
    "inet",
    "lock",
    "log",
    "module",
    "netacl",
    "netio",
  ],
  ...["pam", "pool", "regexp", "response", "scoreboard", "signal", "site", "timer", "var"],
];

/** What one `Trace` line says: levels by channel, from the least to the greatest that is heard. */
export interface TraceLine {
  /** Whether it is about sessions alone. */
  readonly session: boolean;
  readonly levels: readonly (readonly [channel: string, least: number, most: number])[];
}

/** `Trace [session] channel:level|channel:least-most ...`. */
export const trace: Directive<TraceLine | undefined> = {
  name: "Trace",
  contexts: ["server", "vhost", "global"],
  syntax: "Trace [session] channel:level|channel:least-most|DEFAULT:level ...",
  fallback: undefined,
  repeat: "all",
  parse(args) {
    const session = args.words[0] === "session";
    const words = args.words.slice(session ? 1 : 0);
    if (words.length === 0) args.fail("wrong number of parameters");
    return { session, levels: words.flatMap((word) => levelsOf(args, word)) };
  },
};

function levelsOf(args: Arguments, word: string): TraceLine["levels"] {
  const colon = word.indexOf(":");
  if (colon <= 0) args.fail(`badly formatted parameter: '${word}'`);
  const channel = word.slice(0, colon);
  const [, first, last] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(word.slice(colon + 1)) ?? [];
  if (first === undefined || last !== undefined && Number(last) < Number(first)) {
    args.fail(
      `error parsing level "${word.slice(colon + 1)}" for channel '${channel}': Invalid argument`,
    );
  }
  const least = last === undefined ? 1 : Number(first);
  const most = Number(last ?? first);
  const channels = channel === "DEFAULT" ? DEFAULT_CHANNELS : [channel];
  return channels.map((channel) => [channel, least, most] as const);
}

/** What traces have in front; `addresses`: both ends of the connection. */
export interface TraceOptions {
  readonly timestamp: boolean;
  readonly milliseconds: boolean;
  readonly addresses: boolean;
}

const OPTIONS: Readonly<Record<string, keyof TraceOptions>> = {
  connips: "addresses",
  timestamp: "timestamp",
  timestampmillis: "milliseconds",
};

const USUAL: TraceOptions = { timestamp: true, milliseconds: true, addresses: false };

const KNOWN = "options are ConnIPs, Timestamp and TimestampMillis, each with + or - in front";

/** `TraceOptions +|-option ...`. */
export const traceOptions: Directive<TraceOptions> = {
  name: "TraceOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "TraceOptions +|-ConnIPs|Timestamp|TimestampMillis ...",
  fallback: USUAL,
  parse: (args) =>
    readSwitches(args, { what: "TraceOption", names: OPTIONS, usual: USUAL, hint: KNOWN }),
};

/** The levels of several lines: of those about one channel the last one counts. */
export function traceLevels(
  lines: readonly (TraceLine | undefined)[],
): ReadonlyMap<string, { readonly least: number; readonly most: number }> {
  const levels = new Map<string, { least: number; most: number }>();
  for (const line of lines) {
    for (const [channel, least, most] of line?.levels ?? []) levels.set(channel, { least, most });
  }
  return levels;
}
