/**
 * Command lines by the rules of Perl's Getopt::Long, as the original's scripts have them: long options
 * in any case, with one dash or two, shortened as long as that fits one option only.
 *
 * @module
 */

/** An option: its names, and what kind of value it takes. */
export interface PerlOption<Name extends string> {
  readonly name: Name;
  /** All ways to write it, without dashes. */
  readonly spellings: readonly string[];
  readonly value: "none" | "text" | "integer";
}

/** What a command line says: the last value of each option, "" for those without one. */
export type PerlOptions<Name extends string> =
  | { readonly kind: "options"; readonly values: ReadonlyMap<Name, string> }
  /** It cannot be understood, in the original's words. */
  | { readonly kind: "refuse"; readonly message: string };

/** Reads `words`; those that are no options are passed over. */
export function parsePerlOptions<Name extends string>(
  options: readonly PerlOption<Name>[],
  words: readonly string[],
): PerlOptions<Name> {
  const values = new Map<Name, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--") break;
    const [, written, , given] = /^--?([^=]+)(=(.*))?$/s.exec(word) ?? [];
    if (written === undefined) continue;
    const found = optionsFor(options, written.toLowerCase());
    const [option] = found;
    if (option === undefined) return refuse(`Unknown option: ${written.toLowerCase()}`);
    if (found.length > 1) return refuse(`Option ${written.toLowerCase()} is ambiguous`);
    if (option.value === "none") {
      if (given !== undefined) return refuse(`Option ${written} does not take an argument`);
      values.set(option.name, "");
      continue;
    }
    const value = given ?? words[++at];
    if (value === undefined) return refuse(`Option ${written} requires an argument`);
    if (option.value === "integer" && !/^[-+]?\d+$/.test(value)) {
      return refuse(
        `Value "${value}" invalid for option ${written.toLowerCase()} (number expected)`,
      );
    }
    values.set(option.name, value);
  }
  return { kind: "options", values };
}

function refuse(message: string): { readonly kind: "refuse"; readonly message: string } {
  return { kind: "refuse", message };
}

/** The options that `written` may mean: the one that is spelled so, or all that begin so. */
function optionsFor<Name extends string>(
  options: readonly PerlOption<Name>[],
  written: string,
): readonly PerlOption<Name>[] {
  const spelled = (fits: (spelling: string) => boolean) =>
    options.filter(({ spellings }) => spellings.some((one) => fits(one.toLowerCase())));
  const exact = spelled((spelling) => spelling === written);
  return exact.length > 0 ? exact : spelled((spelling) => spelling.startsWith(written));
}
