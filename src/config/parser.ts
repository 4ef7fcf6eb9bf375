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
import { ConditionalSections, type OpenCondition } from "./conditional_sections.ts";
import { at, type Finding } from "./error.ts";
import { Findings } from "./findings.ts";
import { Inclusion } from "./inclusion.ts";
import { isHarmless, type Known, knownNames, type Vocabulary } from "./known.ts";
import { closeTag, expandEnvironment, LineReader, splitWords } from "./lexer.ts";
import type { Note } from "./note.ts";
import { OpenSections, type Root } from "./open_sections.ts";
import { sectionRules } from "./sections.ts";
import { reasonOf, type Source } from "./source.ts";
import type { Entry, Place, Section } from "./tree.ts";
import { UnknownNames } from "./unknown_names.ts";

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

const INCLUDE_CONTEXTS: readonly Context[] = [
  "server",
  "vhost",
  "global",
  "anonymous",
  "directory",
  "limit",
];

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
  const parser = new Parser(source, options, {
    kind: "directory",
    place: { file, line: 0 },
    args: [directory],
    context: "ftpaccess",
  });
  parser.readFile(file, text);
  return parser.finish();
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
  readonly #open: OpenSections;
  readonly #unknown: UnknownNames;

  constructor(source: Source, options: ParseOptions, root: Root) {
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
    this.#open = new OpenSections(this.findings, root);
    this.#unknown = new UnknownNames(this.findings, this.#known, this.#conditionals.names);
  }

  /** The tree and the list, once all text is read. */
  finish(): Parsed {
    return { tree: this.#open.finish(), findings: this.findings.list };
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
        if (!closes) this.#section(words, place);
        else if (!this.#open.close(words, place)) this.#unknown.report(words[0], place);
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

  #section(words: string[], place: Place): void {
    const tag = words[0].toLowerCase();
    const rule = sectionRules.get(tag);
    const known = this.#known.get(tag);
    if (known !== undefined) this.#notBuilt(known, words.slice(1), place);
    if (rule === undefined) {
      if (known === undefined) this.#unknown.report(words[0], place);
      this.#open.openUnknown(tag);
      return;
    }
    const reader = this.#options.sections?.find(({ name }) => name.toLowerCase() === tag);
    if (reader !== undefined) {
      this.#tried(reader, { name: reader.name, args: words.slice(1), ...place });
    }
    this.#open.open(rule, words.slice(1), place);
  }

  #directive(words: string[], place: Place): void {
    const lower = words[0].toLowerCase();
    if (lower === "include") {
      if (!INCLUDE_CONTEXTS.includes(this.#open.context)) {
        return this.#open.misplaced("Include", place, INCLUDE_CONTEXTS);
      }
      return this.#inclusion.include(words, place);
    }
    if (lower === "includeoptions") {
      if (this.#open.context === "server") return this.#inclusion.setOptions(words, place);
      return this.#open.misplaced("IncludeOptions", place, ["server"]);
    }
    if (lower === "define") return this.#define(words, place);
    const known = this.#known.get(lower);
    if (known === undefined) return this.#unknown.report(words[0], place);
    const entry: Entry = {
      name: known.name,
      args: words.slice(1),
      file: place.file,
      line: place.line,
    };
    if (known.kind !== "built") return this.#notBuilt(known, entry.args, place);
    if (!known.directive.contexts.includes(this.#open.context)) {
      return this.#open.misplaced(known.name, place, known.directive.contexts);
    }
    this.#open.add(entry);
    const loaded = known.directive.loads?.(entry.args);
    if (loaded !== undefined) this.#modules.add(loaded);
    const isMain = this.#open.section.kind === "server";
    const variable = isMain && known.directive.variable?.(entry.args);
    if (variable) this.#variables.set(...variable);
    this.#tried(known.directive, entry);
  }

  /** Notes what the caller finds about a line in the section that is open. */
  #tried(directive: Directive<unknown>, entry: Entry): void {
    const found = this.#options.onDirective?.(directive, entry, this.#open.section) ?? [];
    for (const finding of found) this.findings.add(finding);
  }

  #notBuilt(known: Known, args: readonly string[], place: Place): void {
    if (known.kind === "removed") {
      const message = `unknown configuration directive '${known.name}' ${at(place)}`;
      this.findings.report("error", { message, place, directive: known.name, hint: known.hint });
    }
    if (known.kind !== "unbuilt") return;
    const { unbuilt } = known;
    if (unbuilt.contexts !== undefined && !unbuilt.contexts.includes(this.#open.context)) {
      this.#open.misplaced(known.name, place, unbuilt.contexts);
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
    const contexts: readonly Context[] = [...INCLUDE_CONTEXTS, "class"];
    if (!contexts.includes(this.#open.context)) {
      return this.#open.misplaced("Define", place, contexts);
    }
    if (words.length < 2) return this.findings.error("Define", "missing parameters", place);
    this.#defines.add(words[1]);
    this.#tell(3, `Define: '${words[1]}' ${at(place)}`);
  }
}
