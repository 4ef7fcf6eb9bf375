/**
 * The sections of proftpd.conf: their names, where each may stand and what stands behind the name.
 *
 * @module
 */

import type { Context } from "./directive.ts";
import type { SectionKind } from "./tree.ts";

/** One kind of section. */
export interface SectionRule {
  readonly kind: SectionKind;
  /** With its brackets: `<Directory>`. */
  readonly name: string;
  readonly contexts: readonly Context[];
  /**
   * What is wrong with the words behind the name, in the original's words. `context` is that of the
   * section around it.
   */
  complaint(args: readonly string[], context: Context): string | undefined;
}

function needsWord(args: readonly string[]): string | undefined {
  return args.length === 0 ? "missing parameters" : undefined;
}

function noComplaint(): undefined {
  return undefined;
}

function directoryComplaint(args: readonly string[], context: Context): string | undefined {
  if (args.length === 0) return "missing parameters";
  if (/^[/~]/.test(args[0]) || context === "anonymous") return undefined;
  return "relative path not allowed in non-<Anonymous> sections";
}

function anonymousComplaint(args: readonly string[]): string | undefined {
  if (args.length === 0) return "missing parameters";
  return /^[/~]/.test(args[0]) ? undefined : `(${args[0]}) absolute pathname required`;
}

const SERVERS: readonly Context[] = ["server", "vhost", "global"];

const RULES: readonly SectionRule[] = [
  {
    kind: "vhost",
    name: "<VirtualHost>",
    contexts: ["server"],
    complaint: (args) => args.length === 0 ? "wrong number of parameters" : undefined,
  },
  {
    kind: "global",
    name: "<Global>",
    contexts: ["server", "vhost"],
    complaint: (args) => args.length > 0 ? "Too many parameters" : undefined,
  },
  { kind: "anonymous", name: "<Anonymous>", contexts: SERVERS, complaint: anonymousComplaint },
  {
    kind: "directory",
    name: "<Directory>",
    contexts: [...SERVERS, "anonymous"],
    complaint: directoryComplaint,
  },
  {
    kind: "limit",
    name: "<Limit>",
    contexts: [...SERVERS, "anonymous", "directory", "ftpaccess"],
    complaint: (args) => args.length === 0 ? "directive requires one or more commands" : undefined,
  },
  { kind: "class", name: "<Class>", contexts: ["server", "global"], complaint: needsWord },
  {
    kind: "ifuser",
    name: "<IfUser>",
    contexts: SERVERS,
    complaint: noComplaint,
  },
  {
    kind: "ifgroup",
    name: "<IfGroup>",
    contexts: SERVERS,
    complaint: noComplaint,
  },
  {
    kind: "ifclass",
    name: "<IfClass>",
    contexts: SERVERS,
    complaint: noComplaint,
  },
  {
    kind: "ifauthenticated",
    name: "<IfAuthenticated>",
    contexts: SERVERS,
    complaint: noComplaint,
  },
];

/** The rules by name in lower case, brackets included. */
export const sectionRules: ReadonlyMap<string, SectionRule> = new Map(
  RULES.map((rule) => [rule.name.toLowerCase(), rule]),
);

/** The kinds of section that count for some sessions only. */
const CONDITIONAL = ["ifuser", "ifgroup", "ifclass", "ifauthenticated"] as const;
type Conditional = (typeof CONDITIONAL)[number];

/** Whether what is in a section of this kind counts for some sessions only. */
export function isConditional(kind: SectionKind): kind is Conditional {
  return (CONDITIONAL as readonly SectionKind[]).includes(kind);
}

/** `<Directory>` for `directory`; the file itself is `server config`, as in the messages. */
export function labelOf(kind: SectionKind | Context): string {
  if (kind === "server") return "server config";
  if (kind === "ftpaccess") return ".ftpaccess";
  return RULES.find((rule) => rule.kind === kind)?.name ?? kind;
}

/** The context of what stands inside `kind`: conditional sections are transparent. */
export function contextInside(kind: SectionKind, outer: Context): Context {
  return isConditional(kind) ? outer : kind;
}
