/**
 * The syntax check: everything that can be said about a configuration file without running it.
 *
 * @module
 */

import { Arguments } from "./arguments.ts";
import type { Directive } from "./directive.ts";
import { at, ConfigError, type Finding, findingOf } from "./error.ts";
import { findingAt } from "./finding_about.ts";
import { parseConfiguration, type Parsed, parseFtpaccess, type ParseOptions } from "./parser.ts";
import { type Configuration, resolve } from "./resolve.ts";
import type { Source } from "./source.ts";
import type { Entry, Section } from "./tree.ts";

/** What the check gives back. */
export interface Checked extends Configuration {
  /** The file as written. */
  readonly tree: Section;
  /** What was found, in the order of reading. */
  readonly findings: readonly Finding[];
  /**
   * Whether the tree has every line that counts, be its words right or wrong. Where one is missing,
   * whose name nobody knows or which stands where it must not, nobody can say what else is.
   */
  readonly isWhole: boolean;
}

/** `ParseOptions` without what the check itself takes. */
export type CheckOptions = Omit<ParseOptions, "onDirective">;

/**
 * Parses `file` (an absolute path) and tries every line of a built directive, so that a bad value
 * is found now and not when a client meets it. Where `hasErrors` says yes, the result is of use for
 * finding more errors only: a `Scope` throws the error of a line when it is asked for its value.
 */
export function checkConfiguration(file: string, source: Source, options: CheckOptions): Checked {
  const repeats = new RepeatCheck();
  let inPlace = 0; // errors of lines that are in the tree
  const { tree, findings } = parseConfiguration(file, source, {
    ...options,
    onDirective(directive, entry, section) {
      const found = [...tryLine(directive, entry), ...repeats.next(directive, entry, section)];
      inPlace += errorsIn(found);
      return found;
    },
  });
  return { tree, findings, isWhole: errorsIn(findings) === inPlace, ...resolve(tree) };
}

/**
 * Parses the text of the `.ftpaccess` file `file` of `directory` and tries every line. Whoever can
 * write such a file can write a pattern that takes the C library all memory or all time there is:
 * those are errors.
 */
export function checkFtpaccess(
  file: string,
  text: string,
  directory: string,
  options: CheckOptions,
): Parsed {
  return parseFtpaccess(file, text, directory, NO_FILES, {
    ...options,
    onDirective: (directive, entry) => tame(entry) ?? tryLine(directive, entry),
  });
}

/** An error for a line with a pattern that might take too much; undefined for others. */
function tame(entry: Entry): readonly Finding[] | undefined {
  const isWild = entry.args.some((word) => {
    const counts = [...word.matchAll(/\{(\d*),?(\d*)\}/g)];
    const copies = counts.reduce((all, [, from, to]) => all * Number(to || from || 1), 1);
    return copies > MOST_COPIES || /\\[1-9]/.test(word);
  });
  if (!isWild) return undefined;
  const reason = "pattern is too costly for an .ftpaccess file";
  return [findingOf(new ConfigError(reason, entry, entry.name))];
}

/** How often a part of a pattern may be repeated, all `{n}` in it taken together. */
const MOST_COPIES = 100;

/** An `.ftpaccess` file includes nothing. */
const NO_FILES: Source = {
  read: () => "",
  list: () => [],
  kind: () => undefined,
  isLink: () => false,
};

/** Whether any of `findings` keeps the server from starting. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return errorsIn(findings) > 0;
}

function errorsIn(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === "error").length;
}

function tryLine(directive: Directive<unknown>, entry: Entry): readonly Finding[] {
  const args = new Arguments(entry);
  try {
    directive.parse(args);
    return args.warnings;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...args.warnings, findingOf(error)];
  }
}

/**
 * Finds lines that another line of the same section makes void. The original says nothing, and
 * which of the two counts differs from directive to directive.
 */
class RepeatCheck {
  readonly #seen = new Map<Section, Map<string, Entry>>();

  next(directive: Directive<unknown>, entry: Entry, section: Section): readonly Finding[] {
    if (directive.repeat === "all") return [];
    let seen = this.#seen.get(section);
    if (seen === undefined) this.#seen.set(section, seen = new Map());
    const earlier = seen.get(entry.name);
    if (earlier === undefined) {
      seen.set(entry.name, entry);
      return [];
    }
    if (directive.repeat === "last") seen.set(entry.name, entry);
    if (directive.once && section.kind !== "global") {
      const reason = `${entry.name} has already been configured`;
      return [findingAt("error", entry.name, reason, entry, `the other one is ${at(earlier)}`)];
    }
    const last = directive.repeat === "last";
    const reason = `repeated directive ${last ? "replaces another" : "has no effect"}`;
    const hint = `the ${last ? "last" : "first"} one counts, the other is ${at(earlier)}`;
    return [findingAt("warning", entry.name, reason, entry, hint)];
  }
}
