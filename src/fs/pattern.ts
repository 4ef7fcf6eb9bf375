/**
 * One name against one pattern of `*`, `?` and `[...]`, byte by byte, as fnmatch(3) in the C locale.
 *
 * @module
 */

/** Whether `text` holds anything that means more than itself in a pattern. */
export function isPattern(text: string): boolean {
  return /[*?[]/.test(text);
}

/** Decides about one byte at a time. */
type Step = "*" | ((byte: string) => boolean);

/**
 * The test for names that match `pattern`, which has no slash. A leading dot must be written out: no
 * wildcard stands for it. `[` without its `]` stands for itself, a backslash always does. A name of
 * n bytes takes at most n times the pattern's length, whatever the pattern.
 */
export function matcher(pattern: string): (name: string) => boolean {
  const steps = compile(pattern);
  const matchesDots = pattern.startsWith(".");
  return (name) => (matchesDots || !name.startsWith(".")) && matches(steps, name);
}

/** Goes back to the last star only: what an earlier one covers can stay as it was found. */
function matches(steps: readonly Step[], name: string): boolean {
  let step = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const wanted = steps[step];
    if (wanted === "*") {
      star = step++;
      starAt = at;
    } else if (wanted !== undefined && wanted(name[at] ?? "")) {
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

function compile(pattern: string): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length;) {
    const byte = pattern[at];
    const set = byte === "[" ? bracket(pattern, at) : undefined;
    if (set !== undefined) {
      steps.push(set.test);
      at = set.end;
      continue;
    }
    at++;
    if (byte === "?") steps.push(() => true);
    else if (byte !== "*") steps.push((other) => other === byte);
    else if (steps.at(-1) !== "*") steps.push("*");
  }
  return steps;
}

/** The set that starts with the `[` at `start`; undefined when it never ends. */
function bracket(
  pattern: string,
  start: number,
): { test: (byte: string) => boolean; end: number } | undefined {
  const negated = pattern[start + 1] === "!" || pattern[start + 1] === "^";
  const first = start + (negated ? 2 : 1);
  const parts: ((byte: string) => boolean)[] = [];
  for (let at = first; at < pattern.length;) {
    const byte = pattern[at] ?? "";
    if (byte === "]" && at > first) {
      return { test: (other) => parts.some((part) => part(other)) !== negated, end: at + 1 };
    }
    const named = pattern.slice(at).match(/^\[:([a-z]+):\]/);
    const last = pattern[at + 2];
    if (named !== null) {
      const members = classes[named[1] ?? ""];
      if (members === undefined) return undefined;
      parts.push((other) => members.test(other));
      at += named[0].length;
    } else if (pattern[at + 1] === "-" && last !== undefined && last !== "]") {
      parts.push((other) => other >= byte && other <= last);
      at += 3;
    } else {
      parts.push((other) => other === byte);
      at++;
    }
  }
  return undefined;
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
