/**
 * Configuration files for servers under test: what the test writes, over defaults.
 *
 * @module
 */

/**
 * `text` with those `defaults` (lines `Name value…`) in front whose directive `text` does not set
 * at its top level. Needed since of two equal directives ProFTPD takes the first or the last,
 * depending on the directive.
 */
export function withDefaults(text: string, defaults: readonly string[]): string {
  const set = topLevelNames(text);
  const kept = defaults.filter((line) => !set.has((line.split(/\s/)[0] ?? "").toLowerCase()));
  return [...kept, text.trimEnd(), ""].join("\n");
}

/** The directives at the top level of `text`, in lower case. */
function topLevelNames(text: string): Set<string> {
  const names = new Set<string>();
  let depth = 0;
  for (const line of text.split("\n").map((line) => line.trim())) {
    // Conditions are no sections: what stands in them is at the level around them.
    if (/^<\/?If(Module|Define)\b/i.test(line)) continue;
    if (line.startsWith("</")) depth--;
    else if (line.startsWith("<")) depth++;
    else if (depth === 0) names.add((line.split(/\s/)[0] ?? "").toLowerCase());
  }
  return names;
}
