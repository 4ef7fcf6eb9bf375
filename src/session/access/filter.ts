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
  const { pattern, eitherCase } = readFilter(args);
  if (!eitherCase && pattern.toLowerCase() === "none") return undefined;
  return patternOf(args, pattern, eitherCase);
}

const FLAGS_WITHOUT_BRACKETS = "badly formatted flags parameter:";

/** The words of a filter: `pattern [NC]`. `lead` stands in front of the complaint about flags. */
export function readFilter(
  args: Arguments,
  lead = "",
): { readonly pattern: string; readonly eitherCase: boolean } {
  const [pattern, flags] = args.words;
  if (pattern === undefined || args.words.length > 2) args.fail("bad number of parameters");
  if (flags !== undefined && flags !== "[NC]" && flags !== "[nocase]") {
    const reason = /^\[.*\]$/.test(flags) ? "unknown filter flags" : FLAGS_WITHOUT_BRACKETS;
    args.fail(`${lead}${reason} '${flags}'`, "the only flag is [NC], for either case");
  }
  return { pattern, eitherCase: flags !== undefined };
}

/** `AllowFilter`: what the arguments of commands have to match. */
export const allowFilter = filter("AllowFilter", "limit");
/** `DenyFilter`: what no argument may match. */
export const denyFilter = filter("DenyFilter", "limit");
/** `PathAllowFilter`: what the paths of new, renamed and removed files have to match. */
export const pathAllowFilter = filter("PathAllowFilter");
/** `PathDenyFilter`: what no such path may match. */
export const pathDenyFilter = filter("PathDenyFilter");

/** The four of them, for the vocabulary. */
export const filters = [allowFilter, denyFilter, pathAllowFilter, pathDenyFilter] as const;

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
  return (allowed === undefined || allowed.test(text) === true) &&
    (denied === undefined || denied.test(text) === false);
}
