/**
 * Shell patterns for file names, as `Include /etc/proftpd/conf.d/*.conf` uses them.
 *
 * @module
 */

/** Whether `word` has a character in it that makes it a pattern. */
export function isPattern(word: string): boolean {
  return /[*?[]/.test(word);
}

/** What one character of a name has to be; `star` stands for any number of characters. */
type Token = "star" | ((char: string) => boolean);

/**
 * A test for one name (no slash in it) against `pattern`: `*`, `?`, `[a-z]`, `[!a]`, `\` before a
 * literal. A dot in front must be matched by a dot (fnmatch(3) with FNM_PERIOD). Takes time in
 * proportion to the length of the name times that of the pattern, whatever they are.
 */
export function namePattern(pattern: string): (name: string) => boolean {
  const tokens = tokensOf(pattern);
  const dots = pattern.startsWith(".");
  return (name) => (dots || !name.startsWith(".")) && matches(tokens, name);
}

/** Only the last star ever needs to take more: an earlier one could not do better. */
function matches(tokens: readonly Token[], name: string): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const expected = tokens[token];
    if (expected === "star") {
      star = token++;
      starAt = at;
    } else if (expected !== undefined && expected(name[at])) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (tokens[token] === "star") token++;
  return token === tokens.length;
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    const set = char === "[" ? readSet(pattern, at) : undefined;
    if (char === "*") tokens.push("star");
    else if (char === "?") tokens.push(() => true);
    else if (set !== undefined) {
      tokens.push(set.token);
      at = set.end;
    } else {
      const literal = char === "\\" && at + 1 < pattern.length ? pattern[++at] : char;
      tokens.push((other) => other === literal);
    }
  }
  return tokens;
}

/** The set that opens at `start`, or `undefined` when it is never closed: a plain bracket. */
function readSet(pattern: string, start: number): { token: Token; end: number } | undefined {
  const match = /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(start));
  if (match === null) return undefined;
  const negated = match[1] !== "";
  const ranges = [...match[2].matchAll(/([^])-([^])|([^])/g)].map(([, low, high, single]) =>
    single === undefined ? [low, high] : [single, single]
  );
  return {
    token: (char) => ranges.some(([low, high]) => low <= char && char <= high) !== negated,
    end: start + match[0].length - 1,
  };
}
