/**
 * Patterns of the configuration.
 *
 * @module
 */

import type { Arguments } from "../../config/mod.ts";
import { compileRegex, type Regex, RegexError } from "../../libc/regex.ts";

/** Compiles a pattern of the line `args`; what is wrong with it is the line's error. */
export function patternOf(args: Arguments, pattern: string, ignoreCase: boolean): Regex {
  try {
    return compileRegex(pattern, { ignoreCase });
  } catch (error) {
    if (error instanceof RegexError) {
      return args.fail(`'${pattern}' failed regex compilation: ${error.message}`);
    }
    throw error;
  }
}
