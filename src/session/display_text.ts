/**
 * The texts of Display files (DisplayConnect, DisplayLogin, DisplayQuit, …) with their variables.
 *
 * @module
 */

import { ctime, strftime } from "../libc/time.ts";
import type { Census } from "./module.ts";
import type { Totals } from "./transfer_record.ts";

/**
 * What the variables stand for. Byte strings; functions are only called for variables that are in
 * the text. What is undefined is shown as the original shows it.
 */
export interface DisplayValues {
  /** `%T`, `%{time:…}`: seconds since the epoch. */
  readonly now: number;
  /** `%C`: the working directory; undefined before login. */
  readonly cwd?: string;
  /** `%E`: ServerAdmin. */
  readonly serverAdmin: string;
  /** `%V`: ServerName. */
  readonly serverName: string;
  /** `%L`: the server's name. */
  readonly local: string;
  /** `%R`: the client's name. */
  readonly remote: string;
  /** `%U`: the name given with USER; undefined before that. */
  readonly user?: string;
  /** `%u`: the client's user by RFC 1413. */
  readonly ident?: string;
  /** `%x`: the class that the client is in. */
  readonly className?: string;
  /** `%F`, `%f`: bytes that may be written in the working directory; undefined if nobody knows. */
  freeBytes(): number | undefined;
  /**
   * `%N`, `%M`, `%y` and `%z`, the last being MaxClients outside of any class with a limit; undefined
   * where nobody counts.
   */
  census(): Census | undefined;
  /** `%i`, `%o`, `%t`, `%K`, `%k` and the variables in braces that start with `total_`. */
  readonly totals: Totals;
  /** `%{env:NAME}`. */
  environment(name: string): string | undefined;
  /** `%{name}` of a module; undefined where no module knows it. */
  variable(name: string): string | undefined;
}

/**
 * The lines of a Display file: `text` with its variables filled in. Sequences that are no variable
 * stay as written, `%%` too; an unknown one in braces becomes `(none)`, as in the original. An empty
 * text has no lines.
 */
export function displayLines(text: string, values: DisplayValues): string[] {
  if (text === "") return [];
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  return body.split("\n").map((line) =>
    (line.endsWith("\r") ? line.slice(0, -1) : line).replace(
      /%(?:\{([^}]*)\}|([A-Za-z]))/g,
      (sequence, long: string | undefined, short: string | undefined) =>
        long === undefined ? letter(short ?? "", values) ?? sequence : named(long, values),
    )
  );
}

/** The value of `%X`; undefined for a letter that stands for nothing. */
function letter(name: string, values: DisplayValues): string | undefined {
  const { totals } = values;
  switch (name) {
    case "C":
      return values.cwd ?? "(none)";
    case "E":
      return values.serverAdmin;
    case "F":
      return String(Math.floor((values.freeBytes() ?? 0) / 1024));
    case "f":
      return freeSpace(values.freeBytes());
    case "i":
      return String(totals.filesIn);
    case "o":
      return String(totals.filesOut);
    case "t":
      return String(totals.filesIn + totals.filesOut);
    case "K":
      return String(Math.floor((totals.bytesIn + totals.bytesOut) / 1024));
    case "k":
      return volume(totals.bytesIn + totals.bytesOut);
    case "L":
      return values.local;
    case "R":
      return values.remote;
    case "M":
      return String(values.census()?.maxClients ?? 0);
    case "N":
      return String(values.census()?.clients ?? 0);
    case "T":
      return ctime(values.now);
    case "U":
      return values.user ?? "";
    case "u":
      return values.ident ?? "UNKNOWN";
    case "V":
      return values.serverName;
    case "x":
      return values.className ?? "(unknown)";
    case "y":
      return String(values.census()?.classClients ?? 0);
    case "z": {
      const census = values.census();
      return String(census?.maxClassClients ?? census?.maxClients ?? 0);
    }
  }
}

/** The value of `%{name}`. */
function named(name: string, values: DisplayValues): string {
  const { totals } = values;
  if (name.startsWith("env:")) return values.environment(name.slice(4)) ?? "(none)";
  if (name.startsWith("time:")) return strftime(name.slice(5), values.now);
  switch (name) {
    case "total_bytes_in":
      return String(totals.bytesIn);
    case "total_bytes_out":
      return String(totals.bytesOut);
    case "total_bytes_xfer":
      return String(totals.bytesIn + totals.bytesOut);
    case "total_files_in":
      return String(totals.filesIn);
    case "total_files_out":
      return String(totals.filesOut);
    case "total_files_xfer":
      return String(totals.filesIn + totals.filesOut);
  }
  return values.variable(name) ?? "(none)";
}

/** Bytes below ten thousand and something, else kilobytes. */
function volume(bytes: number): string {
  return bytes < 10 * 1024 ? `${bytes}B` : `${Math.floor(bytes / 1024)}kB`;
}

const UNITS = ["KB", "MB", "GB"];

/** Kilobytes, megabytes or gigabytes, in two digits at least: `01GB`, `199MB`. */
function freeSpace(bytes: number | undefined): string {
  let amount = Math.floor((bytes ?? 0) / 1024);
  let unit = 0;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount = Math.floor(amount / 1024);
    unit += 1;
  }
  return String(amount).padStart(2, "0") + UNITS[unit];
}
