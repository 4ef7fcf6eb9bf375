/**
 * From text to tree: sections, conditions, included files, and what is wrong with them.
 *
 * The parser goes on after an error, so that one run of `proftpd -t` lists all of them. It knows
 * the language (`Include`, `Define`, `<IfDefine>`, `<IfModule>`, the sections) and no directive:
 * which names exist, and where, comes from the caller's vocabulary.
 *
 * @module
 */

import type { Context, Directive } from "./directive.ts";
import {
  closing,
  ConditionalSections,
  type OpenCondition,
  opening,
} from "./conditional_sections.ts";
import { at, type Finding } from "./error.ts";
import { Findings } from "./findings.ts";
import { Inclusion } from "./inclusion.ts";
import { isHarmless, type Known, knownNames, type Vocabulary } from "./known.ts";
import { closeTag, expandEnvironment, LineReader, splitWords } from "./lexer.ts";
import {
  contextInside,
  isConditional,
  labelOf,
  type SectionRule,
  sectionRules,
} from "./sections.ts";
import type { Note } from "./note.ts";
import { reasonOf, type Source } from "./source.ts";
import { didYouMean, nearest } from "./suggest.ts";
import type { Entry, Place, Section, SectionKind } from "./tree.ts";

/** What the parser needs to know beside the text. */
export interface ParseOptions extends Vocabulary {
  /** Labels of `-D`; not changed, labels of `Define` lines are added to a copy. */
  readonly defines: ReadonlySet<string>;
  /**
   * What `<IfModule>` answers yes to: `mod_core.c`. Not changed; what a directive `loads` is added to
   * a copy.
   */
  readonly modules: ReadonlySet<string>;
  /** The value of an environment variable, for `%{env:NAME}`. */
  env(name: string): string | undefined;
  /**
   * Called for every line of a built directive that stands where it may, with the section that is
   * open; what it returns is added to the findings.
   */
  onDirective?(directive: Directive<unknown>, entry: Entry, section: Section): readonly Finding[];
  /** Called for what only whoever looks for a fault wants to know. */
  onNote?(note: Note): void;
}

/** A parsed file with everything it includes. */
export interface Parsed {
  readonly tree: Section;
  /** In the order of reading. */
  readonly findings: Finding[];
}

/** After this many unknown names no more suggestions are looked for: it is the wrong file. */
const MOST_SUGGESTIONS = 50;

const INCLUDE_CONTEXTS: readonly Context[] = [
  "server",
  "vhost",
  "global",
  "anonymous",
  "directory",
  "limit",
];

/** The words of the language that are neither directives nor sections, for suggestions. */
const LANGUAGE_NAMES = ["Include", "IncludeOptions", "Define"];

/** Parses the configuration file `file`, an absolute path. */
export function parseConfiguration(file: string, source: Source, options: ParseOptions): Parsed {
  const parser = new Parser(source, options, { kind: "server", place: { file, line: 0 } });
  let text: string;
  try {
    text = source.read(file);
  } catch (error) {
    parser.findings.add({
      severity: "error",
      message: `unable to read configuration file '${file}': ${reasonOf(error)}`,
    });
    return parser.finish();
  }
  parser.readFile(file, text);
  return parser.finish();
}

/**
 * Parses the text of an `.ftpaccess` file, which holds what a `<Directory>` section for `directory`
 * could hold.
 */
export function parseFtpaccess(
  file: string,
  text: string,
  directory: string,
  source: Source,
  options: ParseOptions,
): Parsed {
  const root = { kind: "directory", place: { file, line: 0 }, args: [directory] } as const;
  const parser = new Parser(source, options, root, "ftpaccess");
  parser.readFile(file, text);
  return parser.finish();
}

interface Root {
  readonly kind: SectionKind;
  readonly place: Place;
  readonly args?: readonly string[];
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

class Parser {
  readonly findings = new Findings();
  readonly #options: ParseOptions;
  readonly #known: ReadonlyMap<string, Known>;
  readonly #defines: Set<string>;
  readonly #modules: Set<string>;
  readonly #conditionals: ConditionalSections;
  readonly #inclusion: Inclusion;
  readonly #tell: (depth: number, text: string) => void;
  /** What the file itself has made of variables; `undefined` for one that it has unset. */
  readonly #variables = new Map<string, string | undefined>();
  readonly #frames: Frame[];
  #suggestions = 0;

  constructor(source: Source, options: ParseOptions, root: Root, context?: Context) {
    this.#options = options;
    this.#known = knownNames(options);
    this.#defines = new Set(options.defines);
    this.#modules = new Set(options.modules);
    const tell = (depth: number, text: string) => options.onNote?.({ depth, text });
    this.#tell = tell;
    this.#conditionals = new ConditionalSections(this.findings, {
      defines: this.#defines,
      modules: this.#modules,
      unbuiltModules: new Set(options.unbuilt.map((unbuilt) => unbuilt.module)),
      conditions: options.conditions ?? [],
      tell,
    });
    const read = (file: string, text: string) => this.readFile(file, text);
    this.#inclusion = new Inclusion(root.place.file, source, this.findings, read, tell);
    const section = {
      kind: root.kind,
      args: root.args ?? [],
      file: root.place.file,
      line: root.place.line,
      entries: [],
      sections: [],
    };
    this.#frames = [{
      section,
      context: context ?? contextInside(root.kind, "server"),
      tag: "",
      unknown: [],
      directories: new Map(),
    }];
  }

  get #top(): Frame {
    return this.#frames[this.#frames.length - 1];
  }

  /** The tree and the list, once all text is read. */
  finish(): Parsed {
    const root = this.#frames[0].section;
    for (const { section } of this.#frames.slice(1)) {
      this.findings.report("error", {
        message: `error processing configuration file '${root.file}': ` +
          "unclosed configuration section",
        place: section,
        hint: `${labelOf(section.kind)} ${at(section)} is not closed`,
      });
    }
    return { tree: root, findings: this.findings.list };
  }

  /** Reads one file's text into the section that is open. */
  readFile(file: string, text: string): void {
    const lines = new LineReader(text);
    const conditions: OpenCondition[] = [];
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      const place: Place = { file, line: line.number };
      this.findings.reading(line.continued ? undefined : { ...place, text: line.text });
      if (line.truncated) {
        this.findings.report("warning", {
          message: `handling possibly truncated configuration data at line ${line.number} of ` +
            `'${file}'`,
          place,
        });
      }
      if (line.text.includes("\0")) {
        this.findings.report("error", {
          message: `NUL byte in the configuration ${at(place)}`,
          place,
        });
        continue;
      }
      const words = this.#words(line.text);
      if (words.length === 0) continue; // nothing but continuations
      if (!words[0].startsWith("<")) {
        this.#directive(words, place);
        continue;
      }
      const tag = words[0].toLowerCase();
      const closes = tag.startsWith("</");
      const conditional = this.#conditionals.of(tag);
      if (conditional === undefined) {
        if (closes) this.#close(words, place);
        else this.#open(words, place);
      } else if (closes) this.#conditionals.close(conditional, words, conditions, place);
      else if (this.#conditionals.holds(conditional, words, place)) conditions.push({ tag, place });
      else this.#conditionals.skip(conditional, words, lines, place);
    }
    this.#conditionals.unclosed(conditions);
  }

  #words(text: string): string[] {
    const words = closeTag(splitWords(text));
    if (!text.includes("%{env:")) return words;
    return words.map((word) => expandEnvironment(word, (name) => this.#variable(name)));
  }

  #variable(name: string): string | undefined {
    return this.#variables.has(name) ? this.#variables.get(name) : this.#options.env(name);
  }

  // -- sections -----------------------------------------------------------------------------------

  #open(words: string[], place: Place): void {
    const tag = words[0].toLowerCase();
    const rule = sectionRules.get(tag);
    const known = this.#known.get(tag);
    if (known !== undefined) this.#notBuilt(known, words.slice(1), place);
    if (rule === undefined) {
      if (known === undefined) this.#unknown(words[0], place);
      this.#top.unknown.push(tag);
      return;
    }
    const reader = this.#options.sections?.find(({ name }) => name.toLowerCase() === tag);
    if (reader !== undefined) {
      const entry: Entry = { name: reader.name, args: words.slice(1), ...place };
      const found = this.#options.onDirective?.(reader, entry, this.#top.section);
      if (found !== undefined) found.forEach((finding) => this.findings.list.push(finding));
    }
    this.#push(rule, words.slice(1), place);
  }

  #push(rule: SectionRule, args: readonly string[], place: Place): void {
    const outer = this.#top;
    // The original passes over one inside another without a word.
    const isNested = isConditional(rule.kind) && isConditional(outer.section.kind);
    if (isNested || !rule.contexts.includes(outer.context)) {
      this.#misplaced(rule.name, place, rule.contexts);
    } else {
      const complaint = rule.complaint(args, outer.context);
      if (complaint !== undefined) this.findings.error(rule.name, complaint, place);
    }
    const section = {
      kind: rule.kind,
      args,
      file: place.file,
      line: place.line,
      entries: [],
      sections: [],
    };
    if (rule.kind === "directory" && args.length > 0) this.#secondDirectory(section);
    outer.section.sections.push(section);
    this.#frames.push({
      section,
      context: contextInside(rule.kind, outer.context),
      tag: rule.name.toLowerCase(),
      unknown: [],
      directories: new Map(),
    });
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
      this.findings.error("<Directory>", reason, section, hint);
    } else {
      const message = `<Directory>: ${reason} ${at(section)}`;
      this.findings.report("warning", { message, place: section, hint });
    }
  }

  #close(words: readonly string[], place: Place): void {
    const tag = opening(words[0]).toLowerCase();
    const unknown = this.#top.unknown.lastIndexOf(tag);
    if (unknown >= 0) {
      this.#top.unknown.splice(unknown, 1);
      return;
    }
    const rule = sectionRules.get(tag);
    if (rule === undefined) {
      this.#unknown(words[0], place);
      return;
    }
    const name = closing(rule.name);
    if (this.#top.tag === tag) {
      if (words.length > 1) this.findings.error(name, "wrong number of parameters", place);
      this.#pop(place);
      return;
    }
    this.#misplaced(name, place);
    // Go on as the writer most likely meant it: the tag closes its section and all inside, or it
    // is a slip of the pen for the innermost one.
    const depth = this.#frames.findLastIndex((frame) => frame.tag === tag);
    if (depth > 0) this.#frames.length = depth;
    else if (this.#frames.length > 1) this.#frames.pop();
  }

  #pop(place: Place): void {
    const { section } = this.#top;
    this.#frames.pop();
    if (section.kind === "class" && section.entries.length === 0) {
      const message = `empty <Class> definition ${at(place)}`;
      this.findings.report("warning", { message, place: section });
    }
  }

  // -- directives ---------------------------------------------------------------------------------

  #directive(words: string[], place: Place): void {
    const lower = words[0].toLowerCase();
    if (lower === "include") {
      if (!INCLUDE_CONTEXTS.includes(this.#top.context)) {
        return this.#misplaced("Include", place, INCLUDE_CONTEXTS);
      }
      return this.#inclusion.include(words, place);
    }
    if (lower === "includeoptions") {
      if (this.#top.context === "server") return this.#inclusion.setOptions(words, place);
      return this.#misplaced("IncludeOptions", place, ["server"]);
    }
    if (lower === "define") return this.#define(words, place);
    const known = this.#known.get(lower);
    if (known === undefined) return this.#unknown(words[0], place);

    const { section, context } = this.#top;
    const entry: Entry = {
      name: known.name,
      args: words.slice(1),
      file: place.file,
      line: place.line,
    };
    if (known.kind !== "built") return this.#notBuilt(known, entry.args, place);
    if (!known.directive.contexts.includes(context)) {
      return this.#misplaced(known.name, place, known.directive.contexts);
    }
    section.entries.push(entry);
    const loaded = known.directive.loads?.(entry.args);
    if (loaded !== undefined) this.#modules.add(loaded);
    const variable = section.kind === "server" && known.directive.variable?.(entry.args);
    if (variable) this.#variables.set(...variable);
    const found = this.#options.onDirective?.(known.directive, entry, section);
    if (found !== undefined) { for (const finding of found) this.findings.add(finding); }
  }

  #notBuilt(known: Known, args: readonly string[], place: Place): void {
    if (known.kind === "removed") {
      const message = `unknown configuration directive '${known.name}' ${at(place)}`;
      this.findings.report("error", { message, place, directive: known.name, hint: known.hint });
    }
    if (known.kind !== "unbuilt") return;
    const { unbuilt } = known;
    if (unbuilt.contexts !== undefined && !unbuilt.contexts.includes(this.#top.context)) {
      this.#misplaced(known.name, place, unbuilt.contexts);
    } else if (isHarmless(unbuilt, { args })) {
      return;
    } else if (unbuilt.severity === "restricts") {
      this.findings.error(
        known.name,
        "directive is not supported by this server yet (it restricts clients, and starting " +
          "without it would lift that)",
        place,
      );
    } else {
      this.findings.report("warning", {
        message: `${known.name}: directive is not supported by this server yet, ignored ` +
          at(place),
        place,
        directive: known.name,
      });
    }
  }

  #define(words: readonly string[], place: Place): void {
    if (!INCLUDE_CONTEXTS.includes(this.#top.context) && this.#top.context !== "class") {
      return this.#misplaced("Define", place, [...INCLUDE_CONTEXTS, "class"]);
    }
    if (words.length < 2) return this.findings.error("Define", "missing parameters", place);
    this.#defines.add(words[1]);
    this.#tell(3, `Define: '${words[1]}' ${at(place)}`);
  }

  // -- included files -----------------------------------------------------------------------------

  // -- messages -----------------------------------------------------------------------------------

  /** `contexts` are those where it may stand; not given for a closing tag. */
  #misplaced(name: string, place: Place, contexts?: readonly Context[]): void {
    const { section, context } = this.#top;
    const label = labelOf(context === "ftpaccess" ? context : section.kind);
    const hint = contexts && `it belongs in ${contexts.map(labelOf).join(", ")}`;
    this.findings.error(name, `directive not allowed in ${label} context`, place, hint);
  }

  #unknown(name: string, place: Place): void {
    const message = `unknown configuration directive '${name}' ${at(place)}`;
    this.findings.report("error", { message, place, directive: name, hint: this.#hintFor(name) });
  }

  #hintFor(name: string): string | undefined {
    // deno-lint-ignore no-control-regex -- "not ASCII" has no other way to be written
    if (/[^\x00-\x7f]/.test(name)) {
      return `malformed directive name '${name}' (contains non-ASCII characters)`;
    }
    if (this.#suggestions >= MOST_SUGGESTIONS) return undefined;
    this.#suggestions += 1;
    return didYouMean(nearest(name, name.startsWith("<") ? this.#tags(name) : this.#names()));
  }

  #names(): string[] {
    const usable = [...this.#known.values()].filter((known) => known.kind !== "removed");
    return [...usable.map((known) => known.name), ...LANGUAGE_NAMES];
  }

  #tags(name: string): string[] {
    const rules = [...sectionRules.values()].map((rule) => rule.name);
    const tags = [...rules, ...this.#conditionals.names];
    return name.startsWith("</") ? tags.map(closing) : tags;
  }
}
