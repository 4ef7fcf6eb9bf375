/**
 * AllowFilter, DenyFilter, PathAllowFilter, PathDenyFilter: patterns for what clients may write
 * behind a command, and for the names they may give to files.
 *
 * In a `<Limit>` the first two are rules like Allow and Deny, about the command's argument.
 *
 * @module
 */

import type { Arguments, Context, Directive, Scope } from "../../config/mod.ts";
import type { Regex } from "../../libc/regex.ts";
import { patternOf } from "./pattern.ts";

function filter(name: string, ...more: readonly Context[]): Directive<Regex | undefined> {
  return {
    name,
    contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess", ...more],
    syntax: `${name} pattern [flags]`,
    fallback: undefined,
    parse: parseFilter,
  };
}

/** `none` takes away what a section around this one sets. */
function parseFilter(args: Arguments): Regex | undefined {
  args.between(1, 2);
  const [pattern, flags] = args.words;
  if (flags === undefined && pattern.toLowerCase() === "none") return undefined;
  if (flags !== undefined && !/^(?:nc|nocase|\[(?:nc|nocase)\])$/i.test(flags)) {
    args.fail(`unknown filter flags '${flags}'`, "the only flag is [NC], for either case");
  }
  return patternOf(args, pattern, flags !== undefined);
}

/** `AllowFilter`: what the arguments of commands have to match. */
export const allowFilter = filter("AllowFilter", "limit");
/** `DenyFilter`: what no argument may match. */
export const denyFilter = filter("DenyFilter", "limit");
/** `PathAllowFilter`: what the paths of new, renamed and removed files have to match. */
export const pathAllowFilter = filter("PathAllowFilter");
/** `PathDenyFilter`: what no such path may match. */
export const pathDenyFilter = filter("PathDenyFilter");

/** All four. */
export const filters = [allowFilter, denyFilter, pathAllowFilter, pathDenyFilter] as const;

/**
 * Whether the filter matches `text`; undefined where nobody can tell: without a text, and for one
 * that is too long or too odd for the library of regular expressions.
 */
export function judges(regex: Regex, text: string | undefined): boolean | undefined {
  // `Regex.test` calls such texts "no match", which for a DenyFilter would mean "let it pass".
  if (text === undefined || text.length > LONGEST || text.includes("\0")) return undefined;
  return regex.test(text);
}

const LONGEST = 8192;

/**
 * Whether `text` gets past a pair of filters at some place of the configuration: it must match the
 * one and must not match the other. What cannot be judged gets past none.
 */
export function passes(
  text: string,
  scope: Scope,
  allow: Directive<Regex | undefined>,
  deny: Directive<Regex | undefined>,
): boolean {
  const allowed = scope.get(allow);
  const denied = scope.get(deny);
  return (allowed === undefined || judges(allowed, text) === true) &&
    (denied === undefined || judges(denied, text) === false);
}
