/**
 * Shell patterns for file names, as `Include /etc/proftpd/conf.d/*.conf` uses them.
 *
 * @module
 */

/** Whether `word` has a character in it that makes it a pattern. */
export function isPattern(word: string): boolean {
  return /[*?[]/.test(word);
}

/**
 * A test for one name (no slash in it) against `pattern`: `*`, `?`, `[a-z]`, `[!a]`, `\` before a
 * literal. A dot in front must be matched by a dot (fnmatch(3) with FNM_PERIOD).
 */
export function namePattern(pattern: string): (name: string) => boolean {
  const source = new RegExp(`^(?:${translate(pattern)})$`, "s");
  const dots = pattern.startsWith(".");
  return (name) => (dots || !name.startsWith(".")) && source.test(name);
}

function translate(pattern: string): string {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === "*") source += source.endsWith("[^]*") ? "" : "[^]*";
    else if (char === "?") source += "[^]";
    else if (char === "[") {
      const set = readSet(pattern, at);
      source += set.source;
      at = set.end;
    } else {
      const literal = char === "\\" && at + 1 < pattern.length ? pattern[++at] : char;
      source += literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    }
  }
  return source;
}

/** The character set that opens at `start`; a `[` that is never closed stands for itself. */
function readSet(pattern: string, start: number): { source: string; end: number } {
  const match = /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(start));
  if (match === null) return { source: "\\[", end: start };
  const members = match[2].replace(/[\\\]^[]/g, "\\$&");
  const source = `[${match[1] === "" ? "" : "^"}${members}]`;
  try {
    new RegExp(source);
  } catch {
    return { source: "[]", end: start + match[0].length - 1 }; // `[z-a]`: matches nothing
  }
  return { source, end: start + match[0].length - 1 };
}
