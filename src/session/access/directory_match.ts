/**
 * Which `<Directory>` sections apply to a path.
 *
 * A section applies to the directory it names and to all that is in it, one that ends in `/*` to
 * what is in it only. In patterns `*` crosses slashes, as it does in the original (and not in its
 * documentation).
 *
 * The original sees those that are inside one another, and of others one only: see `directory_tree.ts`.
 * The rest is kept here as hidden: see `decide`.
 *
 * @module
 */

import type { Arrivals, Section } from "../../config/mod.ts";
import { dirname, expandTilde, joinLexically, withoutSlashes } from "../../fs/paths.ts";
import { fnmatcher } from "../../libc/fnmatch.ts";
import { DirectoryTree, type Planted, type Plants } from "./directory_tree.ts";
import { type Layer, layerWhenAsked } from "./layer.ts";

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
interface Entry extends Planted {
  readonly layer: () => Layer;
  /** The absolute path that this means, wildcards in it. */
  readonly path: string;
  /** Whether the original never finds it: it counts from the area, and there is a `.` in its path. */
  readonly isOverlooked: boolean;
}

/** A section whose path is a pattern. */
interface PatternEntry {
  readonly entry: Entry;
  readonly matches: (path: string) => boolean;
}

/** A section and how much of the path it speaks of. */
interface Match {
  readonly entry: Entry;
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
  /** Those that the original sees. */
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
  /** Made when several sections match a path. */
  #tree: DirectoryTree<Entry> | undefined;
  readonly #plants: () => Plants<Entry>;

  /** Those in `parent`. A `~user` whom nobody knows has no directory, so nothing applies there. */
  constructor(parent: Section, surroundings: Surroundings);
  constructor(parent: undefined, surroundings: undefined);
  constructor(parent: Section | undefined, surroundings: Surroundings | undefined) {
    const entries = new Map<Section, Entry>();
    if (parent !== undefined && surroundings !== undefined) {
      const { own = [], replaced = [] } = parent.arrivals ?? {};
      const gone = new Set(replaced);
      for (const section of new Set([...own, ...parent.sections.filter(isDirectory)])) {
        const entry = entryOf(section, entries.size, surroundings);
        if (entry === undefined) continue;
        entries.set(section, entry);
        if (!gone.has(section)) this.#add(entry);
      }
    }
    this.#plants = () => plantsOf(entries, parent?.arrivals);
  }

  #add(entry: Entry): void {
    const { path } = entry;
    const wildcard = path.search(/[*?[]/);
    if (wildcard < 0) {
      append(this.#plain, path, entry);
      this.#parents.add(dirname(path));
    } else {
      const start = withoutSlashes(path.slice(0, path.lastIndexOf("/", wildcard) + 1));
      append(this.#patterns, start, { entry, matches: fnmatcher(path) });
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
        matches.push({ entry, depth: 2 * names + (entry.contentsOnly ? 1 : 0) });
      }
      for (const pattern of this.#patterns.get(part) ?? []) {
        const match = matchPattern(pattern, parts, names);
        if (match) matches.push(match);
      }
    });
    const key = matches.map(({ entry, depth }) => `${entry.order}:${depth}`).join();
    let match = this.#arranged.get(key);
    if (match === undefined) this.#arranged.set(key, match = this.#arrange(matches));
    return match;
  }

  #arrange(matches: Match[]): DirectoryMatch {
    if (matches.length === 0) return NOTHING;
    matches.sort((a, b) => b.depth - a.depth || b.entry.order - a.entry.order);
    const all = matches.map(({ entry, depth }) => ({
      layer: entry.layer(),
      text: entry.text,
      depth,
    }));
    const byEntry = new Map(matches.map(({ entry }, i) => [entry, all[i]]));
    const found = new Set(matches.map(({ entry }) => entry).filter((it) => !it.isOverlooked));
    this.#tree ??= new DirectoryTree(this.#plants());
    const seen = this.#tree.seen(found).flatMap((entry) => byEntry.get(entry) ?? []);
    return { seen, withHidden: seen.length === all.length ? undefined : all };
  }
}

const NOTHING: DirectoryMatch = { seen: [], withHidden: undefined };

/** The shortest of `parts` that the pattern describes; it starts behind the one at `from`. */
function matchPattern(
  { entry, matches }: PatternEntry,
  parts: readonly string[],
  from: number,
): Match | undefined {
  const last = parts.length - (entry.contentsOnly ? 1 : 0);
  for (let names = from; names < last; names++) {
    if (matches(parts[names])) {
      return { entry, depth: 2 * names + (entry.contentsOnly ? 1 : 0) };
    }
  }
  return undefined;
}

/** What the section means for this client; undefined where its path means none. */
function entryOf(section: Section, order: number, surroundings: Surroundings): Entry | undefined {
  // `*` alone stands for the whole anonymous area, its top included.
  const isArea = section.args[0] === "*";
  const given = isArea ? "." : section.args[0];
  const contentsOnly = given.endsWith("/*");
  const written = contentsOnly ? given.slice(0, -1) : given;
  const path = realPathOf(written, surroundings);
  if (path === undefined) return undefined;
  const isRelative = !/^[/~]/.test(written);
  return {
    layer: layerWhenAsked(section),
    path,
    order,
    text: isRelative ? textOf(written) : path,
    contentsOnly,
    isDeferred: written.startsWith("~") || written.includes("%u"),
    isArea,
    isOverlooked: isRelative && !isArea && /(?:^|\/)\.\.?(?:\/|$)/.test(written),
  };
}

function plantsOf(
  entries: ReadonlyMap<Section, Entry>,
  arrivals: Arrivals | undefined,
): Plants<Entry> {
  const of = (sections: readonly Section[]) =>
    sections.flatMap((section) => entries.get(section) ?? []);
  return {
    own: of(arrivals?.own ?? [...entries.keys()]),
    replaced: of(arrivals?.replaced ?? []),
    atConnect: of(arrivals?.atConnect ?? []),
    atLogin: of(arrivals?.atLogin ?? []),
    isArrangedAgain: arrivals?.isArrangedAgain ?? false,
  };
}

function isDirectory({ kind }: Section): boolean {
  return kind === "directory";
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

/** A path as written, without what says nothing; one that counts from the area begins with `.`. */
function textOf(path: string): string {
  if (path.startsWith("~")) return withoutSlashes(path);
  const clean = joinLexically("/", path);
  if (path.startsWith("/")) return clean;
  return clean === "/" ? "." : `.${clean}`;
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
