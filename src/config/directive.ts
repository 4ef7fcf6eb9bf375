/**
 * What a directive is: a value that names it, says where it may stand and turns its words into a
 * typed value. The `Directive` itself is the key for looking it up, so the answer has its type
 * where it is read.
 *
 * @module
 */

import type { Arguments } from "./arguments.ts";

/** Where a directive may stand: the kinds of section, and `.ftpaccess` files. */
export type Context =
  | "server"
  | "vhost"
  | "global"
  | "anonymous"
  | "directory"
  | "limit"
  | "class"
  | "ftpaccess";

/**
 * Which of several lines in one section counts: `first` for what the original looks up at run
 * time, `last` for what it stores while parsing, `all` for lists (read with `Scope.all`).
 */
export type Repeat = "first" | "last" | "all";

/** A directive of proftpd.conf with a value of type `T`. */
export interface Directive<T> {
  /** As the documentation spells it. */
  readonly name: string;
  readonly contexts: readonly Context[];
  /** The value where no line sets one. */
  readonly fallback: T;
  /** `first` where not said. */
  readonly repeat?: Repeat;
  /** Whether a second line in one section (of `<Global>` apart) is an error, as in the original. */
  readonly once?: boolean;
  /** One line for the directive reference and error messages: `Umask file [dir]`. */
  readonly syntax: string;
  /**
   * For a directive that brings a module: the module's name in a line of `words`. `<IfModule>` says
   * yes to it from that line on.
   */
  loads?(words: readonly string[]): string | undefined;
  /**
   * For a directive that changes the environment: the variable, and its value (undefined: none), that
   * a line of `words` gives it. `%{env:NAME}` sees it from that line on, where the line stands in the
   * main server.
   */
  variable?(
    words: readonly string[],
  ): readonly [name: string, value: string | undefined] | undefined;
  /**
   * For a limit that is counted on the scoreboard: whether a line of `words` sets one. Such a line
   * is an error where there is no scoreboard.
   */
  counts?(words: readonly string[]): boolean;
  /** The value of one line; throws `ConfigError` (through `args.fail`) when the words are wrong. */
  parse(args: Arguments): T;
}
