/**
 * From a tree to servers: the main one and each `<VirtualHost>`, with `<Global>` merged in.
 *
 * @module
 */

import type { Entry, Section } from "./tree.ts";

/** One server as a session uses it. */
export interface Server {
  /** 0 for the main server, then one for each `<VirtualHost>` in file order. */
  readonly index: number;
  /** What its own section says; the main server's has no `<VirtualHost>` or `<Global>` in it. */
  readonly own: Section;
  /** The `<Global>` sections, in file order. */
  readonly globals: readonly Section[];
  /** Both in one: what its own section leaves open comes from `<Global>`. */
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
 * A directive that the server sets hides every line of it in `<Global>`; among several `<Global>`
 * sections the first one that sets it counts. Sections are kept all, the server's own in front.
 */
function merge(own: Section, globals: readonly Section[]): Section {
  if (globals.length === 0) return own;
  const entries: Entry[] = [...own.entries];
  const seen = new Set(own.entries.map((entry) => entry.name));
  for (const global of globals) {
    entries.push(...global.entries.filter((entry) => !seen.has(entry.name)));
    for (const entry of global.entries) seen.add(entry.name);
  }
  const sections = [...own.sections, ...globals.flatMap((global) => global.sections)];
  return { ...own, entries, sections };
}
