/**
 * What reading a configuration has to tell to whoever looks for a fault: which files, which conditions,
 * which server got which lines. Values are left out: some are passwords.
 *
 * @module
 */

import { at } from "./error.ts";
import type { Configuration, Server } from "./resolve.ts";
import type { Section } from "./tree.ts";

/** One line for the log at debug level `depth`. */
export interface Note {
  readonly depth: number;
  readonly text: string;
}

/** The debug level that tells what servers are made of: that of the original. */
export const SETTINGS_DEPTH = 5;

/** Each server with its directives and sections, and where they are written. `nameOf` names it. */
export function settingsNotes(
  { servers, classes }: Configuration,
  nameOf: (server: Server) => string,
): Note[] {
  const lines = servers.flatMap((server) => [
    `Config for ${nameOf(server)}:`,
    ...inside(server.section, 1),
    ...server.globals.flatMap(({ entries }) => entriesOf(entries, 1)),
  ]);
  const all = [...lines, ...classes.flatMap((section) => sectionLines(section, 0))];
  return all.map((text) => ({ depth: SETTINGS_DEPTH, text }));
}

function inside({ entries, sections }: Section, depth: number): string[] {
  return [
    ...sections.flatMap((section) => sectionLines(section, depth)),
    ...entriesOf(entries, depth),
  ];
}

function sectionLines(section: Section, depth: number): string[] {
  const head = [NAMES[section.kind] ?? section.kind, ...section.args].join(" ");
  return [`${" ".repeat(depth)}<${head}> ${at(section)}`, ...inside(section, depth + 1)];
}

const NAMES: Readonly<Record<string, string>> = {
  anonymous: "Anonymous",
  class: "Class",
  directory: "Directory",
  ifauthenticated: "IfAuthenticated",
  ifclass: "IfClass",
  ifgroup: "IfGroup",
  ifuser: "IfUser",
  limit: "Limit",
};

function entriesOf(entries: Section["entries"], depth: number): string[] {
  return entries.map((entry) => `${" ".repeat(depth)}${entry.name} ${at(entry)}`);
}
