/**
 * The command line of `ftpshut` (ftpshut(8)): what it asks for, without doing anything yet.
 *
 * @module
 */

import { getopt, type OptionRow } from "./getopt.ts";

const table = [
  { name: "remove", short: "R", takesValue: false },
  { name: "deny", short: "l", takesValue: true },
  { name: "disconnect", short: "d", takesValue: true },
  { name: "file", short: "f", takesValue: true },
] as const satisfies readonly OptionRow<string>[];

type Name = typeof table[number]["name"];

/** The usage text: its first line is the original's, to the letter. */
export const FTPSHUT_USAGE =
  `usage: ftpshut [ -R ] [ -l min ] [ -d min ] time  [ warning-message ... ]
       ftpshut -f file ...  for a server with ShutmsgFile
`;

/** What a command line asks for. All strings are byte strings, as given. */
export type FtpshutRequest =
  /** Take the shutdown file away; `file` undefined means the usual place. */
  | { readonly kind: "remove"; readonly file: string | undefined }
  /** Announce a shutdown. */
  | {
    readonly kind: "announce";
    readonly file: string | undefined;
    /** When: `now`, `+minutes`, `HHMM`; not looked at yet. */
    readonly time: string;
    /** Minutes before the shutdown from which new connections are refused. */
    readonly denyMinutes: number;
    /** Minutes before the shutdown from which sessions are ended. */
    readonly disconnectMinutes: number;
    readonly message: string;
  }
  /** Print `message` (if there is one) on standard error and the usage; status 1. */
  | { readonly kind: "refuse"; readonly message: string | undefined };

/**
 * Reads the words behind `ftpshut`. The second word that is no option is the message, further ones
 * are passed over, as in the original.
 */
export function parseFtpshutOptions(words: readonly string[]): FtpshutRequest {
  const values = new Map<Name, string>();
  const others: string[] = [];
  for (const piece of getopt<Name>(table, words)) {
    if (piece.kind === "wrong") return refuse(`unknown option '${piece.option}'`);
    if (piece.kind === "word") others.push(piece.word);
    else values.set(piece.name, piece.value);
  }
  const deny = values.get("deny") ?? "10";
  const disconnect = values.get("disconnect") ?? "5";
  for (const [letter, value] of [["l", deny], ["d", disconnect]]) {
    if (!/^\d{1,9}$/.test(value)) return refuse(`-${letter} requires a numeric argument`);
  }
  const file = values.get("file");
  if (file === "") return refuse("-f requires a file");
  if (values.has("remove")) return { kind: "remove", file };
  const [time, message = "going down at %s"] = others;
  if (time === undefined) return refuse(undefined);
  return {
    kind: "announce",
    file,
    time,
    denyMinutes: Number(deny),
    disconnectMinutes: Number(disconnect),
    message,
  };
}

function refuse(message: string | undefined): FtpshutRequest {
  return { kind: "refuse", message };
}
