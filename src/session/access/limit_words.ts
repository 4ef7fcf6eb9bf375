/**
 * The words behind `<Limit`: commands, and groups of commands.
 *
 * @module
 */

/** What each group stands for. `ALL` is every command; `LOGIN` is no command but the login itself. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  DIRS: [
    ...["CDUP", "CWD", "LIST", "MDTM", "MLSD", "MLST", "NLST", "PWD", "STAT"],
    ...["XCUP", "XCWD", "XPWD"],
  ],
  READ: ["RETR", "SIZE"],
  // RNFR is documented as one of DIRS, but 1.3.8 counts it here, and a rename is a change.
  WRITE: [
    ...["APPE", "DELE", "MKD", "RMD", "RNFR", "RNTO", "STOR", "STOU", "XMKD", "XRMD"],
    ...["MFF", "MFMT", "SITE_CHGRP", "SITE_CHMOD"],
  ],
};

/** How closely a section names a command: the more exact one is asked first, wherever it stands. */
export const CLOSENESS = ["exact", "group", "all"] as const;

/** One degree of closeness. */
export type Closeness = typeof CLOSENESS[number];

/** How the words of a `<Limit>` name `verb` (`RETR`, `SITE_CHMOD`); undefined when they do not. */
export function closenessOf(words: readonly string[], verb: string): Closeness | undefined {
  const upper = words.map((word) => word.toUpperCase());
  if (upper.includes(verb)) return "exact";
  if (verb === "LOGIN") return undefined; // no group has it, ALL neither
  if (upper.some((word) => GROUPS[word]?.includes(verb))) return "group";
  return upper.includes("ALL") ? "all" : undefined;
}
