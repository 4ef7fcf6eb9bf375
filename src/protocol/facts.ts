/**
 * The facts of MLST and MLSD (RFC 3659 §7), in the original's names and order.
 *
 * @module
 */

import { firstWord, upperCase } from "./command_line.ts";
import { formatTimeVal } from "./dates.ts";
import { FtpError, type Reply, reply } from "./reply.ts";

/** One bit per fact; a set of facts is their sum. The order is that of the rows. */
export const fact = {
  "modify": 1,
  "perm": 2,
  "size": 4,
  "type": 8,
  "unique": 16,
  "UNIX.group": 32,
  "UNIX.groupname": 64,
  "UNIX.mode": 128,
  "UNIX.owner": 256,
  "UNIX.ownername": 512,
} as const;

/** The facts there are. */
export type FactName = keyof typeof fact;

const names = Object.keys(fact) as FactName[];

/** The bits of all facts together. */
export const allFacts = 1023;

/** The facts that are names of users and groups. */
export const factNames = fact["UNIX.groupname"] | fact["UNIX.ownername"];

/** The bit of the fact `name`, whatever its case; undefined where there is none of that name. */
export function factNamed(name: string): number | undefined {
  const known = names.find((one) => upperCase(one) === upperCase(name));
  return known === undefined ? undefined : fact[known];
}

/** What the facts of one file are made of. */
export interface FileFacts {
  /** Seconds since the epoch. */
  readonly modify: number;
  /** The letters of RFC 3659 §7.5.5. */
  readonly perm: string;
  /** Bytes; the original shows none for directories. */
  readonly size: number | undefined;
  /** `file`, `dir`, `cdir`, `pdir`, `OS.unix=symlink`. */
  readonly type: string;
  /** st_dev and st_ino. */
  readonly device: number;
  readonly inode: number | bigint;
  /** Permission bits; others are ignored. */
  readonly mode: number;
  readonly owner: number;
  readonly ownerName: string;
  readonly group: number;
  readonly groupName: string;
}

/** The facts of `selected` (bits of `fact`) for one file, each with its `;`. The name is not here. */
export function formatFacts(selected: number, file: FileFacts): string {
  let row = "";
  if (selected & fact.modify) row += `modify=${formatTimeVal(file.modify)};`;
  if (selected & fact.perm) row += `perm=${file.perm};`;
  if (selected & fact.size && file.size !== undefined) row += `size=${file.size};`;
  if (selected & fact.type) row += `type=${file.type};`;
  if (selected & fact.unique) row += `unique=${formatUnique(file.device, file.inode)};`;
  if (selected & fact["UNIX.group"]) row += `UNIX.group=${file.group};`;
  if (selected & fact["UNIX.groupname"]) row += `UNIX.groupname=${factValue(file.groupName)};`;
  if (selected & fact["UNIX.mode"]) row += `UNIX.mode=0${(file.mode & 0o7777).toString(8)};`;
  if (selected & fact["UNIX.owner"]) row += `UNIX.owner=${file.owner};`;
  if (selected & fact["UNIX.ownername"]) row += `UNIX.ownername=${factValue(file.ownerName)};`;
  return row;
}

/**
 * A user's or group's name as RFC 3659 lets a fact have it: a blank would end the facts, a `;` this
 * one. Both are found in names from directory services (`domain users`).
 */
function factValue(name: string): string {
  return name.replace(/[\0-\x20;\x7f]/g, "_");
}

/** The fact `unique`: the same for two names if and only if they are the same file. */
function formatUnique(device: number, inode: number | bigint): string {
  return `${device.toString(16)}U${inode.toString(16)}`.toUpperCase();
}

/** The facts and the name of a row, the other way round: for clients and tests. */
export function parseFacts(row: string): { facts: Map<string, string>; name: string } {
  const { word, rest } = firstWord(row);
  const facts = new Map<string, string>();
  for (const item of word.split(";").slice(0, -1)) {
    const equals = item.indexOf("=");
    facts.set(item.slice(0, equals), item.slice(equals + 1));
  }
  return { facts, name: rest };
}

/** What `OPTS MLST` selects, and the reply that says so. */
export interface FactChoice {
  readonly facts: number;
  readonly reply: Reply;
}

/**
 * The words behind OPTS MLST: `size;modify;`, in any case. Each fact ends with `;`, one without it is
 * not taken; unknown ones are dropped (RFC 3659 §7.9). Without a word no facts are shown.
 * Throws `FtpError` (501) for more than one word.
 */
export function parseFactChoice(words: readonly string[]): FactChoice {
  const [list, ...more] = words;
  if (more.length > 0) throw new FtpError(reply(501, "'OPTS MLST' not understood"));
  if (list === undefined) return { facts: 0, reply: reply(200, "MLST OPTS") };
  let facts = 0;
  let accepted = "";
  for (const item of list.split(";").slice(0, -1)) {
    const wanted = upperCase(item);
    const name = names.find((name) => upperCase(name) === wanted);
    if (name === undefined) continue;
    facts |= fact[name];
    accepted += `${name};`;
  }
  return { facts, reply: reply(200, `MLST OPTS ${accepted}`) };
}

/** The line for FEAT: all facts, those that are shown with an asterisk (RFC 3659 §7.8). */
export function factsFeature(selected: number, available = allFacts): string {
  const offered = names.filter((name) => available & fact[name]);
  const list = offered.map((name) => selected & fact[name] ? `${name}*;` : `${name};`);
  return `MLST ${list.join("")}`;
}
