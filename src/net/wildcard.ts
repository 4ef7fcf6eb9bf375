/**
 * Shell patterns over whole texts (addresses, host names): `*`, `?`, `[4-9]`, `[!a-f]`.
 *
 * @module
 */

/** Decides about one character, or stands for any number of them. */
type Step = "*" | ((char: string) => boolean);

/**
 * The test for texts that match `pattern` from end to end. It takes time in the order of both
 * lengths multiplied, whatever they hold. A `[` that is never closed stands for itself.
 */
export function wildcardPattern(pattern: string): (text: string) => boolean {
  const steps = compile(pattern);
  return (text) => matches(steps, text);
}

/** Going back to the last star is enough: what an earlier one covers can stay as it was found. */
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
    } else if (wanted !== undefined && wanted(text[at])) {
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
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === "*") {
      steps.push("*");
    } else if (char === "?") {
      steps.push(() => true);
    } else {
      const set = char === "[" ? characterSet(pattern, at) : undefined;
      steps.push(set?.has ?? ((other) => other === char));
      at = set?.end ?? at;
    }
  }
  return steps;
}

/** The set that opens at `start`, and where its `]` is; undefined when it has none. */
function characterSet(
  pattern: string,
  start: number,
): { has: (char: string) => boolean; end: number } | undefined {
  const negated = /^[!^]$/.test(pattern[start + 1] ?? "");
  const first = start + (negated ? 2 : 1);
  const end = pattern.indexOf("]", first + 1); // a `]` right at the front is a member
  if (end < 0) return undefined;
  const ranges: (readonly [string, string])[] = [];
  for (let at = first; at < end; at++) {
    const isRange = pattern[at + 1] === "-" && at + 2 < end;
    ranges.push([pattern[at], pattern[isRange ? at + 2 : at]]);
    if (isRange) at += 2;
  }
  const has = (char: string) => ranges.some(([low, high]) => char >= low && char <= high);
  return { has: (char) => has(char) !== negated, end };
}
