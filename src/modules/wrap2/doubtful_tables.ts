/**
 * What is wrong with the files of tables, said at the start and by `-t`: sessions read them anew, so
 * nothing of it is an error yet.
 *
 * @module
 */

import {
  type Configuration,
  type Finding,
  findingAt,
  Scope,
  type Section,
  wellFormed,
} from "../../config/mod.ts";
import { wrapEngine } from "../../settings/mod.ts";
import { type TablePair, wrapGroupTables, wrapTables, wrapUserTables } from "./directives.ts";
import { readTableFile } from "./read_table.ts";
import { parseTable } from "./table_text.ts";

/** Warnings about the files that a server's tables are in, as far as their names are known already. */
export function doubtfulTables({ servers }: Configuration): Finding[] {
  const found = new Map<string, Finding>(); // by message: several servers may have a file in common
  for (const { section } of servers) {
    if (!mentionsEngine(section)) continue;
    for (const path of pathsIn(section)) {
      for (const finding of findingsAbout(path)) found.set(finding.message, finding);
    }
  }
  return [...found.values()];
}

function mentionsEngine(section: Section): boolean {
  return new Scope([section]).mentions(wrapEngine);
}

function pathsIn(section: Section): Set<string> {
  const pairs = everySection(section).map((own) => new Scope([own])).flatMap((scope) =>
    [wrapTables, wrapUserTables, wrapGroupTables].flatMap(
      (directive): readonly (TablePair | undefined)[] =>
        wellFormed(() => scope.all(directive)) ?? [],
    )
  );
  const sources = pairs.flatMap((pair) => pair ? [pair.allow, pair.deny] : []);
  const isKnown = (path: string) => path.startsWith("/") && !path.includes("%U");
  return new Set(
    sources.filter(({ kind, info }) => kind === "file" && isKnown(info)).map(({ info }) => info),
  );
}

function everySection(section: Section): Section[] {
  return [section, ...section.sections.flatMap(everySection)];
}

function findingsAbout(path: string): Finding[] {
  const file = readTableFile(path);
  // That one is missing is nothing to talk about: so it is with hosts.allow on most machines.
  if (file.is === "missing") return [];
  if (file.is !== "text") {
    const message = `WrapTables: unable to use '${path}': ${file.reason}`;
    return [{ severity: "warning", message, directive: wrapTables.name }];
  }
  return parseTable(file.text).flatMap((line): Finding[] => {
    if (line.is === "rule") return [];
    const place = { file: path, line: line.bad.line };
    return [findingAt("warning", wrapTables.name, line.bad.problem, place)];
  });
}
