/**
 * `+Name -Name ...`: what LogOptions and TraceOptions are set to.
 *
 * @module
 */

import type { Arguments } from "./arguments.ts";
import { rowOf } from "./words.ts";

/** Switches of a directive. */
export interface Switches<Options> {
  /** What error messages call one: `LogOption`. */
  readonly what: string;
  /** Their names in lower case. */
  readonly names: Readonly<Record<string, keyof Options>>;
  /** What they are where no word says otherwise. */
  readonly usual: Options;
  /** Which there are, for whoever has named another. */
  readonly hint: string;
}

/** The switches that the words of `args` set. Throws `ConfigError`. */
export function readSwitches<Options extends { readonly [Name in keyof Options]: boolean }>(
  args: Arguments,
  { what, names, usual, hint }: Switches<Options>,
): Options {
  if (args.words.length === 0) args.fail("wrong number of parameters");
  const set = args.words.map((word) => {
    const [sign, name] = [word[0], word.slice(1)];
    if (sign !== "+" && sign !== "-") args.fail(`bad ${what}: '${word}'`, hint);
    const option = rowOf(names, name) ?? args.fail(`unknown ${what}: '${name}'`, hint);
    return [option, sign === "+"] as const;
  });
  return { ...usual, ...Object.fromEntries(set) };
}
