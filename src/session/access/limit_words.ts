/**
 * The words behind `<Limit`: commands, `SITE_X`, and the groups READ, WRITE, DIRS, ALL, LOGIN.
 *
 * Which command is in which group was found by asking the original (1.3.8), which differs from its
 * documentation in RNFR: there it belongs to WRITE.
 *
 * @module
 */

/** A word of `<Limit>` that stands for several commands. */
export type CommandGroup = "READ" | "WRITE" | "DIRS";

const members: Readonly<Record<CommandGroup, readonly string[]>> = {
  // The commands that give a file's checksum read all of it.
  READ: [
    "RETR",
    "SIZE",
    "SITE_CPFR",
    "HASH",
    "XCRC",
    "XMD5",
    "XSHA",
    "XSHA1",
    "XSHA256",
    "XSHA512",
    "MD5",
  ],
  WRITE: [
    ...["APPE", "DELE", "MKD", "RMD", "RNFR", "RNTO", "STOR", "STOU"],
    ...["MFF", "MFMT", "SITE_CHGRP", "SITE_CHMOD"],
    ...["SITE_COPY", "SITE_CPTO", "SITE_MKDIR", "SITE_RMDIR", "SITE_SYMLINK"],
    ...["SITE_UTIME"],
  ],
  DIRS: ["CDUP", "CWD", "LIST", "MDTM", "MLSD", "MLST", "NLST", "PWD", "STAT"],
};

const groups: ReadonlyMap<string, CommandGroup> = new Map(
  Object.entries(members).flatMap(([group, verbs]) =>
    verbs.map((verb): [string, CommandGroup] => [verb, group as CommandGroup])
  ),
);

/**
 * Commands that `<Limit ALL>` does not cover: those that talk about the connection and touch no
 * file. Named by themselves in a `<Limit>`, they are limited.
 */
const beyondAll = new Set([
  ...["ABOR", "ACCT", "ALLO", "AUTH", "CCC", "CLNT", "CSID", "EPRT", "EPSV", "HOST", "MODE"],
  ...["OPTS", "PASS", "PASV", "PBSZ", "PORT", "PROT", "QUIT", "REIN", "REST", "SITE_HELP"],
  ...["STRU", "SYST", "TYPE", "USER"],
]);

const synonyms: ReadonlyMap<string, string> = new Map([
  ["XCUP", "CDUP"],
  ["XCWD", "CWD"],
  ["XMKD", "MKD"],
  ["XPWD", "PWD"],
  ["XRMD", "RMD"],
]);

/**
 * The one spelling of a word: capitals, and the plain command for its X form (RFC 775), which does
 * the same. The original keeps CWD and XCWD apart, so that `<Limit CWD>` there has a back door.
 */
export function canonicalWord(word: string): string {
  const upper = word.toUpperCase();
  return synonyms.get(upper) ?? upper;
}

/** Behind a verb: the command's other path, the one that it only reads. */
const SOURCE = " FROM";

/**
 * The words that a `<Limit>` may cover the command `verb` with (`RETR`, `SITE_CHMOD`), the most
 * telling first: its own name, its group, `ALL`. `SITE_COPY FROM` is about what SITE COPY reads: there
 * READ stands in the place of its group.
 */
export function wordsFor(verb: string): readonly string[] {
  if (verb.endsWith(SOURCE)) return [canonicalWord(verb.slice(0, -SOURCE.length)), "READ", "ALL"];
  const exact = canonicalWord(verb);
  const group = groups.get(exact);
  if (group !== undefined) return [exact, group, "ALL"];
  return beyondAll.has(exact) ? [exact] : [exact, "ALL"];
}
