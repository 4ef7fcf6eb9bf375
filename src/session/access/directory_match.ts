/**
 * Which `<Directory>` sections apply to a path.
 *
 * A section applies to the directory it names and to all that is in it, one that ends in `/*` to
 * what is in it only. In patterns `*` crosses slashes, as it does in the original (and not in its
 * documentation).
 *
 * Sections inside one another make a chain, the closest first. The original, as it was seen, goes by
 * their text in that: `/srv/pub/i*` is inside `/srv/pub`, but nothing is inside `/srv/p*b`, and
 * `~/pub` is not inside `/home`. Of sections that match a path and are not inside one another it
 * sees only the last in the file and what is inside that one, where it does not find paths with
 * `%u`. The others are kept here as hidden: see `decide`.
 *
 * @module
 */

import type { Section } from "../../config/mod.ts";
import { dirname, expandTilde, joinLexically, withoutSlashes } from "../../fs/paths.ts";
import { fnmatcher } from "../../libc/fnmatch.ts";
import { compileLayer, type Layer } from "./layer.ts";

/** What the paths of sections count from. */
export interface Surroundings {
  /** The user's name: `%u`. */
  readonly user: string;
  /** The anonymous area's directory outside of any jail, for relative paths. */
  readonly anonymousRoot: string | undefined;
  /** The home directory of a user; "" is the one who is logged in. */
  readonly homeOf: (user: string) => string | undefined;
}

/** A section that stands in the way of a path. */
interface Entry {
  readonly layer: Layer;
  /** Position in the file. */
  readonly order: number;
  /** The path as written: `~/pub`, `/srv/%u`, `/srv/p*b`, `./pub`; empty for "/". */
  readonly written: string;
  /** The absolute path that this means, wildcards in it; as written where that counts from the area. */
  readonly text: string;
  /** Whether it is about what is in the directory, but not about the directory. */
  readonly contentsOnly: boolean;
  /** Whether the original never finds it: it counts from the area, and there is a `.` in its path. */
  readonly isOverlooked: boolean;
}

/** A section whose path is a pattern. */
interface PatternEntry extends Entry {
  readonly matches: (path: string) => boolean;
}

/** A section and how much of the path it speaks of. */
interface Match extends Entry {
  /** Twice the number of names in that part of the path, plus one for `/*`. */
  readonly depth: number;
}

/** A section that applies to a path, and how much of the path it speaks of. */
export interface Placed {
  readonly layer: Layer;
  readonly depth: number;
  readonly text: string;
}

/** The sections that apply to one path, the closest first. */
export interface DirectoryMatch {
  /** Those that the original sees: each is inside the next. */
  readonly seen: readonly Placed[];
  /** All that match, by how much of the path they speak of; undefined where none is hidden. */
  readonly withHidden: readonly Placed[] | undefined;
}

/**
 * The `<Directory>` sections of a server or an anonymous area, sorted so that a look-up touches
 * only those on the way to the path, plus the patterns that begin on the way.
 */
export class Directories {
  /** None at all: before login there are no paths to ask about. */
  static readonly none = new Directories(undefined, undefined);

  readonly #plain = new Map<string, Entry[]>();
  /** By the directory that the part without a wildcard leads to. */
  readonly #patterns = new Map<string, PatternEntry[]>();
  /** The directories that those in `#plain` are right in. */
  readonly #parents = new Set<string>();
  /** Arranged matches by which they are: the same sections give the same lists. */
  readonly #arranged = new Map<string, DirectoryMatch>();
  #last: { readonly path: string; readonly match: DirectoryMatch } | undefined;

  /** Those in `parent`. A `~user` whom nobody knows has no directory, so nothing applies there. */
  constructor(parent: Section, surroundings: Surroundings);
  constructor(parent: undefined, surroundings: undefined);
  constructor(parent: Section | undefined, surroundings: Surroundings | undefined) {
    if (parent === undefined || surroundings === undefined) return;
    parent.sections.forEach((section, order) => {
      if (section.kind === "directory") this.#add(section, order, surroundings);
    });
  }

  #add(section: Section, order: number, surroundings: Surroundings): void {
    // `*` alone stands for the whole anonymous area, its top included.
    const given = section.args[0] === "*" ? "." : section.args[0];
    const contentsOnly = given.endsWith("/*");
    const text = contentsOnly ? given.slice(0, -1) : given;
    const path = realPathOf(text, surroundings);
    if (path === undefined) return;
    const written = writtenPath(text);
    const isRelative = written.startsWith(".");
    const entry: Entry = {
      layer: compileLayer(section),
      order,
      written,
      text: isRelative ? written : path,
      contentsOnly,
      isOverlooked: isRelative && section.args[0] !== "*" && /(?:^|\/)\.\.?(?:\/|$)/.test(text),
    };
    const wildcard = path.search(/[*?[]/);
    if (wildcard < 0) {
      append(this.#plain, path, entry);
      this.#parents.add(dirname(path));
    } else {
      const start = withoutSlashes(path.slice(0, path.lastIndexOf("/", wildcard) + 1));
      append(this.#patterns, start, { ...entry, matches: fnmatcher(path) });
    }
  }

  /** Whether there are any: without them no path needs a closer look. */
  get isEmpty(): boolean {
    return this.#plain.size === 0 && this.#patterns.size === 0;
  }

  /** The sections that apply to the real path `path` (absolute, no link, `.` or `..` in it). */
  at(path: string): DirectoryMatch {
    if (this.isEmpty) return NOTHING;
    if (this.#last?.path !== path) this.#last = { path, match: this.#search(path) };
    return this.#last.match;
  }

  /** Whether a name in the real directory `path` may match other sections than the directory. */
  differWithin(path: string): boolean {
    if (this.#parents.has(path)) return true;
    if (this.#plain.get(path)?.some(({ contentsOnly }) => contentsOnly)) return true;
    return partsOf(path).some((part) => this.#patterns.has(part));
  }

  #search(path: string): DirectoryMatch {
    const matches: Match[] = [];
    const parts = partsOf(path);
    parts.forEach((part, names) => {
      const whole = names === parts.length - 1;
      for (const entry of this.#plain.get(part) ?? []) {
        if (whole && entry.contentsOnly) continue;
        matches.push({ ...entry, depth: 2 * names + (entry.contentsOnly ? 1 : 0) });
      }
      for (const entry of this.#patterns.get(part) ?? []) {
        const match = matchPattern(entry, parts, names);
        if (match) matches.push(match);
      }
    });
    const key = matches.map(({ order, depth }) => `${order}:${depth}`).join();
    let match = this.#arranged.get(key);
    if (match === undefined) this.#arranged.set(key, match = arrange(matches));
    return match;
  }
}

const NOTHING: DirectoryMatch = { seen: [], withHidden: undefined };

/** The shortest of `parts` that the pattern describes; it starts behind the one at `from`. */
function matchPattern(entry: PatternEntry, parts: readonly string[], from: number) {
  const last = parts.length - (entry.contentsOnly ? 1 : 0);
  for (let names = from; names < last; names++) {
    if (entry.matches(parts[names])) {
      return { ...entry, depth: 2 * names + (entry.contentsOnly ? 1 : 0) };
    }
  }
  return undefined;
}

function arrange(matches: Match[]): DirectoryMatch {
  if (matches.length === 0) return NOTHING;
  matches.sort((a, b) => b.depth - a.depth || b.order - a.order);
  const chain: Match[] = [];
  for (let inside = matches.filter((match) => !match.isOverlooked); inside.length > 0;) {
    const last = outermost(inside).reduce((a, b) => b.order > a.order ? b : a);
    chain.unshift(last);
    inside = inside.filter((match) => isInside(match, last) && !match.written.includes("%u"));
  }
  return { seen: chain, withHidden: chain.length === matches.length ? undefined : matches };
}

/** Those of `matches` that are inside no other. */
function outermost(matches: readonly Match[]): readonly Match[] {
  return matches.filter((match) => !matches.some((other) => isInside(match, other)));
}

/** Whether the one section is inside the other, by their text. */
function isInside(inner: Entry, outer: Entry): boolean {
  if (/[*?[]/.test(outer.written)) return false;
  if (inner.written === outer.written) return inner.contentsOnly && !outer.contentsOnly;
  return inner.written.startsWith(`${outer.written}/`);
}

/** `/`, `/srv`, `/srv/ftp` for `/srv/ftp`. */
function partsOf(path: string): string[] {
  const parts = ["/"];
  if (path === "/") return parts;
  for (let slash = path.indexOf("/", 1); slash > 0; slash = path.indexOf("/", slash + 1)) {
    parts.push(path.slice(0, slash));
  }
  parts.push(path);
  return parts;
}

/** The absolute path that a section's path means; undefined where it means none. */
function realPathOf(path: string, { user, anonymousRoot, homeOf }: Surroundings) {
  const expanded = expandTilde(path.replaceAll("%u", user), homeOf);
  if (expanded.startsWith("/")) return joinLexically("/", expanded);
  if (expanded.startsWith("~") || anonymousRoot === undefined) return undefined;
  return joinLexically(anonymousRoot, expanded);
}

/** A path in the form in which the text of one inside another begins with that one's and a slash. */
function writtenPath(path: string): string {
  if (path.startsWith("~")) return withoutSlashes(path);
  const clean = joinLexically("/", path);
  return (path.startsWith("/") ? "" : ".") + (clean === "/" ? "" : clean);
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
