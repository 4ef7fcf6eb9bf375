/**
 * From a tree to servers: the main one and each `<VirtualHost>`, with `<Global>` merged in.
 *
 * @module
 */

import type { Section } from "./tree.ts";

/** One server as a session uses it. */
export interface Server {
  /** 0 for the main server, then one for each `<VirtualHost>` in file order. */
  readonly index: number;
  /** What its own section says; the main server's has no `<VirtualHost>` or `<Global>` in it. */
  readonly own: Section;
  /** The `<Global>` sections, in file order. */
  readonly globals: readonly Section[];
  /**
   * Both in one, for `Scope`: the server's own lines, `<Global>` as `inherited`. `sections` has the
   * sections of both, in the order in which they count: of two that apply, the later one decides.
   */
  readonly section: Section;
}

/** All servers of a configuration. */
export interface Configuration {
  /** The main server first. */
  readonly servers: readonly Server[];
  /** `<Class>` sections belong to no server: they are the same for all. */
  readonly classes: readonly Section[];
}

/** The servers that the file with the root section `tree` describes. */
export function resolve(tree: Section): Configuration {
  const vhosts = tree.sections.filter((section) => section.kind === "vhost");
  const globals = [tree, ...vhosts].flatMap((section) =>
    section.sections.filter((inner) => inner.kind === "global")
  );
  const classes = [tree, ...globals].flatMap((section) =>
    section.sections.filter((inner) => inner.kind === "class")
  );
  const parts = globals.map(withoutFileWide);
  const servers = [tree, ...vhosts].map((section, index) =>
    serverOf(index, withoutFileWide(section), parts)
  );
  return { servers, classes };
}

/** A server out of its own section and the `<Global>` ones. */
export function serverOf(index: number, own: Section, globals: readonly Section[]): Server {
  return { index, own, globals, section: merge(own, globals) };
}

/** The section without those inside that concern more than this server. */
function withoutFileWide(section: Section): Section {
  const sections = section.sections.filter(({ kind }) =>
    kind !== "vhost" && kind !== "global" && kind !== "class"
  );
  return sections.length === section.sections.length ? section : { ...section, sections };
}

/**
 * What the server sets itself comes before `<Global>`, and a later `<Global>` before an earlier
 * one; lists of several lines have all of theirs in that order (seen in the original with
 * `DefaultRoot` and `UserAlias`, and with `<Limit>` and `<Anonymous>` for sections).
 */
function merge(own: Section, globals: readonly Section[]): Section {
  if (globals.length === 0) return own;
  const sections = [...globals.flatMap((global) => global.sections), ...own.sections];
  return { ...own, sections, inherited: globals.toReversed() };
}
