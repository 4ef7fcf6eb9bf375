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
import { at, ConfigError, type Finding, findingOf } from "./error.ts";
import { expandInclude, INCLUDE_OPTIONS, type IncludeOption } from "./include.ts";
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

/** Included files may be nested this deep; more is taken for a loop. */
const DEEPEST_INCLUDE = 64;

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

/** A conditional section: the words of its messages, and whether what is inside counts. */
interface Conditional {
  readonly name: string;
  /** As the original calls it when it is not closed. */
  readonly unclosed: string;
  holds(words: readonly string[], place: Place): boolean;
}

/** Parses the configuration file `file`, an absolute path. */
export function parseConfiguration(file: string, source: Source, options: ParseOptions): Parsed {
  const parser = new Parser(source, options, { kind: "server", place: { file, line: 0 } });
  let text: string;
  try {
    text = source.read(file);
  } catch (error) {
    parser.findings.push({
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
  readonly findings: Finding[] = [];
  readonly #source: Source;
  readonly #options: ParseOptions;
  readonly #known: ReadonlyMap<string, Known>;
  readonly #defines: Set<string>;
  readonly #modules: Set<string>;
  readonly #unbuiltModules: ReadonlySet<string>;
  readonly #includeOptions = new Set<IncludeOption>();
  /** By name in lower case, brackets included. */
  readonly #conditionals: ReadonlyMap<string, Conditional>;
  /** What the file itself has made of variables; `undefined` for one that it has unset. */
  readonly #variables = new Map<string, string | undefined>();
  readonly #frames: Frame[];
  readonly #openFiles: string[] = [];
  #suggestions = 0;
  /** The line that is being read, for columns. */
  #line: Place & { readonly text: string } | undefined;

  constructor(source: Source, options: ParseOptions, root: Root, context?: Context) {
    this.#source = source;
    this.#options = options;
    this.#known = knownNames(options);
    this.#defines = new Set(options.defines);
    this.#modules = new Set(options.modules);
    this.#unbuiltModules = new Set(options.unbuilt.map((unbuilt) => unbuilt.module));
    this.#conditionals = this.#conditionalSections();
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
      this.#report("error", {
        message: `error processing configuration file '${root.file}': ` +
          "unclosed configuration section",
        place: section,
        hint: `${labelOf(section.kind)} ${at(section)} is not closed`,
      });
    }
    return { tree: root, findings: this.findings };
  }

  /** Reads one file's text into the section that is open. */
  readFile(file: string, text: string): void {
    const lines = new LineReader(text);
    const conditions: { tag: string; place: Place }[] = [];
    this.#openFiles.push(file);
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      const place: Place = { file, line: line.number };
      this.#line = line.continued ? undefined : { ...place, text: line.text };
      if (line.truncated) {
        this.#report("warning", {
          message: `handling possibly truncated configuration data at line ${line.number} of ` +
            `'${file}'`,
          place,
        });
      }
      if (line.text.includes("\0")) {
        this.#report("error", { message: `NUL byte in the configuration ${at(place)}`, place });
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
      const conditional = this.#conditionals.get(closes ? opening(tag) : tag);
      if (conditional === undefined) {
        if (closes) this.#close(words, place);
        else this.#open(words, place);
      } else if (closes) this.#endCondition(conditional, words, conditions, place);
      else if (this.#holds(conditional, words, place)) conditions.push({ tag, place });
      else if (this.#skip(tag, conditional, lines, file, place)) this.#skipped(tag, words, place);
    }
    // The original passes over these without a word.
    for (const { tag, place } of conditions) {
      const { name } = this.#conditionals.get(tag) ?? { name: tag };
      this.#report("warning", { message: `${name} is not closed ${at(place)}`, place });
    }
    this.#openFiles.pop();
  }

  #words(text: string): string[] {
    const words = closeTag(splitWords(text));
    if (!text.includes("%{env:")) return words;
    return words.map((word) => expandEnvironment(word, (name) => this.#variable(name)));
  }

  #variable(name: string): string | undefined {
    return this.#variables.has(name) ? this.#variables.get(name) : this.#options.env(name);
  }

  // -- conditions ---------------------------------------------------------------------------------

  #conditionalSections(): Map<string, Conditional> {
    const sections: Conditional[] = [
      this.#conditionOnNames("<IfDefine>", this.#defines),
      this.#conditionOnNames("<IfModule>", this.#modules),
    ];
    for (const condition of this.#options.conditions ?? []) {
      const { name } = condition;
      const holds = (words: readonly string[], place: Place) => {
        try {
          return condition.holds(words.slice(1), (reason, hint) => {
            throw new ConfigError(reason, place, name, hint);
          });
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          this.#note(findingOf(error));
          return false;
        }
      };
      sections.push({ name, unclosed: `${name} section`, holds });
    }
    return new Map(sections.map((section) => [section.name.toLowerCase(), section]));
  }

  #holds(conditional: Conditional, words: readonly string[], place: Place): boolean {
    const holds = conditional.holds(words, place);
    const what = words.slice(1).join(" ");
    this.#tell(
      3,
      `${conditional.name}: ${holds ? "using" : "skipping"} '${what}' section ${at(place)}`,
    );
    return holds;
  }

  #tell(depth: number, text: string): void {
    this.#options.onNote?.({ depth, text });
  }

  /** A section that counts if a name is in `names`, or is not, with a `!` in front. */
  #conditionOnNames(name: string, names: ReadonlySet<string>): Conditional {
    const holds = ([, label]: readonly string[], place: Place) => {
      if (label === undefined) {
        this.#error(name, "missing parameters", place);
        return false;
      }
      return label.startsWith("!") ? !names.has(label.slice(1)) : names.has(label);
    };
    return { name, unclosed: `${name} context`, holds };
  }

  /**
   * Passes over text up to the closing tag. It is not parsed, it only has to nest properly. The
   * result is whether there is anything but comments in it.
   */
  #skip(
    tag: string,
    { name: proper, unclosed }: Conditional,
    lines: LineReader,
    file: string,
    opened: Place,
  ): boolean {
    const end = `</${tag.slice(1)}`;
    let depth = 1;
    let empty = true;
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      const words = line.text.trimStart().startsWith("<") ? closeTag(splitWords(line.text)) : [];
      const name = words[0]?.toLowerCase();
      if (name === tag) depth += 1;
      if (name === end) depth -= 1;
      if (name === end && words.length > 1) {
        this.#surplus(proper, words, { file, line: line.number });
      }
      if (depth === 0) return !empty;
      empty = false;
    }
    this.#error(
      proper,
      `unclosed ${unclosed}`,
      { file, line: lines.number },
      `${proper} ${at(opened)} is not closed`,
    );
    return !empty;
  }

  /** Names an `<IfModule>` section that counts where the module is built, and not here. */
  #skipped(tag: string, words: readonly string[], place: Place): void {
    if (tag !== "<ifmodule>" || !this.#unbuiltModules.has(words[1])) return;
    const message = `<IfModule>: ${words[1]} is not supported by this server yet, section skipped`;
    this.#report("warning", { message: `${message} ${at(place)}`, place });
  }

  #endCondition(
    { name }: Conditional,
    words: readonly string[],
    conditions: { tag: string; place: Place }[],
    place: Place,
  ): void {
    const tag = opening(words[0].toLowerCase());
    if (words.length > 1) this.#surplus(name, words, place);
    const open = conditions.findLastIndex((condition) => condition.tag === tag);
    if (open >= 0) conditions.splice(open, 1);
    // The original passes over it without a word, so it cannot be an error.
    else {
      const message = `${closing(name)} closes nothing ${at(place)}`;
      this.#report("warning", { message, place });
    }
  }

  #surplus(name: string, words: readonly string[], place: Place): void {
    this.#error(closing(name), `wrong number of parameters: ${words.slice(1).join(" ")}`, place);
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
      if (found !== undefined) this.findings.push(...found);
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
      if (complaint !== undefined) this.#error(rule.name, complaint, place);
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
      this.#error("<Directory>", reason, section, hint);
    } else {
      const message = `<Directory>: ${reason} ${at(section)}`;
      this.#report("warning", { message, place: section, hint });
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
      if (words.length > 1) this.#error(name, "wrong number of parameters", place);
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
      this.#report("warning", { message, place: section });
    }
  }

  // -- directives ---------------------------------------------------------------------------------

  #directive(words: string[], place: Place): void {
    const lower = words[0].toLowerCase();
    if (lower === "include") return this.#include(words, place);
    if (lower === "includeoptions") return this.#setIncludeOptions(words, place);
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
    if (found !== undefined) { for (const finding of found) this.#note(finding); }
  }

  #notBuilt(known: Known, args: readonly string[], place: Place): void {
    if (known.kind === "removed") {
      const message = `unknown configuration directive '${known.name}' ${at(place)}`;
      this.#report("error", { message, place, directive: known.name, hint: known.hint });
    }
    if (known.kind !== "unbuilt") return;
    const { unbuilt } = known;
    if (unbuilt.contexts !== undefined && !unbuilt.contexts.includes(this.#top.context)) {
      this.#misplaced(known.name, place, unbuilt.contexts);
    } else if (isHarmless(unbuilt, { args })) {
      return;
    } else if (unbuilt.severity === "restricts") {
      this.#error(
        known.name,
        "directive is not supported by this server yet (it restricts clients, and starting " +
          "without it would lift that)",
        place,
      );
    } else {
      this.#report("warning", {
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
    if (words.length < 2) return this.#error("Define", "missing parameters", place);
    this.#defines.add(words[1]);
    this.#tell(3, `Define: '${words[1]}' ${at(place)}`);
  }

  // -- included files -----------------------------------------------------------------------------

  #include(words: readonly string[], place: Place): void {
    if (!INCLUDE_CONTEXTS.includes(this.#top.context)) {
      return this.#misplaced("Include", place, INCLUDE_CONTEXTS);
    }
    if (words.length < 2) return this.#error("Include", "missing parameters", place);
    const path = words[1];
    if (!path.startsWith("/")) {
      const reason = `unable to use path for configuration file '${path}'`;
      return this.#error("Include", reason, place, "the path must be absolute");
    }
    const included = expandInclude(path, this.#source, this.#includeOptions);
    if ("refused" in included) {
      const reason = `error including '${path}': ${included.refused}`;
      const hint = "IncludeOptions IgnoreWildcards forbids patterns in names of directories";
      return this.#error("Include", reason, place, hint);
    }
    if ("missing" in included) return this.#notIncluded(path, included.missing, place);
    if (included.files.length === 0) {
      this.#tell(3, `Include: no file is called '${path}' ${at(place)}`);
    }
    for (const file of included.files) this.#includeFile(file, place);
  }

  #setIncludeOptions(words: readonly string[], place: Place): void {
    if (this.#top.context !== "server") {
      return this.#misplaced("IncludeOptions", place, ["server"]);
    }
    if (words.length < 2) {
      return this.#error("IncludeOptions", "wrong number of parameters", place);
    }
    // Each line starts anew, as in the original.
    this.#includeOptions.clear();
    for (const word of words.slice(1)) {
      const option = INCLUDE_OPTIONS.find((option) => option === word);
      if (option === undefined) {
        const hint = `expected ${INCLUDE_OPTIONS.join(", ")}`;
        this.#error("IncludeOptions", `unknown IncludeOption '${word}'`, place, hint);
      } else this.#includeOptions.add(option);
    }
  }

  #includeFile(file: string, place: Place): void {
    if (this.#openFiles.includes(file) || this.#openFiles.length >= DEEPEST_INCLUDE) {
      return this.#error("Include", `'${file}' includes itself`, place);
    }
    let text: string;
    try {
      text = this.#source.read(file);
    } catch (error) {
      return this.#notIncluded(file, reasonOf(error), place);
    }
    this.#tell(2, `Include: reading '${file}' ${at(place)}`);
    this.readFile(file, text);
  }

  #notIncluded(path: string, reason: string, place: Place): void {
    this.#report("warning", {
      message: `unable to include '${path}': ${reason}`,
      place,
      hint: `Include ${at(place)}`,
    });
  }

  // -- messages -----------------------------------------------------------------------------------

  #report(severity: Finding["severity"], finding: Omit<Finding, "severity">): void {
    const { place } = finding;
    this.#note({
      severity,
      ...finding,
      ...(place === undefined ? {} : { place: { file: place.file, line: place.line } }),
    });
  }

  /** Adds `finding` to the list, with its column where it is about the line that is being read. */
  #note(finding: Finding): void {
    const { place, word = 0 } = finding;
    const line = this.#line;
    if (!line || place?.line !== line.line || place.file !== line.file) {
      this.findings.push(finding);
      return;
    }
    const starts: number[] = [];
    splitWords(line.text, starts);
    const start = starts[word] ?? starts[0];
    this.findings.push(start === undefined ? finding : { ...finding, column: start + 1 });
  }

  #error(name: string, reason: string, place: Place, hint?: string): void {
    const message = `${name}: ${reason} ${at(place)}`;
    this.#report("error", { message, place, directive: name, hint });
  }

  /** `contexts` are those where it may stand; not given for a closing tag. */
  #misplaced(name: string, place: Place, contexts?: readonly Context[]): void {
    const { section, context } = this.#top;
    const label = labelOf(context === "ftpaccess" ? context : section.kind);
    const hint = contexts && `it belongs in ${contexts.map(labelOf).join(", ")}`;
    this.#error(name, `directive not allowed in ${label} context`, place, hint);
  }

  #unknown(name: string, place: Place): void {
    const message = `unknown configuration directive '${name}' ${at(place)}`;
    this.#report("error", { message, place, directive: name, hint: this.#hintFor(name) });
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
    const rules = [...sectionRules.values(), ...this.#conditionals.values()];
    const tags = rules.map((rule) => rule.name);
    return name.startsWith("</") ? tags.map(closing) : tags;
  }
}

/** `</Limit>` for `<Limit>`. */
function closing(tag: string): string {
  return `</${tag.slice(1)}`;
}

/** `<Limit>` for `</Limit>`. */
function opening(tag: string): string {
  return `<${tag.slice(2)}`;
}
