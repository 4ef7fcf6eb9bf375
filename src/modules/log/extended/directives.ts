/**
 * `ExtendedLog` and `LogFormat`: what is logged of commands, where, and in which words.
 *
 * @module
 */

import type { Arguments, Directive } from "../../../config/mod.ts";
import { isLevel, type Level, LEVELS } from "../../../log/mod.ts";
import { ALL, type ClassList, parseClasses } from "./classes.ts";

/** One log of commands. */
export interface ExtendedLog {
  /** The file's path, or the level at which syslog gets the lines. */
  readonly place: { readonly path: string } | { readonly level: Level };
  /** The word that stands for the place in the configuration. */
  readonly word: string;
  readonly classes: ClassList;
  /** The name of a LogFormat; undefined for the usual one. */
  readonly format: string | undefined;
}

/** `ExtendedLog path|syslog:level [classes [format]]`. */
export const extendedLog: Directive<ExtendedLog | undefined> = {
  name: "ExtendedLog",
  contexts: ["server", "vhost", "global", "anonymous"],
  repeat: "all",
  syntax: "ExtendedLog path|syslog:level [classes [format]]",
  fallback: undefined,
  parse(args) {
    const [word, list, format] = args.words;
    if (word === undefined) args.fail("Syntax: ExtendedLog file [<cmd-classes> [<name>]]");
    const place = /^syslog:/i.test(word)
      ? { level: levelOf(word, args) }
      : { path: absolute(word, args) };
    const classes = list === undefined ? ALL : parseClasses(list) ??
      args.fail(`invalid log class in '${list}': No such file or directory`, CLASSES);
    return { place, word, classes, format };
  },
};

function absolute(path: string, args: Arguments): string {
  return path.startsWith("/") || path === "-"
    ? path
    : args.fail(`relative paths not allowed: '${path}'`);
}

const CLASSES = "classes are ALL, NONE, AUTH, INFO, DIRS, READ, WRITE, MISC, SEC, CONNECT and EXIT";

/** The level behind `syslog:`, in any case. */
function levelOf(word: string, args: Arguments): Level {
  const name = word.slice("syslog:".length);
  const level = name.toLowerCase();
  return isLevel(level)
    ? level
    : args.fail(`unknown syslog level: '${name}'`, `levels are ${LEVELS.join(", ")}`);
}

/** `LogFormat name text`: a form for lines of an `ExtendedLog`; the first of a name counts. */
export const logFormat: Directive<readonly [name: string, text: string] | undefined> = {
  name: "LogFormat",
  contexts: ["server", "global"],
  repeat: "all",
  syntax: "LogFormat name text",
  fallback: undefined,
  parse(args) {
    args.atLeast(2);
    const [name, text] = args.words;
    if (name === "") args.fail("missing required name parameter");
    return [name, text];
  },
};
