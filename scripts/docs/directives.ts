/**
 * The page of directives: what the vocabulary knows, and what the manual says of it.
 *
 * @module
 */
import type { Context, Directive, Unbuilt } from "../../src/config/mod.ts";
import { INCLUDE_OPTIONS } from "../../src/config/include.ts";
import { labelOf, sectionRules } from "../../src/config/sections.ts";
import { manual } from "../../src/modules/manual/mod.ts";
import { builtModules, vocabulary } from "../../src/modules/vocabulary.ts";

/** What is part of the language itself and stands in no table of directives. */
const LANGUAGE: readonly (readonly [name: string, syntax: string, contexts: string])[] = [
  ["Define", "Define label", "everywhere but .ftpaccess"],
  ["Include", "Include path|pattern|directory", "everywhere but <Class>, .ftpaccess"],
  ["IncludeOptions", `IncludeOptions ${INCLUDE_OPTIONS.join("|")} ...`, "server config"],
  ["<IfDefine>", "<IfDefine [!]label>", "everywhere"],
  ["<IfModule>", "<IfModule [!]module>", "everywhere"],
  ["<IfVersion>", "<IfVersion [[!]operator] version>", "everywhere"],
];

const HEAD = `# Directives

Written by \`deno task docs\` from the tables that the server itself reads.

Contexts are the sections in which a directive may stand; a section inherits from the one around it,
and the closest setting counts. *Since* is the version of ProFTPD that had it first.
`;

const UNBUILT = `## Known and not built

\`-t\` names each line of these. It is an **error** where the directive restricts anybody, and a
**warning** where it is for comfort or counts only while its module's switch is on. *Accepted* are
values that ask for what the server does anyway.
`;

const REMOVED = `## Gone from ProFTPD

Errors here as there; \`-t\` says what to use instead.
`;

/** The text of \`docs/directives.md\`. */
export function directivesPage(): string {
  return [HEAD, language(), ...built(), UNBUILT, ...unbuilt(), REMOVED, removed()].join("\n");
}

function language(): string {
  const sections = [...sectionRules.values()]
    .filter(({ name }) => !isUnbuilt(name))
    .map(({ name, contexts }) => row(name, syntaxOfSection(name), "", listed(contexts)));
  const words = LANGUAGE.map(([name, syntax, contexts]) => row(name, syntax, "", contexts));
  return table("Sections and the language", [...words, ...sections].sort());
}

const ARGUMENTS: Readonly<Record<string, string>> = {
  "<VirtualHost>": "address|name ...",
  "<Directory>": "path",
  "<Anonymous>": "directory",
  "<Limit>": "command ...",
  "<Class>": "name",
  "<IfUser>": "[AND|OR|regex] expression",
  "<IfGroup>": "[AND|OR|regex] expression",
  "<IfClass>": "[AND|OR|regex] expression",
};

function syntaxOfSection(name: string): string {
  const words = ARGUMENTS[name];
  return words === undefined ? name : `${name.slice(0, -1)} ${words}>`;
}

/** A table for each module. */
function built(): string[] {
  const owners = new Map<string, string>();
  for (const { name, directives = [] } of builtModules) {
    for (const directive of directives) owners.set(directive.name, name);
  }
  const groups = Map.groupBy(
    vocabulary.directives,
    ({ name }) => owners.get(name) ?? "mod_core.c",
  );
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([module, directives]) =>
    table(module, directives.map(rowOf).sort())
  );
}

function rowOf(directive: Directive<unknown>): string {
  const { name, syntax, contexts } = directive;
  return row(name, syntax, fallbackOf(directive), listed(contexts));
}

/** The default that the code has, where it can be written; else the manual's. */
function fallbackOf({ name, fallback }: Directive<unknown>): string {
  if (typeof fallback === "boolean") return fallback ? "on" : "off";
  if (typeof fallback === "number" && Number.isFinite(fallback)) return String(fallback);
  if (typeof fallback === "string" && fallback !== "") return fallback;
  return manual.get(name)?.fallback ?? "";
}

function row(name: string, syntax: string, fallback: string, contexts: string): string {
  const { meaning = "", since = "" } = manual.get(name) ?? {};
  const cells = [code(syntax), fallback, contexts, meaning, since].map(escaped);
  return `| ${cells.join(" | ")} |`;
}

function table(title: string, rows: readonly string[]): string {
  const head = "| syntax | default | contexts | meaning | since |\n| --- | --- | --- | --- | --- |";
  return `## ${title}\n\n${head}\n${rows.join("\n")}\n`;
}

function isUnbuilt(name: string): boolean {
  return vocabulary.unbuilt.some((row) => row.name === name) &&
    !vocabulary.directives.some((directive) => directive.name === name);
}

function unbuilt(): string[] {
  const rows = vocabulary.unbuilt.filter(({ name }) => isUnbuilt(name));
  return [...Map.groupBy(rows, ({ module }) => module)].sort(([a], [b]) => a < b ? -1 : 1).map(
    ([module, rows]) => {
      const head = "| directive | -t says | accepted |\n| --- | --- | --- |";
      return `### ${module}\n\n${head}\n${rows.map(unbuiltRow).join("\n")}\n`;
    },
  );
}

function unbuiltRow({ name, severity, harmless = [] }: Unbuilt): string {
  const verdict = severity === "restricts" ? "error" : "warning";
  return `| ${code(name)} | ${verdict} | ${harmless.join(", ")} |`;
}

function removed(): string {
  const rows = [...vocabulary.removed].map(([name, hint]) =>
    `- ${code(name)}: ${escaped(hint.replace(/^\w+ was removed: /, ""))}`
  );
  return `${rows.join("\n")}\n`;
}

function listed(contexts: readonly Context[]): string {
  return contexts.map(labelOf).join(", ");
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A bar would end the cell, a bracket outside of code begin a tag. */
function escaped(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map((part, index) => index % 2 === 1 ? part : part.replace(/[<>*]/g, "\\$&"))
    .join("").replaceAll("|", "\\|");
}
