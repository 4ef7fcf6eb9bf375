/**
 * Typed look-up: what a directive is worth at some point of the configuration.
 *
 * @module
 */

import { Arguments } from "./arguments.ts";
import type { Directive } from "./directive.ts";
import type { Entry, Place, Section, SectionKind } from "./tree.ts";

/** A chain of sections, the closest first: a directory, the server it is in. Immutable. */
export class Scope {
  readonly #chain: readonly SectionIndex[];

  /** `sections`, closest first. */
  constructor(readonly sections: readonly Section[]) {
    this.#chain = sections.flatMap(layersOf);
  }

  /** A scope with `section` in front of this one's. */
  inside(section: Section): Scope {
    return new Scope([section, ...this.sections]);
  }

  /**
   * The value in the closest section that has the directive, else its fallback. Of several lines in
   * that section the directive's `repeat` says which one counts (the first for lists).
   */
  get<T>(directive: Directive<T>): T {
    for (const section of this.#chain) {
      const entries = section.entries.get(directive.name);
      if (entries !== undefined) return section.value(directive, decisive(directive, entries));
    }
    return directive.fallback;
  }

  /** The values of all lines, those of the closest section first; empty when there is none. */
  all<T>(directive: Directive<T>): readonly T[] {
    const lists = this.#chain.flatMap((section) => {
      const entries = section.entries.get(directive.name);
      return entries === undefined ? [] : [section.values(directive, entries)];
    });
    return lists.length === 1 ? lists[0] : lists.flat();
  }

  /** Whether any section has a line of it. */
  has(directive: Directive<unknown>): boolean {
    return this.#chain.some((section) => section.entries.has(directive.name));
  }

  /** Whether a line of it stands anywhere in the sections, those inside of them included. */
  mentions(directive: Directive<unknown>): boolean {
    const isIn = (section: Section): boolean =>
      section.entries.some(({ name }) => name === directive.name) ||
      section.sections.some(isIn);
    return this.has(directive) || this.sections.some(isIn);
  }

  /** Where the value that `get` returns is written, or `undefined` for the fallback. */
  place(directive: Directive<unknown>): Place | undefined {
    for (const section of this.#chain) {
      const entries = section.entries.get(directive.name);
      if (entries !== undefined) return decisive(directive, entries);
    }
    return undefined;
  }

  /** Where all lines of it in the closest section that has any are written. */
  places(directive: Directive<unknown>): readonly Place[] {
    return this.#chain.map((section) => section.entries.get(directive.name))
      .find((entries) => entries !== undefined) ?? [];
  }

  /**
   * The sections of one kind that stand in any section of the chain, the one that counts most
   * first: those of the closest section, and there the last one in front, because the original lets
   * a later `<Limit>` or `<Anonymous>` win over an earlier one.
   */
  inner(kind: SectionKind): readonly Section[] {
    return this.sections.flatMap((section) =>
      section.sections.filter((inner) => inner.kind === kind).reverse()
    );
  }
}

/**
 * Whether a line of one of `directives` stands right in `section`, or in what it inherits. For those who
 * ask many sections once: it takes no index of their lines.
 */
export function says(section: Section, ...directives: readonly Directive<unknown>[]): boolean {
  return [section, ...section.inherited ?? []].some(({ entries }) =>
    entries.some(({ name }) => directives.some((directive) => directive.name === name))
  );
}

/** The section itself, then what it inherits. */
function layersOf(section: Section): SectionIndex[] {
  return [section, ...section.inherited ?? []].map(indexOf);
}

function decisive(directive: Directive<unknown>, entries: readonly Entry[]): Entry {
  return directive.repeat === "last" ? entries[entries.length - 1] : entries[0];
}

/** The lines of a section by name, and what has been parsed of them so far. */
class SectionIndex {
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly #values = new Map<Directive<unknown>, unknown>();
  readonly #lists = new Map<Directive<unknown>, unknown>();

  constructor(section: Section) {
    const entries = new Map<string, Entry[]>();
    for (const entry of section.entries) {
      const same = entries.get(entry.name);
      if (same === undefined) entries.set(entry.name, [entry]);
      else same.push(entry);
    }
    this.entries = entries;
  }

  // The casts below are sound: the key `Directive<T>` is what produced the value.

  value<T>(directive: Directive<T>, entry: Entry): T {
    if (!this.#values.has(directive)) {
      this.#values.set(directive, directive.parse(new Arguments(entry)));
    }
    return this.#values.get(directive) as T;
  }

  values<T>(directive: Directive<T>, entries: readonly Entry[]): readonly T[] {
    if (!this.#lists.has(directive)) {
      this.#lists.set(directive, entries.map((entry) => directive.parse(new Arguments(entry))));
    }
    return this.#lists.get(directive) as readonly T[];
  }
}

// A memo, not state: sections are immutable, and an index goes with its section.
const indexes = new WeakMap<Section, SectionIndex>();

function indexOf(section: Section): SectionIndex {
  let index = indexes.get(section);
  if (index === undefined) {
    index = new SectionIndex(section);
    indexes.set(section, index);
  }
  return index;
}
