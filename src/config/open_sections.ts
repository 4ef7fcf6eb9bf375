/**
 * The sections that are open while a file is read, and what is wrong with where they begin and end.
 *
 * @module
 */

import { closing, opening } from "./conditional_sections.ts";
import type { Context } from "./directive.ts";
import { at } from "./error.ts";
import type { Findings } from "./findings.ts";
import {
  contextInside,
  isConditional,
  labelOf,
  type SectionRule,
  sectionRules,
} from "./sections.ts";
import type { Entry, Place, Section, SectionKind } from "./tree.ts";

/** The section that everything is in. */
export interface Root {
  readonly kind: SectionKind;
  readonly place: Place;
  readonly args?: readonly string[];
  /** What its kind is the context of, unless said. */
  readonly context?: Context;
}

/** A section that is still open. */
interface Frame {
  readonly section: Section & { readonly entries: Entry[]; readonly sections: Section[] };
  readonly context: Context;
  /** In lower case, with brackets. */
  readonly tag: string;
  /** The tags of unknown sections that are open in here: their content is read as if it stood here. */
  readonly unknown: string[];
  /** The `<Directory>` sections in here by path. */
  readonly directories: Map<string, Section>;
}

/** The open sections, one inside of the other. */
export class OpenSections {
  readonly #findings: Findings;
  readonly #frames: Frame[];

  constructor(findings: Findings, { kind, place, args = [], context }: Root) {
    this.#findings = findings;
    this.#frames = [frame(kind, args, place, context ?? contextInside(kind, "server"), "")];
  }

  get #top(): Frame {
    return this.#frames[this.#frames.length - 1];
  }

  /** The innermost one. */
  get section(): Section {
    return this.#top.section;
  }

  /** What may stand in it. */
  get context(): Context {
    return this.#top.context;
  }

  /** Adds a directive to the innermost section. */
  add(entry: Entry): void {
    this.#top.section.entries.push(entry);
  }

  /** The whole, once all text is read; whatever is still open is an error. */
  finish(): Section {
    const root = this.#frames[0].section;
    for (const { section } of this.#frames.slice(1)) {
      this.#findings.report("error", {
        message: `error processing configuration file '${root.file}': ` +
          "unclosed configuration section",
        place: section,
        hint: `${labelOf(section.kind)} ${at(section)} is not closed`,
      });
    }
    return root;
  }

  /** A section that nobody knows begins, by its tag in lower case. */
  openUnknown(tag: string): void {
    this.#top.unknown.push(tag);
  }

  /** A section begins. */
  open(rule: SectionRule, args: readonly string[], place: Place): void {
    const outer = this.#top;
    // The original passes over one inside another without a word.
    const isNested = isConditional(rule.kind) && isConditional(outer.section.kind);
    if (isNested || !rule.contexts.includes(outer.context)) {
      this.misplaced(rule.name, place, rule.contexts);
    } else {
      const complaint = rule.complaint(args, outer.context);
      if (complaint !== undefined) this.#findings.error(rule.name, complaint, place);
    }
    const context = contextInside(rule.kind, outer.context);
    const inner = frame(rule.kind, args, place, context, rule.name.toLowerCase());
    if (rule.kind === "directory" && args.length > 0) this.#secondDirectory(inner.section);
    outer.section.sections.push(inner.section);
    this.#frames.push(inner);
  }

  /**
   * Two sections for one path are an error in the original, except where it fails to notice: in
   * `<Anonymous>`, or when the first one has no directive of its own.
   */
  #secondDirectory(section: Section): void {
    const { directories, context } = this.#top;
    const path = section.args[0];
    const earlier = directories.get(path);
    directories.set(path, section);
    if (earlier === undefined) return;
    const reason = `<Directory> section already configured for '${path}'`;
    const hint = `the other one is ${at(earlier)}`;
    if (earlier.entries.length > 0 && context !== "anonymous") {
      this.#findings.error("<Directory>", reason, section, hint);
    } else {
      const message = `<Directory>: ${reason} ${at(section)}`;
      this.#findings.report("warning", { message, place: section, hint });
    }
  }

  /** The tag `words` ends a section; false where nobody knows such a section, and none is open. */
  close(words: readonly string[], place: Place): boolean {
    const tag = opening(words[0]).toLowerCase();
    const unknown = this.#top.unknown.lastIndexOf(tag);
    if (unknown >= 0) {
      this.#top.unknown.splice(unknown, 1);
      return true;
    }
    const rule = sectionRules.get(tag);
    if (rule === undefined) return false;
    const name = closing(rule.name);
    if (this.#top.tag === tag) {
      if (words.length > 1) this.#findings.error(name, "wrong number of parameters", place);
      this.#pop(place);
      return true;
    }
    this.misplaced(name, place);
    // Go on as the writer most likely meant it: the tag closes its section and all inside, or it
    // is a slip of the pen for the innermost one.
    const depth = this.#frames.findLastIndex((frame) => frame.tag === tag);
    if (depth > 0) this.#frames.length = depth;
    else if (this.#frames.length > 1) this.#frames.pop();
    return true;
  }

  #pop(place: Place): void {
    const { section } = this.#top;
    this.#frames.pop();
    if (section.kind === "class" && section.entries.length === 0) {
      const message = `empty <Class> definition ${at(place)}`;
      this.#findings.report("warning", { message, place: section });
    }
  }

  /**
   * An error: `name` may not stand in the innermost section. `contexts` are those where it may; not
   * given for a closing tag.
   */
  misplaced(name: string, place: Place, contexts?: readonly Context[]): void {
    const { section, context } = this.#top;
    const label = labelOf(context === "ftpaccess" ? context : section.kind);
    const hint = contexts && `it belongs in ${contexts.map(labelOf).join(", ")}`;
    this.#findings.error(name, `directive not allowed in ${label} context`, place, hint);
  }
}

function frame(
  kind: SectionKind,
  args: readonly string[],
  { file, line }: Place,
  context: Context,
  tag: string,
): Frame {
  const section = { kind, args, file, line, entries: [], sections: [] };
  return { section, context, tag, unknown: [], directories: new Map() };
}
