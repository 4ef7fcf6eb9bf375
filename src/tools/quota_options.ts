/**
 * The command line of ftpquota: what it asks for, without doing anything yet.
 *
 * @module
 */

import {
  type Amounts,
  type Kind,
  LONGEST_NAME,
  type QuotaType,
  type TableKind,
} from "../quota/mod.ts";
import { parsePerlOptions, type PerlOption } from "./perl_options.ts";

/** What can be done, in the order in which it is done. */
const OPERATIONS = [
  "create-table",
  "add-record",
  "delete-record",
  "update-record",
  "show-records",
] as const;
/** What the command line asks ftpquota to do. */
export type Operation = typeof OPERATIONS[number];

const AMOUNTS = {
  "bytes-upload": "bytesIn",
  "bytes-download": "bytesOut",
  "bytes-xfer": "bytesXfer",
  "files-upload": "filesIn",
  "files-download": "filesOut",
  "files-xfer": "filesXfer",
} as const satisfies Record<string, Kind>;

type Name =
  | Operation
  | keyof typeof AMOUNTS
  | "help"
  | "limit-type"
  | "name"
  | "per-session"
  | "quota-type"
  | "table-path"
  | "type"
  | "units"
  | "verbose";

const integer = (name: keyof typeof AMOUNTS, short: string): PerlOption<Name> => ({
  name,
  spellings: [name, short],
  value: "integer",
});

const OPTIONS: readonly PerlOption<Name>[] = [
  ...OPERATIONS.map((name): PerlOption<Name> => ({ name, spellings: [name], value: "none" })),
  integer("bytes-upload", "Bu"),
  integer("bytes-download", "Bd"),
  integer("bytes-xfer", "Bx"),
  integer("files-upload", "Fu"),
  integer("files-download", "Fd"),
  integer("files-xfer", "Fx"),
  { name: "help", spellings: ["help", "h"], value: "none" },
  { name: "limit-type", spellings: ["limit-type", "L"], value: "text" },
  { name: "name", spellings: ["name", "N"], value: "text" },
  { name: "per-session", spellings: ["per-session", "P"], value: "none" },
  { name: "quota-type", spellings: ["quota-type", "Q"], value: "text" },
  { name: "table-path", spellings: ["table-path"], value: "text" },
  { name: "type", spellings: ["type"], value: "text" },
  { name: "units", spellings: ["units"], value: "text" },
  { name: "verbose", spellings: ["verbose"], value: "none" },
];

/** The units by what they may be called: [bytes, what tables call it]. */
const UNITS: Readonly<Record<string, readonly [number, string]>> = {
  B: [1, "bytes"],
  byte: [1, "bytes"],
  Kb: [1024, "Kb"],
  kilo: [1024, "Kb"],
  Mb: [1024 ** 2, "Mb"],
  mega: [1024 ** 2, "Mb"],
  Gb: [1024 ** 3, "Gb"],
  giga: [1024 ** 3, "Gb"],
};

const QUOTA_TYPES: readonly QuotaType[] = ["user", "group", "class", "all"];

/** Work on a table. */
export interface QuotaWork {
  readonly kind: "run";
  readonly operations: readonly Operation[];
  readonly table: TableKind;
  readonly path: string;
  readonly type: QuotaType | undefined;
  readonly name: string | undefined;
  readonly perSession: boolean;
  readonly hard: boolean;
  /** What was said; bytes, whatever the unit. */
  readonly amounts: Partial<Amounts>;
  /** Bytes of the unit to show, and its name. */
  readonly unit: readonly [number, string];
  readonly verbose: boolean;
  /** Lines to print beforehand: values that may not mean what they seem to. */
  readonly notices: readonly string[];
}

/** What a command line asks for. */
export type QuotaRequest =
  | QuotaWork
  | { readonly kind: "help" }
  | { readonly kind: "refuse"; readonly message: string; readonly status: number };

/** What Perl's die ends with. */
const DEATH = 255;

/** Numbers of files that tables have room for; those below 1 mean "unlimited". */
const MOST_FILES = 2 ** 32 - 1;
const FEWEST_FILES = -(2 ** 31);

/** Reads the words behind the program's name. */
export function parseQuotaOptions(words: readonly string[]): QuotaRequest {
  const parsed = parsePerlOptions(OPTIONS, words);
  // The original says so and goes on without the option, which then is not what was meant.
  if (parsed.kind === "refuse") return refuse(parsed.message, 1);
  const { values } = parsed;
  if (values.has("help")) return { kind: "help" };
  const table = values.get("type");
  if (table === undefined) return refuse("ftpquota: missing required --type parameter", DEATH);
  if (table !== "limit" && table !== "tally") {
    return refuse(`ftpquota: unknown table type: ${table}`, DEATH);
  }
  const name = values.get("name");
  if (name !== undefined && name.length > LONGEST_NAME - 1) {
    return refuse("ftpquota: name is too long, must be less than 80 characters", DEATH);
  }
  const type = values.get("quota-type");
  const known = QUOTA_TYPES.find((one) => one === type);
  if (type !== undefined && known === undefined) {
    return refuse(`ftpquota: unknown quota type: ${type}`, 1);
  }
  const limitType = values.get("limit-type") ?? "hard";
  if (limitType !== "hard" && limitType !== "soft") {
    return refuse(`ftpquota: unknown limit type: ${limitType}`, 1);
  }
  for (const [option, kind] of Object.entries(AMOUNTS)) {
    const text = values.get(option as Name);
    if (text === undefined || !kind.startsWith("files")) continue;
    // The tables have 32 bits for it: a limit would come out as another, smaller one.
    if (Number(text) > MOST_FILES || Number(text) < FEWEST_FILES) {
      return refuse(`ftpquota: Value "${text}" is out of range for option ${option}`, DEATH);
    }
  }
  const units = values.get("units") ?? "byte";
  const unit = Object.hasOwn(UNITS, units) ? UNITS[units] : undefined;
  if (unit === undefined) return refuse(`ftpquota: unknown unit type: ${units}`, 1);
  return {
    kind: "run",
    operations: OPERATIONS.filter((operation) => values.has(operation)),
    table,
    path: values.get("table-path") ?? `./ftpquota.${table}tab`,
    type: known,
    name,
    perSession: values.has("per-session"),
    hard: limitType === "hard",
    ...amountsOf(values, unit[0]),
    unit,
    verbose: values.has("verbose"),
  };
}

function refuse(message: string, status: number): QuotaRequest {
  return { kind: "refuse", message, status };
}

const WORDS = { upload: "upload", download: "download", xfer: "transfer" } as const;

function amountsOf(values: ReadonlyMap<Name, string>, unit: number) {
  const amounts: Partial<Record<Kind, number>> = {};
  const notices: string[] = [];
  for (const [option, kind] of Object.entries(AMOUNTS)) {
    const text = values.get(option as Name);
    if (text === undefined) continue;
    const value = Number(text);
    const [what, way] = option.split("-");
    amounts[kind] = what === "bytes" && value > 0 ? value * unit : value;
    if (value > 0) continue;
    const words = `${WORDS[way as keyof typeof WORDS]} ${what}`;
    notices.push(`ftpquota: notice: ${words} value '${text}' means 'unlimited'`);
  }
  return { amounts, notices };
}
