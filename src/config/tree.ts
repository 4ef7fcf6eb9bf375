/**
 * The shape of a parsed configuration: sections, and the directives in them, as written.
 *
 * A tree is plain data (it goes through JSON on its way from the daemon to a session). Values stay
 * words until somebody asks for them with a `Directive`, which knows their type.
 *
 * @module
 */

/** Where something was written: the file's path and the line, counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One directive line. */
export interface Entry extends Place {
  /** As the documentation spells it, whatever the file's case. */
  readonly name: string;
  /** The words behind the name; quotes and escapes are resolved, `%{env:X}` is replaced. */
  readonly args: readonly string[];
}

/** The sections of proftpd.conf. The whole file is a section of kind `server`. */
export type SectionKind =
  | "server"
  | "vhost"
  | "global"
  | "anonymous"
  | "directory"
  | "limit"
  | "class"
  | "ifuser"
  | "ifgroup"
  | "ifclass"
  | "ifauthenticated";

/** A section with everything in it. Conditional and included text is already merged in. */
export interface Section extends Place {
  readonly kind: SectionKind;
  /** The words behind the section's name: addresses, a path, commands. */
  readonly args: readonly string[];
  readonly entries: readonly Entry[];
  readonly sections: readonly Section[];
  /**
   * Where a look-up goes on when no line in here sets a directive: the `<Global>` sections of a
   * server, the one that counts most first. Set by `resolve`; their sections are among `sections`.
   */
  readonly inherited?: readonly Section[];
  /** Of a server as it is for one client: where its `<Directory>` sections come from. */
  readonly arrivals?: Arrivals;
}

/** The `<Directory>` sections of a server some of whose conditional sections count. */
export interface Arrivals {
  /** The server's own, those that conditional ones take the place of among them. */
  readonly own: readonly Section[];
  /** Those of `own` that others take the place of. */
  readonly replaced: readonly Section[];
  /** Those of `<IfClass>`, in the order in which they come. */
  readonly atConnect: readonly Section[];
  /** Those of the other kinds, in the order in which they come. */
  readonly atLogin: readonly Section[];
  /** Whether one of the other kinds counts at all. */
  readonly isArrangedAgain: boolean;
}
