/**
 * The language of hosts_access(5), as text:
 *
 *     daemon-list : client-list [: option ...]
 *
 * Lists have blanks or commas between their patterns, and `EXCEPT` between lists. A `\` at the end of a
 * line continues it; lines that begin with `#` are comments; what stands in `[]`, or behind a `\`, is
 * no separator.
 *
 * @module
 */

/** `list EXCEPT list EXCEPT ...`: each takes away from the one before it. Never empty. */
export type PatternList = readonly (readonly string[])[];

/** A line `daemons : clients [: option]…`, as hosts_access(5) has it. */
export interface WrapRule {
  /** Its (first) line in the file, from 1. */
  readonly line: number;
  readonly daemons: PatternList;
  readonly clients: PatternList;
  /** As they stand there, without blanks around them. */
  readonly options: readonly string[];
}

/** A line that is no rule. */
export interface BadLine {
  readonly line: number;
  /** In the original's words, where it has any. */
  readonly problem: string;
}

/** What a line turns out to be. */
export type TableLine =
  | { readonly is: "rule"; readonly rule: WrapRule }
  | { readonly is: "bad"; readonly bad: BadLine };

/** The rules in `text`, in their order, and the lines that are none. */
export function parseTable(text: string): readonly TableLine[] {
  return logicalLines(text).flatMap(({ text, line }): TableLine[] => {
    const trimmed = text.trim();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const [daemons, clients, ...options] = fieldsOf(trimmed);
    if (clients === undefined) {
      return [bad(line, "badly formatted list of daemon/service names")];
    }
    const rule = {
      line,
      daemons: listOf(daemons),
      clients: listOf(clients),
      options: options.map((option) => option.trim()).filter((option) => option !== ""),
    };
    if (isIncomplete(rule.daemons)) return [bad(line, "list of daemon/service names is empty")];
    if (isIncomplete(rule.clients)) return [bad(line, "client list is empty")];
    return [{ is: "rule", rule }];
  });
}

function bad(line: number, problem: string): TableLine {
  return { is: "bad", bad: { line, problem } };
}

/** Lines with their continuations, by the number of the first one. */
function logicalLines(text: string): { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  let open = false;
  for (const [index, line] of text.split("\n").entries()) {
    const whole = line.replace(/\r$/, "");
    const continues = whole.endsWith("\\");
    const part = continues ? whole.slice(0, -1) : whole;
    const last = found.at(-1);
    if (open && last) last.text += part;
    else found.push({ text: part, line: index + 1 });
    open = continues;
  }
  return found;
}

/** Between the colons. */
function fieldsOf(text: string): string[] {
  const fields = [""];
  let inBrackets = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === "\\" && text[i + 1] === ":") {
      fields[fields.length - 1] += ":";
      i += 1;
      continue;
    }
    if (char === "[") inBrackets = true;
    if (char === "]") inBrackets = false;
    if (char === ":" && !inBrackets) fields.push("");
    else fields[fields.length - 1] += char;
  }
  return fields;
}

function listOf(text: string): PatternList {
  const lists: string[][] = [[]];
  for (const word of text.split(/[\s,]+/)) {
    if (word === "") continue;
    if (word.toUpperCase() === "EXCEPT") lists.push([]);
    else lists[lists.length - 1].push(word);
  }
  return lists;
}

function isIncomplete(list: PatternList): boolean {
  return list.some((words) => words.length === 0);
}
