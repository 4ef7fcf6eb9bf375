/**
 * The LogFormat language: a line of text with variables, read once and filled in for every record.
 *
 * @module
 */

import { isoTime, strftime } from "../libc/time.ts";
import { jsonRecord } from "./json_record.ts";
import { harmless } from "./harmless.ts";

/**
 * The variables, by the letter or name that the format has for them: [what it is, what is written
 * where there is nothing to write]. Those about the time are not here: every record has one.
 */
const byLetter = {
  A: ["anonymousPassword", "UNKNOWN"],
  D: ["directoryPath", ""],
  E: ["endReason", ""],
  F: ["shownFile", "-"],
  H: ["serverIp", "-"],
  I: ["rawBytesIn", "0"],
  J: ["commandArguments", ""],
  L: ["localIp", "-"],
  O: ["rawBytesOut", "0"],
  P: ["pid", "-"],
  R: ["responseMilliseconds", "-"],
  S: ["replyText", "-"],
  T: ["transferSeconds", "-"],
  U: ["originalUser", "-"],
  V: ["serverDnsName", "-"],
  a: ["clientIp", "-"],
  b: ["commandBytes", "-"],
  c: ["className", "-"],
  d: ["directory", ""],
  f: ["file", "-"],
  g: ["group", "-"],
  h: ["clientName", "-"],
  l: ["ident", "UNKNOWN"],
  m: ["command", ""],
  p: ["serverPort", "-"],
  r: ["commandLine", ""],
  s: ["replyCode", "-"],
  u: ["user", "-"],
  v: ["serverName", "-"],
  w: ["renamedFrom", "-"],
} as const satisfies Record<string, readonly [string, string]>;

const byName = {
  basename: ["basename", "-"],
  "file-modified": ["fileModified", "false"],
  "file-offset": ["fileOffset", "-"],
  "file-size": ["fileSize", "-"],
  gid: ["gid", "-"],
  protocol: ["protocol", "-"],
  "remote-port": ["clientPort", "-"],
  "transfer-failure": ["transferFailure", "-"],
  "transfer-millisecs": ["transferMilliseconds", "-"],
  "transfer-port": ["transferPort", "-"],
  "transfer-speed": ["transferSpeed", "-"],
  "transfer-status": ["transferStatus", "-"],
  "transfer-type": ["transferType", "-"],
  uid: ["uid", "-"],
  version: ["version", "-"],
} as const satisfies Record<string, readonly [string, string]>;

/** A variable whose value is a matter of the session. */
export type LogField =
  | (typeof byLetter)[keyof typeof byLetter][0]
  | (typeof byName)[keyof typeof byName][0]
  /** `%{env:NAME}`, `%{NAME}e`: a variable of the environment; the argument is its name. */
  | "environment"
  /** `%{note:NAME}`: what a module left under that name. */
  | "note";

/** What a line is about. */
export interface LogRecord {
  /** Milliseconds since the epoch; a fraction counts for `%{microsecs}`. */
  readonly time: number;
  /** The value of `field`, undefined where there is none now. `argument` is "" for most. */
  value(field: LogField, argument: string): string | number | undefined;
  /** All notes, by name. */
  notes(): Iterable<readonly [name: string, text: string]>;
}

/** One piece of a format, as a function from a record to text. */
type Part = (record: LogRecord) => string;

/** A format that has been read. */
export interface LogFormat {
  readonly parts: readonly Part[];
  /** Sequences that mean nothing: `%q`, `%{nonsense}`. They are written as the original does. */
  readonly unknown: readonly string[];
  /** The names of the environment's variables in it. */
  readonly environment: readonly string[];
}

/** What is written where no LogFormat is named: `%h %l %u %t "%r" %s %b`. */
export const DEFAULT_LOG_FORMAT = '%h %l %u %t "%r" %s %b';

/** Reads a format. Never fails: what is no variable is text. */
export function parseLogFormat(format: string): LogFormat {
  const parts: Part[] = [];
  const unknown: string[] = [];
  const environment: string[] = [];
  const sequence = /%(?:\{([^}]*)\}([te]?)|([^{]))/g;
  let end = 0;
  for (const match of format.matchAll(sequence)) {
    // A name that we know is over at its brace: an `e` or `t` behind it is text.
    const [all, name, suffix, short] = match;
    if (match.index > end) parts.push(literal(format.slice(end, match.index)));
    end = match.index + all.length;
    if (name === undefined) {
      const part = shortVariable(short);
      parts.push(part ?? literal(all));
      if (part === undefined) unknown.push(all);
      continue;
    }
    const known = namedVariable(name);
    if (known !== undefined) {
      parts.push(known, literal(suffix));
      if (name.startsWith("env:")) environment.push(name.slice("env:".length));
    } else if (suffix === "t") {
      parts.push(({ time }) => strftime(name, time / 1000));
    } else if (suffix === "e") {
      parts.push(valueOf("environment", "", name));
      environment.push(name);
    } else {
      unknown.push(all);
      parts.push(literal(name));
    }
  }
  parts.push(literal(format.slice(end)));
  return { parts, unknown, environment };
}

/** The line for `record`, without its newline and without control characters. */
export function renderLogLine(format: LogFormat, record: LogRecord): string {
  let line = "";
  for (const part of format.parts) line += part(record);
  return harmless(line);
}

function literal(text: string): Part {
  return () => text;
}

function valueOf(field: LogField, absent: string, argument = ""): Part {
  return (record) => String(record.value(field, argument) ?? absent);
}

function shortVariable(letter: string): Part | undefined {
  if (letter === "%") return literal("%");
  if (letter === "t") return ({ time }) => strftime("[%d/%b/%Y:%H:%M:%S %z]", time / 1000);
  const row = lookUp(byLetter, letter);
  return row && valueOf(row[0], row[1]);
}

function namedVariable(name: string): Part | undefined {
  const [kind, argument] = splitOnce(name);
  if (argument !== undefined) {
    if (kind === "note") return valueOf("note", "", argument);
    if (kind === "env") return valueOf("environment", "", argument);
    if (kind === "time") return ({ time }) => strftime(argument, time / 1000);
  }
  const row = lookUp(byName, name);
  return row ? valueOf(row[0], row[1]) : otherVariables.get(name);
}

/** `note:a:b` as `note` and `a:b`. */
function splitOnce(name: string): readonly [string, string | undefined] {
  const colon = name.indexOf(":");
  return colon === -1 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)];
}

const otherVariables: ReadonlyMap<string, Part> = new Map<string, Part>([
  ["json", jsonRecord],
  ["epoch", ({ time }) => String(Math.floor(time / 1000))],
  ["iso8601", ({ time }) => isoTime(time)],
  ["millisecs", ({ time }) => String(Math.floor(time) % 1000).padStart(3, "0")],
  ["microsecs", ({ time }) => String(Math.floor(time * 1000) % 1_000_000).padStart(6, "0")],
]);

function lookUp<Row>(table: Readonly<Record<string, Row>>, key: string): Row | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
