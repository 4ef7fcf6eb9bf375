/**
 * `<IfDefine>`, `<IfModule>` and what further conditions there are: whether what is in them is read.
 *
 * @module
 */

import type { Condition } from "./condition.ts";
import { at, ConfigError, findingOf } from "./error.ts";
import type { Findings } from "./findings.ts";
import { closeTag, type LineReader, splitWords } from "./lexer.ts";
import type { Place } from "./tree.ts";

/** A conditional section: the words of its messages, and whether what is inside counts. */
export interface Conditional {
  readonly name: string;
  /** As the original calls it when it is not closed. */
  readonly unclosed: string;
  holds(words: readonly string[], place: Place): boolean;
}

/** What conditions are asked about. The sets grow while the file is read. */
export interface ConditionContext {
  readonly defines: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
  /** Modules that others have, and this server does not. */
  readonly unbuiltModules: ReadonlySet<string>;
  readonly conditions: readonly Condition[];
  /** Called for what only whoever looks for a fault wants to know. */
  tell(depth: number, text: string): void;
}

/** A section that was found to count and is still open. */
export interface OpenCondition {
  readonly tag: string;
  readonly place: Place;
}

/** The conditional sections of one reading. */
export class ConditionalSections {
  readonly #findings: Findings;
  readonly #tell: ConditionContext["tell"];
  readonly #unbuiltModules: ReadonlySet<string>;
  /** By name in lower case, brackets included. */
  readonly #sections: ReadonlyMap<string, Conditional>;

  constructor(findings: Findings, context: ConditionContext) {
    this.#findings = findings;
    this.#tell = context.tell;
    this.#unbuiltModules = context.unbuiltModules;
    this.#sections = this.#table(context);
  }

  /** Their names with brackets. */
  get names(): readonly string[] {
    return [...this.#sections.values()].map(({ name }) => name);
  }

  /** The section that a tag, in lower case, opens or closes. */
  of(tag: string): Conditional | undefined {
    return this.#sections.get(tag.startsWith("</") ? opening(tag) : tag);
  }

  /** Warns of those in `open` that the file leaves open: the original passes over them. */
  unclosed(open: readonly OpenCondition[]): void {
    for (const { tag, place } of open) {
      const { name } = this.#sections.get(tag) ?? { name: tag };
      this.#findings.report("warning", { message: `${name} is not closed ${at(place)}`, place });
    }
  }

  #table(context: ConditionContext): Map<string, Conditional> {
    const sections: Conditional[] = [
      this.#conditionOnNames("<IfDefine>", context.defines),
      this.#conditionOnNames("<IfModule>", context.modules),
    ];
    for (const condition of context.conditions) {
      const { name } = condition;
      const holds = (words: readonly string[], place: Place) => {
        try {
          return condition.holds(words.slice(1), (reason, hint) => {
            throw new ConfigError(reason, place, name, hint);
          });
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          this.#findings.add(findingOf(error));
          return false;
        }
      };
      sections.push({ name, unclosed: `${name} section`, holds });
    }
    return new Map(sections.map((section) => [section.name.toLowerCase(), section]));
  }

  /** Whether what is in the section counts. */
  holds(conditional: Conditional, words: readonly string[], place: Place): boolean {
    const holds = conditional.holds(words, place);
    const what = words.slice(1).join(" ");
    this.#tell(
      3,
      `${conditional.name}: ${holds ? "using" : "skipping"} '${what}' section ${at(place)}`,
    );
    return holds;
  }

  /** A section that counts if a name is in `names`, or is not, with a `!` in front. */
  #conditionOnNames(name: string, names: ReadonlySet<string>): Conditional {
    const holds = ([, label]: readonly string[], place: Place) => {
      if (label === undefined) {
        this.#findings.error(name, "missing parameters", place);
        return false;
      }
      return label.startsWith("!") ? !names.has(label.slice(1)) : names.has(label);
    };
    return { name, unclosed: `${name} context`, holds };
  }

  /** Passes over a section that does not count, up to its end. */
  skip(conditional: Conditional, words: readonly string[], lines: LineReader, place: Place): void {
    const tag = words[0].toLowerCase();
    if (this.#pass(tag, conditional, lines, place)) this.#skipped(tag, words, place);
  }

  /**
   * Passes over text up to the closing tag. It is not parsed, it only has to nest properly. The
   * result is whether there is anything but comments in it.
   */
  #pass(
    tag: string,
    { name: proper, unclosed }: Conditional,
    lines: LineReader,
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
        this.#surplus(proper, words, { file: opened.file, line: line.number });
      }
      if (depth === 0) return !empty;
      empty = false;
    }
    this.#findings.error(
      proper,
      `unclosed ${unclosed}`,
      { file: opened.file, line: lines.number },
      `${proper} ${at(opened)} is not closed`,
    );
    return !empty;
  }

  /** Names an `<IfModule>` section that counts where the module is built, and not here. */
  #skipped(tag: string, words: readonly string[], place: Place): void {
    if (tag !== "<ifmodule>" || !this.#unbuiltModules.has(words[1])) return;
    const message = `<IfModule>: ${words[1]} is not supported by this server yet, section skipped`;
    this.#findings.report("warning", { message: `${message} ${at(place)}`, place });
  }

  /** A closing tag: the innermost open one of its name is closed by it. */
  close(
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
      this.#findings.report("warning", { message, place });
    }
  }

  #surplus(name: string, words: readonly string[], place: Place): void {
    this.#findings.error(
      closing(name),
      `wrong number of parameters: ${words.slice(1).join(" ")}`,
      place,
    );
  }
}

/** `</Limit>` for `<Limit>`. */
export function closing(tag: string): string {
  return `</${tag.slice(1)}`;
}

/** `<Limit>` for `</Limit>`. */
export function opening(tag: string): string {
  return `<${tag.slice(2)}`;
}
