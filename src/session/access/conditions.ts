/**
 * mod_ifsession: `<IfUser>`, `<IfGroup>`, `<IfClass>`, `<IfAuthenticated>`, sections of a server that
 * count for some clients only. Classes are known at connect, the others at login.
 *
 * What the original was seen to do where several of them apply: a directive comes from `<IfClass>`
 * before `<IfAuthenticated>`, `<IfGroup>` and `<IfUser>`, from the later of two of a kind, and only then
 * from the server. A `<Directory>` takes the place of one for the same path in that order. Of `<Limit>`
 * sections those of `<IfUser>` are asked first, of the earlier one of two of a kind and of the earlier
 * one in a section, and the server's last.
 *
 * @module
 */

import {
  Arguments,
  type Directive,
  type Entry,
  type Section,
  type SectionKind,
} from "../../config/mod.ts";
import { withoutSlashes } from "../../fs/paths.ts";
import { allowAll } from "./directives.ts";
import { type Expression, fits, parseExpression } from "./expressions.ts";
import type { Who } from "./who.ts";

function condition(name: string, list: "and" | "or"): Directive<Expression | undefined> {
  return {
    name,
    contexts: ["server", "vhost", "global"],
    syntax: `${name.slice(0, -1)} [AND|OR|regex] expression>`,
    fallback: undefined,
    repeat: "all",
    parse: (args) => parseExpression(args, list),
  };
}

const ifUser = condition("<IfUser>", "or");
const ifGroup = condition("<IfGroup>", "and");
const ifClass = condition("<IfClass>", "or");

/** What stands behind the names of the sections; that of `<IfAuthenticated>` is of no matter. */
export const conditions: readonly Directive<unknown>[] = [ifUser, ifGroup, ifClass];

/** The kinds, those that count least first. */
const KINDS: readonly SectionKind[] = ["ifuser", "ifgroup", "ifauthenticated", "ifclass"];

/**
 * The section of a server as it is for a client: with what its conditional sections say if they are
 * about `who`, and without them. The section itself where there are none.
 */
export function settled(server: Section, who: Pick<Who, "className" | "user">): Section {
  const conditional = server.sections.filter(({ kind }) => KINDS.includes(kind));
  if (conditional.length === 0) return server;
  const applying = KINDS.flatMap((kind) =>
    conditional.filter((section) => section.kind === kind && holds(section, who))
  );
  const own = server.sections.filter(({ kind }) => !KINDS.includes(kind));
  const closestFirst = applying.toReversed();
  const last = lastByPath([...own, ...applying.flatMap(({ sections }) => sections)]);
  const isLast = (section: Section) =>
    section.kind !== "directory" || last.get(withoutSlashes(section.args[0])) === section;
  const arriving = (sections: readonly Section[]) =>
    sections.flatMap(({ sections }) => sections.filter(isLast).toReversed()).map(asAsked);
  const [atConnect, atLogin] = [true, false].map((isClass) =>
    arriving(closestFirst.filter(({ kind }) => (kind === "ifclass") === isClass))
  );
  const directories = own.filter(isDirectory);
  return {
    ...server,
    entries: [],
    sections: [
      ...[...own.filter(isLast), ...atConnect, ...atLogin].filter(isNoLimit),
      // The last is asked first.
      ...own.filter(isLimit),
      ...[...atConnect, ...atLogin].filter(isLimit),
    ],
    arrivals: {
      own: directories,
      replaced: directories.filter((section) => !isLast(section)),
      atConnect: atConnect.filter(isDirectory),
      atLogin: atLogin.filter(isDirectory),
      isArrangedAgain: applying.some(({ kind }) => kind !== "ifclass"),
    },
    inherited: [
      ...closestFirst.map((section) => ({ ...section, sections: [] })),
      { ...server, sections: [], inherited: [] },
      ...server.inherited ?? [],
    ],
  };
}

function holds(section: Section, { className, user }: Pick<Who, "className" | "user">): boolean {
  switch (section.kind) {
    case "ifauthenticated":
      return user !== undefined;
    case "ifclass":
      return speaksOf(ifClass, section, className === undefined ? [] : [className]);
    case "ifgroup":
      return user !== undefined && speaksOf(ifGroup, section, user.groups);
    default:
      return user !== undefined && speaksOf(ifUser, section, [user.user]);
  }
}

function speaksOf(
  { name, parse }: Directive<Expression | undefined>,
  section: Section,
  names: readonly string[],
): boolean {
  const expression = parse(new Arguments({ ...section, name }));
  return expression !== undefined && fits(expression, names, "literal");
}

/** The last `<Directory>` for each path: it takes the place of the others. */
function lastByPath(sections: readonly Section[]): ReadonlyMap<string, Section> {
  return new Map(
    sections.filter(isDirectory).map((section) => [withoutSlashes(section.args[0]), section]),
  );
}

/**
 * A section of a conditional one as it counts: of `<Limit>`s in it the first is asked first, and AllowAll
 * right in it takes the place of those in its `<Limit>`s.
 */
function asAsked(section: Section): Section {
  const sections = section.sections.toReversed();
  if (!section.entries.some(isAllowAll)) return { ...section, sections };
  const without = (limit: Section) => ({
    ...limit,
    entries: limit.entries.filter((entry) => !isAllowAll(entry)),
  });
  return { ...section, sections: sections.map(without) };
}

function isAllowAll({ name }: Entry): boolean {
  return name === allowAll.name;
}

function isDirectory({ kind }: Section): boolean {
  return kind === "directory";
}

function isLimit({ kind }: Section): boolean {
  return kind === "limit";
}

function isNoLimit({ kind }: Section): boolean {
  return kind !== "limit";
}
