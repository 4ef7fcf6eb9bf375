/**
 * Single lines of a configuration, read by the directive that they are about.
 *
 * @module
 */
import { Arguments, ConfigError, type Directive } from "../../src/config/mod.ts";

/** The value of `directive` with `words` behind its name, or what is wrong with them. */
export function valueOf<T>(directive: Directive<T>, ...words: string[]): T | string {
  try {
    const entry = { name: directive.name, args: words, file: "/proftpd.conf", line: 1 };
    return directive.parse(new Arguments(entry));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.replace(/^.*?: (.*) on line 1 of .*$/, "$1");
  }
}
