/**
 * The classes of commands that `ExtendedLog` chooses from.
 *
 * @module
 */

import type { CommandClass } from "../../../session/module.ts";

/** A class of records: of commands, or the beginning and the end of a session. */
export type LogClass = CommandClass | "connect" | "exit";

/** What one log takes. */
export interface ClassList {
  /** Undefined where everything is taken. */
  readonly included: ReadonlySet<string> | undefined;
  /** Whether commands of no class are taken: those that this server does not know. */
  readonly unknown: boolean;
  readonly excluded: ReadonlySet<string>;
}

/** What a log without a list takes: everything, the beginning and the end of sessions as well. */
export const ALL: ClassList = { included: undefined, unknown: true, excluded: new Set() };

const OF_COMMANDS: readonly CommandClass[] = [
  ...["auth", "info", "dirs", "read", "write", "misc", "sec"] as const,
];

/** Names of classes that no command of FTP is in. */
const OTHERS = ["connect", "exit", "ssh", "sftp"];

/**
 * Reads `AUTH,READ`, `ALL,!WRITE`; undefined for a list with a word that is no class. `NONE` takes
 * back what was said before it. What is excluded stays so wherever it is said. Single commands
 * (`READ+DELE`, `ALL+!NOOP`, or a verb in the place of a class) are written as in ProFTPD 1.3.10.
 */
export function parseClasses(list: string): ClassList | undefined {
  const included = new Set<string>();
  const excluded = new Set<string>();
  for (const word of list.split(/[,+]/)) {
    const negated = word.startsWith("!");
    const names = namesOf(negated ? word.slice(1) : word);
    if (names === undefined) return word === "" && list === "" ? NOTHING : undefined;
    if (names === "none") {
      included.clear();
      excluded.clear();
    } else {
      // As in the original, where this is about the ends of sessions, too.
      if (negated && word.toLowerCase() === "!all") excluded.add("exit").add("connect");
      for (const name of names) (negated ? excluded : included).add(name);
    }
  }
  const isAll = OF_COMMANDS.every((one) => included.has(one));
  const unknown = isAll && included.size === OF_COMMANDS.length && excluded.size === 0;
  return { included, excluded, unknown };
}

const NOTHING: ClassList = { included: new Set(), excluded: new Set(), unknown: false };

/** What a word of the list stands for. */
function namesOf(word: string): readonly string[] | "none" | undefined {
  const name = word.toLowerCase();
  if (name === "none") return "none";
  if (name === "all") return OF_COMMANDS;
  if ((OF_COMMANDS as readonly string[]).includes(name) || OTHERS.includes(name)) return [name];
  return VERBS.test(word) ? [word.toUpperCase()] : undefined;
}

/** What can be the verb of a command, and is none by the original: `FOO` is most likely a mistake. */
const VERBS = new RegExp(
  "^(?:ABOR|ACCT|ALLO|APPE|AUTH|CCC|CDUP|CLNT|CSID|CWD|DELE|EPRT|EPSV|FEAT|HASH|HELP|HOST|LANG|" +
    "LIST|MD5|MDTM|MFF|MFMT|MKD|MLSD|MLST|MODE|NLST|NOOP|OPTS|PASS|PASV|PBSZ|PORT|PROT|PWD|QUIT|" +
    "RANG|REIN|REST|RETR|RMD|RNFR|RNTO|SITE|SIZE|SMNT|STAT|STOR|STOU|STRU|SYST|TYPE|USER|" +
    "X(?:CRC|CUP|CWD|MD5|MKD|PWD|RMD|SHA|SHA1|SHA256|SHA512))$",
  "i",
);

/** Verbs that are of other classes, or more, than the commands themselves say: as in the original. */
const CLASSES: Readonly<Record<string, readonly LogClass[]>> = {
  ACCT: ["auth"],
  CLNT: ["info"],
  CSID: ["info"],
  HOST: ["auth"],
  MDTM: ["info", "dirs"],
  MKD: ["dirs", "write"],
  PWD: ["info", "dirs"],
  REIN: ["auth"],
  RMD: ["dirs", "write"],
  RNFR: ["write", "misc"],
  RNTO: ["write", "misc"],
  XMKD: ["dirs", "write"],
  XPWD: ["info", "dirs"],
  XRMD: ["dirs", "write"],
};

/** Commands that are of no class: those of mod_digest. */
const CLASSLESS = /^(?:HASH|MD5|XCRC|XMD5|XSHA(?:1|256|512)?)$/;

/** The classes of `verb`; `own`: that of the command, undefined for one that there is not. */
export function classesOf(verb: string, own: CommandClass | undefined): readonly LogClass[] {
  return CLASSES[verb] ?? (own === undefined || CLASSLESS.test(verb) ? [] : [own]);
}

/** Whether a log of `list` takes a record of `verb`, which is of `classes`. */
export function takes(list: ClassList, verb: string, classes: readonly LogClass[]): boolean {
  const { included, excluded, unknown } = list;
  if (included === undefined) return true;
  if (classes.length === 0) return unknown || included.has(verb) && !excluded.has(verb);
  const isIn = (names: ReadonlySet<string>) =>
    names.has(verb) || classes.some((one) => names.has(one));
  return isIn(included) && !isIn(excluded);
}
