/**
 * The command lines of ftpwho, ftpcount and ftpscrub (ftpwho(1)): what they ask for, without doing
 * anything yet. ftptop has options of its own kind, see `top_options.ts`.
 *
 * @module
 */

import { getopt, type OptionRow } from "../cli/getopt.ts";

/** Where to find the scoreboard. Byte strings, as given. */
export interface BoardChoice {
  /** `-f`: the file itself. */
  readonly file: string | undefined;
  /** `-c`: the configuration that names it. */
  readonly config: string | undefined;
}

/** What a command line asks for. */
export type ToolRequest =
  | {
    readonly kind: "run";
    readonly board: BoardChoice;
    /** `-S`: only sessions of the virtual host with this ServerName. */
    readonly server: string | undefined;
    readonly verbose: boolean;
    /** `-o`. */
    readonly format: OutputFormat;
  }
  /** Print the usage; status 0. */
  | { readonly kind: "help" }
  /** Print `message` on standard error, and the usage if it does not help otherwise; status 1. */
  | { readonly kind: "refuse"; readonly message: string; readonly usage: boolean };

/** Formats of `ftpwho -o`; `full` is what comes without the option. */
export type OutputFormat = "full" | "oneline" | "compat" | "json";

type Name = "file" | "config" | "help" | "server" | "verbose" | "format";

const rows: Readonly<Record<Name, OptionRow<Name>>> = {
  file: { name: "file", short: "f", long: "file", takesValue: true },
  config: { name: "config", short: "c", long: "config", takesValue: true },
  help: { name: "help", short: "h", long: "help", takesValue: false },
  server: { name: "server", short: "S", long: "server", takesValue: true },
  verbose: { name: "verbose", short: "v", long: "verbose", takesValue: false },
  format: { name: "format", short: "o", long: "outform", takesValue: true },
};

/** The options that each tool has. */
const options = {
  ftpwho: [rows.config, rows.file, rows.help, rows.format, rows.server, rows.verbose],
  ftpcount: [rows.config, rows.file, rows.help, rows.server],
  ftpscrub: [rows.config, rows.file, rows.help, rows.verbose],
} as const satisfies Record<string, readonly OptionRow<Name>[]>;

/** Reads the words behind the name of `tool`. Words that are no options are passed over, as in the original. */
export function parseToolOptions(
  tool: keyof typeof options,
  words: readonly string[],
): ToolRequest {
  const values = new Map<Name, string>();
  for (const piece of getopt(options[tool], words)) {
    if (piece.kind === "wrong") {
      return { kind: "refuse", message: `unknown option: ${piece.option}`, usage: true };
    }
    if (piece.kind === "word") continue;
    if (piece.name === "help") return { kind: "help" };
    if (piece.name === "format" && !isFormat(piece.value)) {
      const message = `unknown outform value: '${piece.value}'`;
      return { kind: "refuse", message, usage: false };
    }
    values.set(piece.name, piece.value);
  }
  return {
    kind: "run",
    board: { file: values.get("file"), config: values.get("config") },
    server: values.get("server"),
    verbose: values.has("verbose"),
    format: (values.get("format") ?? "full") as OutputFormat,
  };
}

function isFormat(word: string): boolean {
  return ["oneline", "compat", "json"].includes(word);
}
