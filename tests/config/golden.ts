/**
 * Golden files of the syntax check: a configuration, then what is to be found in it.
 *
 *     === define LABEL            as -D LABEL would
 *     === env NAME=value          a variable for %{env:NAME}
 *     === original differs: why   the original is known to say something else
 *     (the main file)
 *     === file /inc/a.conf        a further file
 *     === findings
 *     error: message
 *       hint
 */
import type { Finding } from "../../src/config/mod.ts";

/** A golden file, taken apart. */
export interface Golden {
  readonly name: string;
  readonly main: string;
  /** Further files by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly defines: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Why the original does otherwise, or `undefined` where both agree. */
  readonly differs: string | undefined;
  /** The findings as text. */
  readonly expected: string;
}

/** Where the golden files are. */
export const folder = new URL("../golden/config/", import.meta.url);

/** All golden files, by name. */
export function goldenFiles(): Golden[] {
  const names = [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
  return names.map((name) => parse(name, Deno.readTextFileSync(new URL(name, folder))));
}

function parse(name: string, text: string): Golden {
  const parts: Record<string, string> = { main: "" };
  const defines: string[] = [];
  const env: Record<string, string> = {};
  let differs: string | undefined;
  let part = "main";
  for (const line of text.split(/(?<=\n)/)) {
    const mark = /^=== (define|env|original differs:|file|findings) ?(.*)\n$/.exec(line);
    if (mark === null) parts[part] += line;
    else if (mark[1] === "define") defines.push(mark[2]);
    else if (mark[1] === "env") {
      const [variable, value] = mark[2].split("=");
      env[variable] = value;
    } else if (mark[1] === "original differs:") differs = mark[2];
    else parts[part = mark[1] === "file" ? mark[2] : "findings"] = "";
  }
  const { main, findings: expected, ...files } = parts;
  return { name: name.replace(/\.txt$/, ""), main, files, defines, env, differs, expected };
}

/** Findings in the form of a golden file. */
export function format(findings: readonly Finding[]): string {
  return findings.map(({ severity, message, hint }) => {
    const more = hint === undefined ? "" : hint.replace(/^/gm, "  ") + "\n";
    return `${severity}: ${message}\n${more}`;
  }).join("");
}
