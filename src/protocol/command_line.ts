/**
 * Command lines: the verb, and what is behind it.
 *
 * The original has two views of an argument, and so has this module: the whole of it, byte for byte
 * (path names: `CWD  x` looks for ` x`), and its words (`TYPE  A  N`).
 *
 * @module
 */

import { type Reply, reply } from "./reply.ts";

/** A command as the client sent it. */
export interface CommandLine {
  /** In upper case; empty for an empty line and for one that starts with a blank. */
  readonly verb: string;
  /** Everything behind the verb and one blank. */
  readonly argument: string;
  /** Whether there is an argument: nothing but blanks is none. */
  readonly hasArgument: boolean;
}

const blank = /[ \t\n\v\f\r]/;

/**
 * Takes a line apart. A NUL ends it, as in the original, whose lines are C strings. Blanks before
 * the verb are not skipped: the original answers such a line as an empty one. A tab or another
 * blank of isspace(3) may stand where the space is meant to be.
 */
export function parseCommandLine(line: string): CommandLine {
  const { word, rest } = firstWord(untilNul(line));
  const hasArgument = !isBlank(rest);
  return { verb: upperCase(word), argument: hasArgument ? rest : "", hasArgument };
}

/** The line that `command` stands for. */
export function formatCommandLine({ verb, argument }: CommandLine): string {
  return argument === "" ? verb : `${verb} ${argument}`;
}

/** What is before the first blank of `text`, and what is behind that one blank. */
export function firstWord(text: string): { word: string; rest: string } {
  const end = text.search(blank);
  if (end < 0) return { word: text, rest: "" };
  return { word: text.slice(0, end), rest: text.slice(end + 1) };
}

/**
 * The words of an argument. A word that starts with a double quote goes to the next one, with
 * blanks in it if need be; a backslash in there takes the next byte as it is. Quotes elsewhere are
 * ordinary bytes.
 */
export function words(argument: string): string[] {
  const found: string[] = [];
  for (const [word] of argument.matchAll(/"(?:\\[^]|[^"\\])*(?:"|\\?$)|[^ \t\n\v\f\r]+/g)) {
    found.push(word.startsWith('"') ? unquoted(word) : word);
  }
  return found;
}

/** The reply `'TYPE A N x' not understood`, the original's answer to a wrong number of words. */
export function notUnderstood(code: number, command: CommandLine): Reply {
  return reply(code, `'${[command.verb, ...words(command.argument)].join(" ")}' not understood`);
}

/** The reply to a verb that nobody knows, and to a line without one. */
export function unknownVerbReply({ verb }: CommandLine): Reply {
  if (verb === "") return reply(500, "Invalid command: try being more creative");
  return reply(500, `${verb} not understood`);
}

/** `text` with a-z in upper case; other bytes are no letters in the C locale. */
export function upperCase(text: string): string {
  if (!/[a-z]/.test(text)) return text;
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function untilNul(text: string): string {
  const nul = text.indexOf("\0");
  return nul < 0 ? text : text.slice(0, nul);
}

function isBlank(text: string): boolean {
  return text === "" || !/[^ \t\n\v\f\r]/.test(text);
}

function unquoted(word: string): string {
  const inner = /^"((?:\\[^]|[^"\\])*\\?)/.exec(word)?.[1] ?? "";
  return inner.replace(/\\([^])/g, "$1");
}
