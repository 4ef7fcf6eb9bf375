/**
 * fnmatch(3) in the C locale, without the library: `*`, `?`, `[a-z]`, `[!a]`, `[[:digit:]]`, byte by
 * byte. The texts are anybody's, and the library's own time has no bound; this one's is the length
 * of the text times that of the pattern. It also works where nothing new can be asked of the
 * library, which is in a session after login.
 *
 * @module
 */

/** What a pattern may mean besides its wildcards. */
export interface FnmatchFlags {
  /** FNM_PERIOD: a dot in front of the text has to be a dot in the pattern. */
  readonly period?: boolean;
  /** Without FNM_NOESCAPE: a backslash takes the meaning from the character behind it. */
  readonly escape?: boolean;
}

/**
 * Whether `text` is a pattern: it has a star, a question mark or brackets that close, and no backslash
 * before it.
 */
export function hasWildcard(text: string): boolean {
  let isOpen = false;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (byte === "*" || byte === "?" || byte === "]" && isOpen) return true;
    if (byte === "[") isOpen = true;
    else if (byte === "\\") at++;
  }
  return false;
}

/** Decides about one byte, or stands for any number of them. */
type Step = "*" | ((byte: string) => boolean);

/**
 * The test for texts that match `pattern` from end to end; slashes are like any other byte. `[`
 * without its `]` stands for itself.
 */
export function fnmatcher(
  pattern: string,
  { period = false, escape = false }: FnmatchFlags = {},
): (text: string) => boolean {
  const steps = compile(pattern, escape);
  const matchesDots = !period || pattern.startsWith(".") || escape && pattern.startsWith("\\.");
  return (text) => (matchesDots || !text.startsWith(".")) && matches(steps, text);
}

/** Goes back to the last star only: what an earlier one covers can stay as it was found. */
function matches(steps: readonly Step[], text: string): boolean {
  let step = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = steps[step];
    if (wanted === "*") {
      star = step++;
      starAt = at;
    } else if (wanted !== undefined && wanted(text[at] ?? "")) {
      step++;
      at++;
    } else if (star >= 0) {
      step = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (steps[step] === "*") step++;
  return step === steps.length;
}

function compile(pattern: string, escape: boolean): Step[] {
  const steps: Step[] = [];
  const endless = new Set<number>();
  for (let at = 0; at < pattern.length;) {
    const byte = pattern[at];
    const set = byte === "[" ? bracket(pattern, at, escape, endless) : undefined;
    if (set !== undefined) {
      steps.push(set.test);
      at = set.end;
      continue;
    }
    at++;
    if (byte === "?") {
      steps.push(() => true);
    } else if (byte !== "*") {
      const literal = escape && byte === "\\" && at < pattern.length ? pattern[at++] : byte;
      steps.push((other) => other === literal);
    } else if (steps.at(-1) !== "*") {
      steps.push("*");
    }
  }
  return steps;
}

/**
 * The set that starts with the `[` at `start`; undefined when it never ends. `endless` are the places
 * from which reading on has been found to come to no end: each is gone through once, however many `[`
 * stand before it.
 */
function bracket(
  pattern: string,
  start: number,
  escape: boolean,
  endless: Set<number>,
): { test: (byte: string) => boolean; end: number } | undefined {
  const negated = pattern[start + 1] === "!" || pattern[start + 1] === "^";
  const first = start + (negated ? 2 : 1);
  const members = new Set<string>();
  const places: number[] = [];
  for (let at = first; at < pattern.length && !endless.has(at);) {
    const byte = pattern[at] ?? "";
    if (at > first) {
      if (byte === "]") return { test: (other) => members.has(other) !== negated, end: at + 1 };
      places.push(at);
    }
    if (escape && byte === "\\" && at + 1 < pattern.length) {
      members.add(pattern[at + 1]);
      at += 2;
      continue;
    }
    const named = byte === "[" ? pattern.slice(at).match(/^\[:([a-z]+):\]/) : null;
    const last = pattern[at + 2];
    if (named !== null) {
      const known = classes[named[1] ?? ""];
      if (known === undefined) break;
      bytes(0, 255).filter((other) => known.test(other)).forEach((other) => members.add(other));
      at += named[0].length;
    } else if (pattern[at + 1] === "-" && last !== undefined && last !== "]") {
      bytes(byte.charCodeAt(0), last.charCodeAt(0)).forEach((other) => members.add(other));
      at += 3;
    } else {
      members.add(byte);
      at++;
    }
  }
  for (const place of places) endless.add(place);
  return undefined;
}

/** The bytes `first` to `last`, both included; none where `last` is before `first`. */
function bytes(first: number, last: number): string[] {
  const length = Math.max(0, last - first + 1);
  return Array.from({ length }, (_, index) => String.fromCharCode(first + index));
}

/** The character classes of POSIX, in the C locale. */
const classes: Readonly<Record<string, RegExp | undefined>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  // deno-lint-ignore no-control-regex
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t-\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};
