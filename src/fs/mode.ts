/**
 * File modes as people write them: `drwxr-xr-x` in listings, `644` and `u+w,go-r` in SITE CHMOD.
 *
 * @module
 */

import { S_IFDIR, S_IFLNK, S_IFMT } from "../libc/statx.ts";

const typeLetters: Readonly<Record<number, string>> = {
  0o010000: "p",
  0o020000: "c",
  [S_IFDIR]: "d",
  0o060000: "b",
  [S_IFLNK]: "l",
  0o140000: "s",
};

/** The ten letters of a mode as `ls -l` shows it, such as `drwxr-xr-x`. */
export function modeLetters(mode: number): string {
  return (typeLetters[mode & S_IFMT] ?? "-") +
    triplet(mode >> 6, mode & 0o4000, "s") +
    triplet(mode >> 3, mode & 0o2000, "s") +
    triplet(mode, mode & 0o1000, "t");
}

function triplet(bits: number, special: number, letter: string): string {
  const execute = special ? bits & 1 ? letter : letter.toUpperCase() : bits & 1 ? "x" : "-";
  return (bits & 4 ? "r" : "-") + (bits & 2 ? "w" : "-") + execute;
}

/**
 * The mode that DirFakeMode shows for a file: the type it has, the permissions of `fake`, and for
 * a directory the right to enter wherever there is the right to read.
 */
export function fakedMode(mode: number, fake: number): number {
  const type = mode & S_IFMT;
  return type | fake | (type === S_IFDIR ? (fake & 0o444) >> 2 : 0);
}

/**
 * The permission bits that the chmod(1) text `text` makes of `mode` (type bits and all): octal, or
 * symbolic clauses such as `u+w,go-r`, `a=rX`, `g=u`, `+t`. A clause that names nobody is for
 * everybody, as far as `umask` lets it. Undefined when it is neither.
 */
export function parseMode(text: string, mode: number, umask: number): number | undefined {
  if (/^[0-7]{1,5}$/.test(text)) {
    const bits = parseInt(text, 8);
    return bits <= 0o7777 ? bits : undefined;
  }
  let bits = mode & 0o7777;
  for (const clause of text.split(",")) {
    const next = applyClause(clause, bits, (mode & S_IFMT) === S_IFDIR, umask);
    if (next === undefined) return undefined;
    bits = next;
  }
  return bits;
}

/** The bits that a letter for whom covers: its three permissions and its special bit. */
const covered: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };

function applyClause(
  clause: string,
  before: number,
  isDirectory: boolean,
  umask: number,
): number | undefined {
  const parts = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/.exec(clause);
  if (parts === null) return undefined;
  const [, who = "", actions = ""] = parts;
  let whose = 0;
  for (const letter of who || "a") whose |= covered[letter] ?? 0;
  if (who === "") whose &= ~umask;
  let bits = before;
  for (const [, operator, what = ""] of actions.matchAll(/([-+=])([ugo]|[rwxXst]*)/g)) {
    const wanted = permissions(what, bits, isDirectory, who) & whose;
    if (operator === "+") bits |= wanted;
    else if (operator === "-") bits &= ~wanted;
    else bits = (bits & (who === "" ? 0 : ~whose)) | (bits & kept(what, isDirectory)) | wanted;
  }
  return bits;
}

/** What an equals sign leaves: a directory's special bits, unless it names them (chmod(1)). */
function kept(what: string, isDirectory: boolean): number {
  return isDirectory && !what.includes("s") ? 0o6000 : 0;
}

function permissions(what: string, bits: number, isDirectory: boolean, who: string): number {
  if (what === "u") return ((bits >> 6) & 7) * 0o111;
  if (what === "g") return ((bits >> 3) & 7) * 0o111;
  if (what === "o") return (bits & 7) * 0o111;
  let wanted = 0;
  for (const letter of what) {
    if (letter === "r") wanted |= 0o444;
    if (letter === "w") wanted |= 0o222;
    if (letter === "x" || (letter === "X" && (isDirectory || bits & 0o111))) wanted |= 0o111;
    if (letter === "s") wanted |= 0o6000;
    if (letter === "t" && (who === "" || /[oa]/.test(who))) wanted |= 0o1000;
  }
  return wanted;
}
