/**
 * The directives of mod_quotatab and mod_quotatab_file, but for the switch.
 *
 * @module
 */

import { type Arguments, booleanOf, type Directive, toggle } from "../../config/mod.ts";
import type { Regex } from "../../libc/regex.ts";
import type { Limit } from "../../quota/mod.ts";
import { patternOf } from "../../session/access/pattern.ts";
import { quotaEngine } from "../../settings/mod.ts";
import { type Unit, UNITS } from "./units.ts";

const SERVERS = ["server", "vhost", "global"] as const;

/** A limit for those who have no record: everything but the name. */
export type DefaultLimit = Omit<Limit, "name">;

const TYPES = ["user", "group", "class", "all"] as const;

/** `QuotaDefault type per-session limit-type bytes... files...`. */
export const quotaDefault: Directive<DefaultLimit | undefined> = {
  name: "QuotaDefault",
  contexts: SERVERS,
  syntax: "QuotaDefault quota-type per-session limit-type bytes-in bytes-out bytes-xfer " +
    "files-in files-out files-xfer",
  fallback: undefined,
  repeat: "last",
  parse(args) {
    if (args.words.length < 9) args.fail("missing parameters");
    const type = args.word(0).toLowerCase();
    const known = TYPES.find((name) => name === type) ?? args.fail(
      `unknown quota type '${args.word(0)}' configured`,
      `expected ${TYPES.join(", ")}`,
    );
    const hardness = args.word(2).toLowerCase();
    if (hardness !== "hard" && hardness !== "soft") {
      args.fail(`expected 'soft' or 'hard' limit-type parameter: ${args.word(2)}`);
    }
    return {
      type: known,
      perSession: booleanOf(args.word(1)) ??
        args.fail(`expected Boolean per-session parameter: ${args.words[1]}`),
      hard: hardness === "hard",
      amounts: {
        bytesIn: number(args, 3),
        bytesOut: number(args, 4),
        bytesXfer: number(args, 5),
        filesIn: number(args, 6),
        filesOut: number(args, 7),
        filesXfer: number(args, 8),
      },
    };
  },
};

function number(args: Arguments, index: number): number {
  const word = args.word(index);
  if (!/^-?\d{1,15}(?:\.\d+)?$/.test(word)) args.fail(`limits must be numbers: ${word}`);
  return index < 6 ? Number(word) : Math.trunc(Number(word));
}

/** `QuotaDirectoryTally on|off`: whether directories count as well. */
export const quotaDirectoryTally = toggle(
  "QuotaDirectoryTally",
  SERVERS,
  false,
  "boolean argument",
);

/** `QuotaDisplayUnits b|Kb|Mb|Gb`: the unit in which bytes are told. */
export const quotaDisplayUnits: Directive<Unit> = {
  name: "QuotaDisplayUnits",
  contexts: SERVERS,
  syntax: "QuotaDisplayUnits b|Kb|Mb|Gb",
  fallback: "b",
  parse: (args) => args.choice(UNITS, 0, `: unknown display units: ${args.words[0]}`),
};

/** A pattern as it was written, and compiled. */
export interface ExcludeFilter {
  readonly text: string;
  readonly pattern: Regex;
}

/** `QuotaExcludeFilter pattern|none`: files whose paths match do not count. */
export const quotaExcludeFilter: Directive<ExcludeFilter | undefined> = {
  name: "QuotaExcludeFilter",
  contexts: SERVERS,
  syntax: "QuotaExcludeFilter pattern|none",
  fallback: undefined,
  parse(args) {
    const text = args.single();
    if (text.toLowerCase() === "none") return undefined;
    return { text, pattern: patternOf(args, text, false) };
  },
};

function table(name: string): Directive<string | undefined> {
  return {
    name,
    contexts: SERVERS,
    syntax: `${name} file:/path`,
    fallback: undefined,
    parse(args) {
      const word = args.single();
      const colon = word.indexOf(":");
      if (colon < 0) args.fail("badly formatted parameter");
      const [kind, path] = [word.slice(0, colon), word.slice(colon + 1)];
      // The original starts, and has no quotas then.
      if (kind !== "file") args.fail(`unsupported table source type: '${kind}'`, "expected file");
      if (!path.startsWith("/")) args.fail("absolute pathname required");
      return path;
    },
  };
}

/** `QuotaLimitTable file:/path`: what everybody may use. */
export const quotaLimitTable = table("QuotaLimitTable");
/** `QuotaTallyTable file:/path`: what everybody has used. */
export const quotaTallyTable = table("QuotaTallyTable");

/** `QuotaLock file`: for tables that cannot be locked themselves. Those in files can. */
export const quotaLock: Directive<string | undefined> = {
  name: "QuotaLock",
  contexts: SERVERS,
  syntax: "QuotaLock path|none",
  fallback: undefined,
  parse(args) {
    const path = args.single();
    if (path.toLowerCase() === "none") return undefined;
    return path.startsWith("/") ? path : args.fail("absolute path required");
  },
};

/** `QuotaLog path|none`. */
export const quotaLog: Directive<string | undefined> = {
  name: "QuotaLog",
  contexts: SERVERS,
  syntax: "QuotaLog path|none",
  fallback: undefined,
  parse: (args) => args.single().toLowerCase() === "none" ? undefined : args.path(),
};

/** `QuotaOptions ScanOnLogin`: at login the user's files are counted. */
export const quotaOptions: Directive<{ readonly scanOnLogin: boolean }> = {
  name: "QuotaOptions",
  contexts: SERVERS,
  syntax: "QuotaOptions ScanOnLogin",
  fallback: { scanOnLogin: false },
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    args.each((word) =>
      word === "ScanOnLogin" ||
      args.fail(`: unknown QuotaOption: '${word}'`, "expected ScanOnLogin")
    );
    return { scanOnLogin: true };
  },
};

/** `QuotaShowQuotas on|off`: whether SITE QUOTA answers. */
export const quotaShowQuotas = toggle("QuotaShowQuotas", SERVERS, true, "boolean argument");

/** All of them, for the vocabulary. */
export const quotaDirectives: readonly Directive<unknown>[] = [
  quotaDefault,
  quotaDirectoryTally,
  quotaDisplayUnits,
  quotaEngine,
  quotaExcludeFilter,
  quotaLimitTable,
  quotaLock,
  quotaLog,
  quotaOptions,
  quotaShowQuotas,
  quotaTallyTable,
];
