/**
 * Which `<Directory>` sections apply to a path.
 *
 * @module
 */

import { Scope, type Section } from "../../config/mod.ts";
import { expandTilde, joinLexically } from "../../fs/paths.ts";

/** A section whose path is known. */
interface Area {
  readonly section: Section;
  /** The path without wildcards at its end, or a test where there are some in it. */
  readonly path: string;
  readonly pattern: RegExp | undefined;
  /** `/*` at the end: what is in the directory, not the directory itself. */
  readonly contentsOnly: boolean;
}

/** Where paths in a configuration count from. */
export interface Surroundings {
  /** The anonymous area's directory outside of any jail, for relative paths. */
  readonly anonymousRoot: string | undefined;
  /** The home directory of a user; "" is the one who is logged in. Undefined before the login. */
  readonly homeOf: (user: string) => string | undefined;
}

/** The directories of a server, or of an anonymous area in it. */
export class Directories {
  readonly #areas: readonly Area[];

  /** The sections inside of `parents`; those with `~` are left out while nobody is logged in. */
  constructor(parents: readonly Section[], surroundings: Surroundings) {
    // `inner` puts first what counts most; of equally close sections the later one has to win.
    this.#areas = new Scope(parents).inner("directory")
      .flatMap((section) => areaOf(section, surroundings) ?? []);
  }

  /** Whether there are any: without them no path needs a closer look. */
  get isEmpty(): boolean {
    return this.#areas.length === 0;
  }

  /** The sections that apply to the real path `path`, the closest first. */
  at(path: string): readonly Section[] {
    const found: { section: Section; length: number }[] = [];
    for (const area of this.#areas) {
      const length = matchLength(area, path);
      if (length !== undefined) found.push({ section: area.section, length });
    }
    // A stable sort: among equals the order of `inner` stays.
    return found.sort((a, b) => b.length - a.length).map(({ section }) => section);
  }
}

function areaOf(section: Section, { anonymousRoot, homeOf }: Surroundings): Area | undefined {
  let path = section.args[0] ?? "/";
  if (path.startsWith("~")) {
    path = expandTilde(path, homeOf);
    if (path.startsWith("~")) return undefined;
  }
  if (!path.startsWith("/")) path = `${anonymousRoot ?? ""}/${path}`;
  const contentsOnly = path.endsWith("/*");
  const clean = joinLexically("/", contentsOnly ? path.slice(0, -1) : path);
  const pattern = /[*?[]/.test(clean) ? patternOf(clean) : undefined;
  return { section, path: clean, pattern, contentsOnly };
}

/** A glob over whole path components as a test for the beginning of a path. */
function patternOf(glob: string): RegExp | undefined {
  const source = glob.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\[!/g, "[^")
    .replace(/\*/g, "[^/]*").replace(/\?/g, "[^/]");
  try {
    return new RegExp(`^${source}(?=/|$)`, "s");
  } catch {
    return undefined; // an unfinished [ ] is taken literally
  }
}

/** How much of `path` the area covers, in bytes; undefined when it lies elsewhere. */
function matchLength({ path: own, pattern, contentsOnly }: Area, path: string): number | undefined {
  const length = pattern ? pattern.exec(path)?.[0].length : prefixLength(own, path);
  if (length === undefined) return undefined;
  const rest = path.length - length;
  return contentsOnly && rest === 0 && path !== "/" ? undefined : length;
}

function prefixLength(own: string, path: string): number | undefined {
  if (own === "/") return 1;
  if (path === own || path.startsWith(`${own}/`)) return own.length;
  return undefined;
}
