/**
 * What the original (1.3.8) answered to questions about access rules, as a table: each case is a
 * configuration and what may be done under it. The unit test asks our rules, the peer test asks the
 * original again.
 *
 * A question is a verb, a path below alice's home (or below the root of the anonymous area) and the
 * answer behind `=`: `Y` allowed, `n` denied. Two letters, `Yn`, are the original's answer and ours
 * where ours differs on purpose; the case then says why.
 *
 * @module
 */

/** One row of the table. */
export interface Case {
  readonly name: string;
  /** With `@H` for alice's home, `@A` for the anonymous root, `@D` for the folder of all homes. */
  readonly config: string;
  /** Who asks: alice (groups nogroup, users, www), or ftp in the anonymous area. */
  readonly user?: "alice" | "ftp";
  readonly asks: string;
  /** Why ours differs. */
  readonly because?: string;
}

/** A `<Limit>` section. */
export function limit(words: string, ...rules: string[]): string {
  return `<Limit ${words}>\n${rules.join("\n")}\n</Limit>\n`;
}

/** A `<Directory>` section. */
export function directory(path: string, ...content: string[]): string {
  return `<Directory ${path}>\n${content.join("")}</Directory>\n`;
}

/** An `<Anonymous>` section. */
export function anonymous(...content: string[]): string {
  return `<Anonymous @A>\nUser ftp\nGroup nogroup\n${content.join("")}</Anonymous>\n`;
}

const noRetr = limit("RETR", "DenyAll");
const yesRetr = limit("RETR", "AllowAll");

const SAFER_HIDDEN = "a section that another one hides may still take away";

/** `<Limit>`s of a server alone: which words cover which commands. */
const words: readonly Case[] = [
  {
    name: "ALL covers what touches files, and NOOP, FEAT and HELP, but not the connection's own",
    config: limit("ALL", "DenyAll"),
    asks:
      "RETR f.txt=n SIZE f.txt=n STOR n=n APPE f.txt=n STOU n=n DELE d.txt=n MKD m=n XMKD m=n " +
      "RMD old=n XRMD old=n RNFR g.dat=n CWD pub=n XCWD pub=n CDUP =n PWD =n XPWD =n MDTM f.txt=n " +
      "STAT =n NOOP =n FEAT =n HELP =n MLST f.txt=n SITE_CHMOD f.txt=n SITE_CHGRP f.txt=n " +
      "MFMT f.txt=n MFF f.txt=n PASV =Y EPSV =Y PORT =Y EPRT =Y TYPE =Y SYST =Y REST =Y ALLO =Y " +
      "OPTS =Y MODE =Y STRU =Y CLNT =Y ABOR =Y SITE_HELP =Y",
  },
  {
    name: "READ",
    config: limit("READ", "DenyAll"),
    asks: "RETR f.txt=n SIZE f.txt=n STOR n=Y DELE d.txt=Y CWD pub=Y MDTM f.txt=Y MLST f.txt=Y " +
      "PWD =Y NOOP =Y SITE_CHMOD f.txt=Y",
  },
  {
    name: "WRITE",
    config: limit("WRITE", "DenyAll"),
    asks: "STOR n=n APPE f.txt=n STOU n=n DELE d.txt=n MKD m=n XMKD m=n RMD old=n RNFR g.dat=n " +
      "SITE_CHMOD f.txt=n SITE_CHGRP f.txt=n MFMT f.txt=n MFF f.txt=n RETR f.txt=Y CWD pub=Y " +
      "PWD =Y NOOP =Y",
  },
  {
    name: "DIRS",
    config: limit("DIRS", "DenyAll"),
    asks: "CWD pub=n XCWD pub=n CDUP =n XCUP =n PWD =n XPWD =n MDTM f.txt=n MLST f.txt=n STAT =n " +
      "RETR f.txt=Y STOR n=Y MKD m=Y RNFR g.dat=Y NOOP =Y SITE_CHMOD f.txt=Y",
  },
  {
    name: "a command's X form goes with it",
    config: limit("MKD XRMD PWD XCUP", "DenyAll"),
    asks: "MKD m=n XMKD m=n RMD old=n XRMD old=n PWD =n XPWD =n CDUP =n XCUP =n CWD pub=Y",
  },
  {
    name: "CWD goes with XCWD as well",
    config: limit("CWD", "DenyAll"),
    asks: "CWD pub=n XCWD pub=Yn CDUP =Y",
    because: "the original leaves XCWD as a back door",
  },
  {
    name: "commands of the connection can be limited by name",
    config: limit("PASV EPRT", "DenyAll"),
    asks: "PASV =n EPSV =Y EPRT =n PORT =Y",
  },
  {
    name: "words in any case",
    config: limit("retr site_chmod", "DenyAll"),
    asks: "RETR f.txt=n SITE_CHMOD f.txt=n",
  },
  {
    name: "SITE alone names no SITE command",
    config: limit("SITE", "DenyAll"),
    asks: "SITE_CHMOD f.txt=Y",
  },
  { name: "SITE_HELP by name", config: limit("SITE_HELP", "DenyAll"), asks: "SITE_HELP =n" },
  {
    name: "unknown words mean nothing",
    config: limit("NOSUCH CHMOD", "DenyAll"),
    asks: "NOOP =Y SITE_CHMOD f.txt=Y",
  },
  {
    name: "STOR is neither STOU nor APPE",
    config: limit("STOR", "DenyAll"),
    asks: "STOR n=n STOU n=Y APPE f.txt=Y",
  },
  {
    name: "a command beats its group, the group beats ALL",
    config: limit("RETR", "AllowAll") + limit("READ", "DenyAll") + limit("ALL", "DenyAll"),
    asks: "RETR f.txt=Y SIZE f.txt=n CWD pub=n",
  },
  {
    name: "ALL denied, READ allowed, in either order",
    config: limit("READ", "AllowAll") + limit("ALL", "DenyAll"),
    asks: "RETR f.txt=Y SIZE f.txt=Y STOR n=n CWD pub=n PWD =n",
  },
  {
    name: "of two for one command the later counts: allowed",
    config: noRetr + yesRetr,
    asks: "RETR f.txt=Y",
  },
  {
    name: "of two for one command the later counts: denied",
    config: yesRetr + noRetr,
    asks: "RETR f.txt=n",
  },
];

/** Which of several `<Limit>`s decides. */
const precedence: readonly Case[] = [
  {
    name: "a section without a rule for the user leaves it to an earlier one",
    config: limit("READ", "DenyUser alice") + limit("READ", "AllowUser bob"),
    asks: "RETR f.txt=n",
  },
  {
    name: "a directory without a rule for the user leaves it to the server",
    config: limit("MKD", "DenyUser alice") + directory("@H", limit("MKD", "AllowUser bob")),
    asks: "MKD m=n MKD pub/m=n",
  },
  {
    name: "a word for the command without a rule for the user leaves it to one for its group",
    config: limit("RETR", "AllowUser bob") + directory("@H/pub", limit("READ", "DenyAll")),
    asks: "RETR f.txt=Y RETR pub/f.txt=n",
  },
  {
    name: "Order deny,allow always has something to say",
    config: limit("MKD", "AllowAll") + directory("@H/pub", limit("MKD", "Order deny,allow")),
    asks: "MKD m=Y MKD pub/m=n",
  },
  {
    name: "address rules about others say nothing",
    config: limit("WRITE", "DenyAll") + directory("@H/pub", limit("STOR", "Deny from 10.")),
    asks: "STOR pub/n=n",
  },
];

/** Rules inside one `<Limit NOOP>`: [rules, answer]. */
const rules: readonly (readonly [string, string, string?])[] = [
  ["AllowUser alice; DenyAll", "Y"],
  ["AllowUser bob; DenyAll", "n"],
  ["AllowUser bob", "Y"],
  ["AllowUser bob; AllowUser alice; DenyAll", "Y"],
  ["AllowUser bob,alice; DenyAll", "Y"],
  ["AllowUser bob alice; DenyAll", "Y"],
  ["AllowUser OR bob,alice; DenyAll", "Y"],
  ["AllowUser !bob; DenyAll", "Y"],
  ["AllowUser !alice; DenyAll", "n"],
  ["AllowUser ALICE; DenyAll", "n"],
  ["AllowUser al*; DenyAll", "n"],
  ["AllowUser regex ^al; DenyAll", "Y"],
  ["AllowUser REGEX ^bo; DenyAll", "n"],
  ["AllowUser AND alice,!bob; DenyAll", "nY", "the original never takes AND for true"],
  ["DenyUser alice", "n"],
  ["DenyUser bob", "Y"],
  ["DenyUser !alice", "Y"],
  ["DenyUser !bob", "n"],
  ["DenyUser alice; AllowAll", "Y"],
  ["DenyUser bob,alice", "n"],
  ["DenyUser regex ^al", "n"],
  ["DenyUser *", "Yn", "the original takes * for a name"],
  ["AllowUser *; DenyAll", "n"],
  ["Order deny,allow; AllowUser *", "n"],
  ["AllowUser !*; DenyAll", "Y"],
  ["DenyUser !*", "n"],
  ["DenyUser AND alice,!bob", "Yn", "the original never takes AND for true"],
  ["AllowGroup users; DenyAll", "Y"],
  ["AllowGroup adm; DenyAll", "n"],
  ["AllowGroup users,www; DenyAll", "Y"],
  ["AllowGroup users,adm; DenyAll", "n"],
  ["AllowGroup OR users,adm; DenyAll", "Y"],
  ["AllowGroup users,!adm; DenyAll", "Y"],
  ["AllowGroup !adm; DenyAll", "Y"],
  ["AllowGroup !users; DenyAll", "n"],
  ["AllowGroup regex ^us; DenyAll", "Y"],
  ["AllowGroup USERS; DenyAll", "n"],
  ["AllowGroup adm; DenyUser alice", "n"],
  ["DenyGroup users", "n"],
  ["DenyGroup adm", "Y"],
  ["DenyGroup users,adm", "Y"],
  ["DenyGroup OR users,adm", "n"],
  ["DenyGroup users,!adm", "n"],
  ["DenyGroup !nosuch", "n"],
  ["AllowUser alice; DenyGroup users", "Y"],
  ["AllowGroup adm; AllowUser alice; DenyAll", "Y"],
  ["AllowUser alice; Deny from 127.", "Y"],
  ["DenyUser alice; Allow from 127.", "Y"],
  ["AllowAll; DenyAll", "Y"],
  ["DenyAll; AllowAll", "Y"],
  ["Allow from all; Deny from all", "Y"],
  ["Allow from none", "Y"],
  ["Deny from none", "Y"],
  ["Deny from 10.; Deny from 127.", "n"],
  ["AllowAll; Deny from 127.", "Y"],
  ["DenyAll; Allow from 127.", "Y"],
  ["Order allow,deny", "Y"],
  ["Order deny,allow", "n"],
  ["Order deny, allow; Allow from 127.", "Y"],
  ["Order deny,allow; AllowUser alice", "Y"],
  ["Order deny,allow; AllowUser bob", "n"],
  ["Order deny,allow; AllowUser alice; DenyAll", "n"],
  ["Order deny,allow; DenyUser alice; AllowAll", "n"],
  ["Order deny,allow; DenyUser bob; AllowAll", "Y"],
  ["Order deny,allow; DenyUser bob", "n"],
  ["Order deny,allow; AllowAll; DenyAll", "n"],
  ["Order deny,allow; Allow from 127.; DenyUser alice", "n"],
  ["Order deny,allow; AllowUser bob; Allow from 127.", "Y"],
  ["Order deny,allow; AllowUser bob; AllowAll", "Y"],
  ["Order deny,allow; Allow from 10.", "n"],
  ["Order deny,allow; Allow from all; Deny from 127.", "n"],
  ["Allow from 127.0.0.1; DenyAll", "Y"],
  ["Allow from 127.0.0.2; DenyAll", "n"],
  ["Allow from 127.0.0.; DenyAll", "Y"],
  ["Allow from 127; DenyAll", "n"],
  ["Allow from 127.0.0.0/8; DenyAll", "Y"],
  ["Allow from 127.0.0.1/8; DenyAll", "Y"],
  ["Allow from 127.0.0.0/31; DenyAll", "Y"],
  ["Allow from 10.0.0.0/8; DenyAll", "n"],
  ["Allow from 0.0.0.0/0; DenyAll", "Y"],
  ["Allow from 127.0.0.1/; DenyAll", "Y"],
  ["Allow from 10.,127.0.0.1; DenyAll", "Y"],
  ["Allow 127.0.0.1 10.; DenyAll", "Y"],
  ["Allow from ALL; DenyAll", "Y"],
  ["Allow from localhost; DenyAll", "n"],
  ["Allow from .localhost; DenyAll", "n"],
  ["Allow from !127.0.0.1; DenyAll", "n"],
  ["Allow from !10.; DenyAll", "n"],
  ["Allow from 127.,!127.0.0.1; DenyAll", "n"],
  ["Allow from !127.0.0.1,127.; DenyAll", "n"],
  ["Deny from 127.,!127.0.0.1", "Y"],
  ["Deny from 127.,!127.0.0.2", "Yn", "in the original a list with an exception is about nobody"],
  ["Allow from 127.,!127.0.0.2; DenyAll", "n"],
  ["Allow from 127.; Allow from !127.0.0.2; DenyAll", "n"],
  ["Deny from !127.0.0.1", "Y"],
  ["Deny from !10.", "Yn", "a list of exceptions is meant for all others"],
  ["Allow from 127.0.0.[1-2]; DenyAll", "Y"],
  ["Allow from 127.0.0.[2-9]; DenyAll", "n"],
  ["Allow from 127.*; DenyAll", "Y"],
  ["Allow from *.1; DenyAll", "Y"],
  ["Allow from 127.?.0.1; DenyAll", "Y"],
  ["Deny from 127.0.0.[!2-9]", "n"],
  ["Allow from ::1; DenyAll", "n"],
  ["Allow from ::ffff:127.0.0.1; DenyAll", "Y"],
  ["Allow from ::ffff:127.0.0.0/104; DenyAll", "nY", "::ffff:127.0.0.0/104 is 127.0.0.0/8"],
  ["Allow from ::/0; DenyAll", "n"],
  ["AllowFilter x; DenyAll", "n"],
  ["DenyFilter ^$", "n"],
];

/** `<Directory>` sections. */
const directories: readonly Case[] = [
  {
    name: "one directory",
    config: directory("@H/pub", noRetr),
    asks: "RETR f.txt=Y RETR pub/f.txt=n RETR pub/in/f.txt=n STOR pub/n=Y",
  },
  {
    name: "one file",
    config: directory("@H/pub/f.txt", noRetr),
    asks: "RETR pub/f.txt=n RETR pub/in/f.txt=Y RETR pub/g.dat=Y",
  },
  {
    name: "a slash at the end",
    config: directory("@H/pub/", limit("RETR CWD", "DenyAll")),
    asks: "RETR pub/f.txt=n CWD pub=n",
  },
  {
    name: "contents only",
    config: directory("@H/pub/*", limit("RETR CWD", "DenyAll")),
    asks: "RETR f.txt=Y RETR pub/f.txt=n RETR pub/in/f.txt=n CWD pub=Y CWD pub/in=n",
  },
  {
    name: "contents of contents",
    config: directory("@H/pub/*/*", noRetr),
    asks: "RETR pub/f.txt=Y RETR pub/in/f.txt=n",
  },
  {
    name: "everything: /",
    config: directory("/", noRetr),
    asks: "RETR f.txt=n RETR pub/f.txt=n STOR n=Y",
  },
  {
    name: "everything: /*",
    config: directory("/*", noRetr),
    asks: "RETR f.txt=n RETR pub/f.txt=n STOR n=Y",
  },
  { name: "~", config: directory("~", noRetr), asks: "RETR f.txt=n RETR pub/f.txt=n STOR n=Y" },
  { name: "~/pub", config: directory("~/pub", noRetr), asks: "RETR f.txt=Y RETR pub/f.txt=n" },
  { name: "~/*", config: directory("~/*", noRetr), asks: "RETR f.txt=n RETR pub/f.txt=n" },
  { name: "%u", config: directory("@D/%u/pub", noRetr), asks: "RETR f.txt=Y RETR pub/f.txt=n" },
  {
    name: "a pattern for a name",
    config: directory("@H/p?b", noRetr),
    asks: "RETR f.txt=Y RETR pub/f.txt=n RETR pub/in/f.txt=n",
  },
  {
    name: "a set",
    config: directory("@H/[!a]u[a-c]", noRetr),
    asks: "RETR f.txt=Y RETR pub/f.txt=n",
  },
  {
    name: "a star crosses slashes",
    config: directory("@D/*/in", noRetr),
    asks: "RETR pub/f.txt=Y RETR pub/in/f.txt=n",
  },
  {
    name: "a star at the end",
    config: directory("@H/pub*", limit("RETR CWD", "DenyAll")),
    asks: "RETR f.txt=Y RETR pub/f.txt=n CWD pub=n",
  },
  {
    name: "names by their end, hidden ones too",
    config: directory("@H/*.txt", noRetr),
    asks: "RETR f.txt=n RETR pub/f.txt=n RETR pub/in/f.txt=n RETR pub/g.dat=Y RETR .h.txt=n",
  },
  { name: "no braces", config: directory("@H/{pub,old}", noRetr), asks: "RETR pub/f.txt=Y" },
  { name: "case matters", config: directory("@H/PUB", noRetr), asks: "RETR pub/f.txt=Y" },
  {
    name: "the closest decides",
    config: directory("@H/pub", noRetr) + directory("@H/pub/in", yesRetr),
    asks: "RETR pub/f.txt=n RETR pub/in/f.txt=Y",
  },
  {
    name: "the closest decides, wherever it stands",
    config: directory("@H/pub/in", yesRetr) + directory("@H/pub", noRetr),
    asks: "RETR pub/f.txt=n RETR pub/in/f.txt=Y",
  },
  {
    name: "what a directory says of other commands reaches those in it",
    config: directory("@H/pub", limit("WRITE", "DenyAll")) + directory("@H/pub/in", noRetr),
    asks: "RETR pub/f.txt=Y RETR pub/in/f.txt=n STOR pub/in/n=n STOR pub/n=n STOR n=Y",
  },
  {
    name: "a directory is closer than the contents of its parent",
    config: directory("@H/pub/in", yesRetr) + directory("@H/pub/*", noRetr),
    asks: "RETR pub/f.txt=n RETR pub/in/f.txt=Y",
  },
  {
    name: "contents are closer than their directory",
    config: directory("@H/pub/*", noRetr) + directory("@H/pub", yesRetr),
    asks: "RETR pub/f.txt=n RETR pub/in/f.txt=n",
  },
  {
    name: "of two that match equally the later decides: pattern",
    config: directory("@H/pub", yesRetr) + directory("@H/p*b", noRetr),
    asks: "RETR pub/f.txt=n RETR pub/in/f.txt=n",
  },
  {
    name: "of two that match equally the later decides: plain",
    config: directory("@H/p*b", noRetr) + directory("@H/pub", yesRetr),
    asks: "RETR pub/f.txt=Y RETR pub/in/f.txt=Y",
  },
  {
    name: "the earlier of two that match equally still takes away",
    config: directory("@H/pub", limit("STOR", "DenyAll")) + directory("@H/p*b", noRetr),
    asks: "RETR pub/f.txt=n STOR pub/n=Yn",
    because: SAFER_HIDDEN,
  },
  {
    name: "the earlier of two that match equally gives nothing",
    config: directory("@H/pub", yesRetr) + directory("@H/p*b", limit("READ", "DenyAll")),
    asks: "RETR pub/f.txt=n",
  },
  {
    name: "a directory within one that a pattern names",
    config: directory("@H/p*b", limit("WRITE", "DenyAll")) + directory("@H/pub/in", noRetr),
    asks: "RETR pub/f.txt=Y RETR pub/in/f.txt=n STOR pub/n=n STOR pub/in/n=Yn",
    because: SAFER_HIDDEN,
  },
  {
    name: "a later pattern around a directory hides it",
    config: directory("@H/pub/in", noRetr) + directory("@H/p*b", limit("WRITE", "DenyAll")),
    asks: "RETR pub/in/f.txt=Yn STOR pub/n=n STOR pub/in/n=n",
    because: SAFER_HIDDEN,
  },
  {
    name: "a hidden directory gives nothing",
    config: directory("@H/p*b", yesRetr) + directory("@H/pub/in", limit("READ", "DenyAll")),
    asks: "RETR pub/f.txt=Y RETR pub/in/f.txt=n",
  },
  {
    name: "a later directory around a pattern hides it",
    config: directory("@D/*/pub", noRetr) + directory("@H", limit("STOR", "DenyAll")),
    asks: "RETR pub/f.txt=Yn STOR pub/n=n STOR n=n",
    because: SAFER_HIDDEN,
  },
  {
    name: "a later ~ hides what is in it",
    config: directory("~/pub", noRetr) + directory("~", limit("STOR", "DenyAll")),
    asks: "RETR pub/f.txt=Yn STOR pub/n=n",
    because: SAFER_HIDDEN,
  },
  {
    name: "a later directory hides an earlier one with %u",
    config: directory("@D/%u/pub", noRetr) + directory("@H", limit("STOR", "DenyAll")),
    asks: "RETR pub/f.txt=Yn STOR pub/n=n",
    because: SAFER_HIDDEN,
  },
  {
    name: "a later directory with ~ is not inside an earlier one",
    config: noRetr + directory("@D", yesRetr) + directory("~/pub", limit("STOR", "DenyAll")),
    asks: "RETR f.txt=Y RETR pub/f.txt=n STOR pub/n=n",
  },
  {
    name: "a pattern within a directory",
    config: directory("@H/pub/i*", noRetr) + directory("@H/pub", limit("WRITE", "DenyAll")),
    asks: "RETR pub/f.txt=Y RETR pub/in/f.txt=n STOR pub/n=n STOR pub/in/n=n STOR n=Y",
  },
  {
    name: "the server's word for a command beats a directory's word for all",
    config: yesRetr + directory("@H/pub", limit("ALL", "DenyAll")),
    asks: "RETR pub/f.txt=Y STOR pub/n=n CWD pub=n",
  },
  {
    name: "the server's word for a command beats a directory's word for its group",
    config: noRetr + directory("@H/pub", limit("READ", "AllowAll")),
    asks: "RETR pub/f.txt=n RETR f.txt=n",
  },
  {
    name: "a directory's word for a command beats the server's word for its group",
    config: limit("READ", "DenyAll") + directory("@H/pub", yesRetr),
    asks: "RETR pub/f.txt=Y RETR f.txt=n",
  },
  {
    name: "a group in a directory beats ALL of the server",
    config: limit("ALL", "DenyAll") + directory("@H/pub", limit("READ DIRS", "AllowAll")),
    asks: "RETR pub/f.txt=Y CWD pub=Y RETR f.txt=n STOR pub/n=n",
  },
  {
    name: "ALL of a closer directory does not beat a group of a farther one",
    config: directory("@H/pub", limit("READ", "DenyAll")) +
      directory("@H/pub/in", limit("ALL", "AllowAll")),
    asks: "RETR pub/in/f.txt=n",
  },
  {
    name: "one writable directory",
    config: directory("/*", limit("WRITE", "DenyAll")) +
      directory("@H/pub", limit("WRITE", "AllowAll")),
    asks: "STOR pub/n=Y MKD pub/m=Y STOR n=n MKD m=n RETR f.txt=Y",
  },
  {
    name: "DenyAll right in a directory denies whatever a <Limit> allows",
    config: directory("@H/pub", "DenyAll\n", limit("READ", "AllowAll")),
    asks: "RETR pub/f.txt=n RETR f.txt=Y CWD pub=n DELE pub/d.txt=n",
  },
  {
    name: "DenyAll right in a directory denies new files as well",
    config: directory("@H/pub", "DenyAll\n"),
    asks: "STOR pub/n=Yn MKD pub/m=Yn APPE pub/f.txt=n",
    because: "what does not exist yet escapes the original",
  },
  {
    name: "AllowAll right in a directory opens what DenyAll around it closes",
    config: directory("@H/pub", "DenyAll\n") + directory("@H/pub/in", "AllowAll\n"),
    asks: "RETR pub/f.txt=n RETR pub/in/f.txt=Y",
  },
  {
    name: "AllowAll right in a directory does not beat a <Limit> of the server",
    config: limit("ALL", "DenyAll") + directory("@H/pub", "AllowAll\n"),
    asks: "RETR pub/f.txt=n CWD pub=n",
  },
  {
    name: "of two that match equally inside another the earlier decides",
    config: directory("@H", limit("STOR", "DenyAll")) + directory("@H/pub/i*", noRetr) +
      directory("@H/p?b", yesRetr),
    asks: "RETR pub/in/f.txt=n STOR pub/in/n=n",
  },
  {
    name: "of two that match equally inside another the later gives nothing",
    config: limit("READ", "DenyAll") + directory("@H/pub/i*", limit("NOOP", "AllowAll")) +
      directory("/", limit("STOR", "DenyAll")) + directory("@H/p?b", yesRetr),
    asks: "RETR pub/in/f.txt=n",
  },
  {
    name: "a pattern whose stars are whole names has others inside",
    config: directory("@H/*/*", noRetr) + directory("@H/pub/i*", yesRetr),
    asks: "RETR pub/in/f.txt=Y RETR pub/f.txt=n",
  },
  {
    name: "a path with ~ is inside no other",
    config: limit("READ", "DenyAll") + directory("~/pub/*", yesRetr) +
      directory("~/pub", limit("STOR", "DenyAll")),
    asks: "RETR pub/f.txt=n STOR pub/n=n",
  },
];

/** `<Limit>`s with filters: the argument is what stands behind the command. */
const filters: readonly Case[] = [
  {
    name: "AllowFilter allows, and without it nothing does where Order says so",
    config: limit("STOR", "Order deny,allow", "AllowFilter \\.ext$"),
    asks: "STOR a.ext=Y STOR pub/a.ext=Y STOR a.txt=n",
  },
  {
    name: "AllowFilter alone forbids nothing",
    config: limit("STOR", "AllowFilter \\.ext$"),
    asks: "STOR a.ext=Y STOR a.txt=Y",
  },
  {
    name: "AllowFilter before DenyAll",
    config: limit("STOR", "AllowFilter \\.ext$", "DenyAll"),
    asks: "STOR a.ext=Y STOR a.txt=n",
  },
  {
    name: "DenyFilter denies",
    config: limit("WRITE", "DenyFilter \\.exe$"),
    asks: "STOR a.exe=n STOR a.txt=Y MKD x.exe=n RETR f.txt=Y",
  },
  {
    name: "DenyFilter in a directory",
    config: directory("@H/pub", limit("STOR", "DenyFilter \\.exe$")),
    asks: "STOR a.exe=Y STOR pub/a.exe=n",
  },
];

/** The anonymous area. */
const areas: readonly Case[] = [
  {
    name: "a path in the area with a dot in it is overlooked: it takes away and does not give",
    config: anonymous(
      limit("SIZE", "DenyAll"),
      directory(".", limit("SIZE", "AllowAll")),
      directory("./pub", noRetr),
    ),
    user: "ftp",
    asks: "SIZE f.txt=n RETR f.txt=Y RETR pub/f.txt=Yn",
    because: SAFER_HIDDEN,
  },

  {
    name: "WRITE denied in the area",
    config: anonymous(limit("WRITE", "DenyAll")),
    asks: "STOR pub/n=n MKD pub/m=n RETR f.txt=Y",
  },
  {
    name: "a relative path",
    config: anonymous(directory("pub", noRetr)),
    asks: "RETR f.txt=Y RETR pub/f.txt=n RETR pub/in/f.txt=n",
  },
  {
    name: "* is all in the area",
    config: anonymous(directory("*", limit("WRITE", "DenyAll"))),
    asks: "STOR n=n STOR pub/n=n RETR f.txt=Y",
  },
  {
    name: "* is the top of the area as well",
    config: anonymous(directory("*", limit("ALL", "DenyAll"))),
    asks: "CWD =n PWD =n NOOP =n",
  },
  {
    name: "a relative path's contents",
    config: anonymous(directory("pub/*", noRetr)),
    asks: "RETR pub/f.txt=n RETR f.txt=Y",
  },
  {
    name: "an absolute path is a real one",
    config: anonymous(directory("/pub", noRetr)),
    asks: "RETR pub/f.txt=Y",
  },
  {
    name: "an absolute path into the area",
    config: anonymous(directory("@A/pub", noRetr)),
    asks: "RETR pub/f.txt=n RETR f.txt=Y",
  },
  {
    name: "directories of the server do not reach into the area",
    config: anonymous() + directory("@A/pub", noRetr) + directory("/", noRetr),
    asks: "RETR pub/f.txt=Y RETR f.txt=Y",
  },
  { name: "limits of the server do", config: anonymous() + noRetr, asks: "RETR f.txt=n STOR n=Y" },
  {
    name: "the area's own limits are closer",
    config: anonymous(yesRetr) + noRetr,
    asks: "RETR f.txt=Y",
  },
  {
    name: "the server's word for a command beats the area's for its group",
    config: anonymous(limit("READ", "AllowAll")) + noRetr,
    asks: "RETR f.txt=n",
  },
  {
    name: "a directory in the area is closer than the area",
    config: anonymous(noRetr, directory("pub", yesRetr)),
    asks: "RETR f.txt=n RETR pub/f.txt=Y",
  },
  {
    name: "DenyAll right in the area",
    config: anonymous("DenyAll\n"),
    asks: "RETR f.txt=n CWD pub=n DELE d.txt=n",
  },
  {
    name: "AllowAll right in the area does not beat a <Limit> of the server",
    config: anonymous("AllowAll\n") + limit("ALL", "DenyAll"),
    asks: "RETR f.txt=n CWD pub=n",
  },
  {
    name: "an upload folder",
    config: anonymous(
      limit("WRITE", "DenyAll"),
      directory("pub", limit("STOR", "AllowAll"), limit("READ", "DenyAll")),
    ),
    asks: "STOR pub/n=Y MKD pub/m=n DELE pub/d.txt=n RETR pub/f.txt=n STOR n=n RETR f.txt=Y",
  },
].map((row) => ({ ...row, user: "ftp" as const }));

/** A conditional section: `when("User", "alice", content)`. */
export function when(kind: string, expression: string, ...content: string[]): string {
  return `<If${kind}${expression && ` ${expression}`}>\n${content.join("")}</If${kind}>\n`;
}

/** Conditional sections, for alice in the groups nogroup, users and www. */
const conditional: readonly Case[] = [
  {
    name: "a conditional section counts for whom it is about",
    config: when("User", "alice", noRetr) + when("User", "bob", limit("STOR", "DenyAll")),
    asks: "RETR f.txt=n STOR n=Y",
  },
  {
    name: "a list of users is one of OR, blanks and commas between",
    config: when("User", "bob, alice", noRetr) + when("User", "carl dan", limit("STOR", "DenyAll")),
    asks: "RETR f.txt=n STOR n=Y",
  },
  {
    name: "a list of users with AND",
    config: when("User", "AND !bob,!carl", noRetr) +
      when("User", "AND alice,!alice", limit("STOR", "DenyAll")),
    asks: "RETR f.txt=n STOR n=Y",
  },
  {
    name: "a star is a user of that name",
    config: when("User", "*", noRetr) + when("User", "!*", limit("STOR", "DenyAll")),
    asks: "RETR f.txt=Y STOR n=n",
  },
  {
    name: "a list of groups is one of AND",
    config: when("Group", "users,www", noRetr) +
      when("Group", "users,adm", limit("STOR", "DenyAll")) +
      when("Group", "OR users,adm", limit("DELE", "DenyAll")) +
      when("Group", "!adm", limit("MKD", "DenyAll")),
    asks: "RETR f.txt=n STOR n=Y DELE d.txt=n MKD m=n",
  },
  {
    name: "patterns for names",
    config: when("Group", "regex ^us", noRetr) +
      when("User", "regex ^b", limit("STOR", "DenyAll")),
    asks: "RETR f.txt=n STOR n=Y",
  },
  {
    name: "who is logged in is authenticated",
    config: when("Authenticated", "", noRetr),
    asks: "RETR f.txt=n STOR n=Y",
  },
  {
    name: "a conditional <Limit> is asked before the server's, wherever it stands",
    config: when("User", "alice", noRetr) + yesRetr + limit("STOR", "DenyAll") +
      when("User", "alice", limit("STOR", "AllowAll")),
    asks: "RETR f.txt=n STOR n=Y",
  },
  {
    name: "a conditional <Limit> without a rule for the client leaves it to the server's",
    config: limit("RETR", "DenyUser alice") + when("User", "alice", limit("RETR", "AllowUser bob")),
    asks: "RETR f.txt=n",
  },
  {
    name: "a word that tells more comes before a conditional section",
    config: limit("RETR", "DenyUser alice") +
      when("User", "alice", limit("READ", "AllowUser alice")),
    asks: "RETR f.txt=n SIZE f.txt=Y",
  },
  {
    name: "of two <Limit>s for one user the earlier is asked first",
    config: when("User", "alice", noRetr) + when("User", "alice", yesRetr),
    asks: "RETR f.txt=n",
  },
  {
    name: "<Limit>s of a user are asked before those of a group",
    config: when("User", "alice", noRetr) + when("Group", "www", yesRetr),
    asks: "RETR f.txt=n",
  },
  {
    name: "<Limit>s of a user are asked before those of a group, wherever they stand",
    config: when("Group", "www", yesRetr) + when("User", "alice", noRetr),
    asks: "RETR f.txt=n",
  },
  {
    name: "a conditional <Directory> takes the place of the server's for the same path",
    config: when("User", "alice", directory("@H", limit("STOR", "DenyAll"))) +
      directory("@H", noRetr),
    asks: "RETR f.txt=Y STOR n=n",
  },
  {
    name: "a <Directory> for somebody else takes no place",
    config: when("User", "bob", directory("@H", noRetr)) +
      directory("@H", limit("STOR", "DenyAll")),
    asks: "RETR f.txt=Y STOR n=n",
  },
  {
    name: "a <Directory> of a group takes the place of a user's",
    config: when("Group", "www", directory("@H", limit("STOR", "DenyAll"))) +
      when("User", "alice", directory("@H", noRetr)),
    asks: "RETR f.txt=Y STOR n=n",
  },
  {
    name: "the later <Directory> of two for one user takes the place of the other",
    config: when("User", "alice", directory("@H", noRetr)) +
      when("User", "alice", directory("@H", limit("STOR", "DenyAll"))),
    asks: "RETR f.txt=Y STOR n=n",
  },
  {
    name: "a conditional <Directory> is one among the others",
    config: directory("@H/pub", noRetr) + when("User", "alice", directory("@H", yesRetr)),
    asks: "RETR f.txt=Y RETR pub/f.txt=n",
  },
  {
    name: "of two <Limit>s in a conditional section the earlier is asked first",
    config: when("User", "alice", noRetr, yesRetr),
    asks: "RETR f.txt=n",
  },
  {
    name: "of two in its <Directory> as well",
    config: when("User", "alice", directory("@H", noRetr, yesRetr)),
    asks: "RETR f.txt=n",
  },
  {
    name: "AllowAll right in a conditional <Directory> takes the place of those in its <Limit>s",
    config: limit("READ", "DenyAll") +
      when("User", "alice", directory("@H", limit("SIZE", "AllowAll"), "AllowAll\n")),
    asks: "SIZE f.txt=n STOR n=Y",
  },
  {
    name: "a conditional <Directory> is seen before others that match equally",
    config: when("User", "alice", directory("@H/*b", noRetr)) + directory("@H/p*", yesRetr),
    asks: "RETR pub/f.txt=n",
  },
  {
    name: "what was inside a <Directory> whose place is taken gives nothing any more",
    config: when("User", "alice", directory("@H", noRetr)) + directory("@H/pub", yesRetr) +
      directory("@H", limit("STOR", "DenyAll")),
    asks: "RETR pub/f.txt=n STOR pub/n=Y",
  },
  {
    name: "conditional sections of the server are for anonymous users as well",
    config: when("User", "ftp", limit("DIRS", "DenyAll")) + anonymous(),
    user: "ftp",
    asks: "RETR f.txt=Y PWD =n CWD pub=n",
  },
];

/** All cases that fit into one virtual server each. */
export const cases: readonly Case[] = [
  ...conditional,
  ...words,
  ...precedence,
  ...rules.map(([text, answer, because]): Case => ({
    name: text,
    config: limit("NOOP", ...text.split("; ")),
    asks: `NOOP =${answer}`,
    because,
  })),
  ...directories,
  ...filters,
  ...areas,
];

/** Logins: who gets in. `C` is a connection that is closed before the greeting. */
export interface LoginCase {
  readonly name: string;
  readonly config: string;
  /** `alice=Y bob=n ftp=n`. */
  readonly asks: string;
}

const none = "alice=C bob=C ftp=C";

/** `<Limit LOGIN>`. */
export const logins: readonly LoginCase[] = [
  ["AllowUser alice; DenyAll", "alice=Y bob=n ftp=n"],
  ["AllowUser alice; Deny from all", "alice=Y bob=n ftp=n"],
  ["AllowGroup www; DenyAll", "alice=Y bob=Y ftp=n"],
  ["AllowGroup adm; DenyAll", "alice=n bob=Y ftp=n"],
  ["DenyUser bob", "alice=Y bob=n ftp=Y"],
  ["DenyGroup adm", "alice=Y bob=n ftp=Y"],
  ["AllowUser !alice; DenyAll", "alice=n bob=Y ftp=Y"],
  ["AllowUser ftp; DenyAll", "alice=n bob=n ftp=Y"],
  ["AllowUser anonymous; DenyAll", "alice=n bob=n ftp=n"],
  ["Order deny,allow", none],
  ["Order deny,allow; AllowUser alice", "alice=Y bob=n ftp=n"],
  ["Order deny,allow; AllowAll", "alice=Y bob=Y ftp=Y"],
  ["Order deny,allow; DenyUser bob; AllowAll", "alice=Y bob=n ftp=Y"],
  ["Allow from 10.", "alice=Y bob=Y ftp=Y"],
  ["Allow from 10.; DenyAll", none],
  ["Allow from 127.; DenyAll", "alice=Y bob=Y ftp=Y"],
  ["Allow from 127.; DenyUser bob", "alice=Y bob=Y ftp=Y"],
  ["Allow from 10.; AllowUser alice; DenyAll", "alice=Y bob=n ftp=n"],
  ["Deny from 127.; AllowUser alice", "alice=Y bob=n ftp=n"],
  ["Deny from 127.", none],
  ["DenyAll", none],
].map(([text, asks]): LoginCase => ({
  name: text,
  config: limit("LOGIN", ...text.split("; ")) + anonymous(),
  asks,
})).concat([
  {
    name: "the area has no rule for its user: the server's holds",
    config: limit("LOGIN", "DenyUser ftp") + anonymous(limit("LOGIN", "AllowUser bob")),
    asks: "alice=Y bob=Y ftp=n",
  },
  {
    name: "the area has a rule for its user",
    config: limit("LOGIN", "DenyUser ftp") + anonymous(limit("LOGIN", "AllowUser ftp")),
    asks: "alice=Y bob=Y ftp=Y",
  },
  {
    name: "the area only has rules for other addresses",
    config: limit("LOGIN", "DenyAll") + anonymous(limit("LOGIN", "Deny from 10.")),
    asks: none,
  },
  { name: "nothing said", config: anonymous(), asks: "alice=Y bob=Y ftp=Y" },
  {
    name: "two sections: both have to let in",
    config: limit("LOGIN", "AllowUser alice", "DenyAll") +
      limit("LOGIN", "AllowUser bob", "DenyAll") + anonymous(),
    asks: "alice=n bob=n ftp=n",
  },
  {
    name: "two sections: one denies, the other allows",
    config: limit("LOGIN", "DenyAll") + limit("LOGIN", "AllowAll") + anonymous(),
    asks: "alice=n bob=n ftp=n",
  },
  {
    name: "two sections: one allows, the other denies",
    config: limit("LOGIN", "AllowAll") + limit("LOGIN", "DenyAll") + anonymous(),
    asks: "alice=n bob=n ftp=n",
  },
  {
    name: "two sections: both deny this address",
    config: limit("LOGIN", "Deny from 127.") + limit("LOGIN", "Deny from 127.") + anonymous(),
    asks: none,
  },
  {
    name: "two sections: both let this address in",
    config: limit("LOGIN", "Allow from 127.", "DenyAll") + limit("LOGIN", "Deny from 10.") +
      anonymous(),
    asks: "alice=Y bob=Y ftp=Y",
  },
  {
    name: "only the anonymous area is open",
    config: limit("LOGIN", "DenyAll") + anonymous(limit("LOGIN", "AllowAll")),
    asks: "alice=n bob=n ftp=Y",
  },
  {
    name: "the area has its own list of addresses",
    config: limit("LOGIN", "Deny from 127.") + anonymous(limit("LOGIN", "AllowAll")),
    asks: "alice=n bob=n ftp=Y",
  },
  {
    name: "the area is closed",
    config: anonymous(limit("LOGIN", "DenyAll")),
    asks: "alice=Y bob=Y ftp=n",
  },
  {
    name: "the area is closed to this address",
    config: anonymous(limit("LOGIN", "Order deny,allow", "Allow from 10.")),
    asks: "alice=Y bob=Y ftp=n",
  },
  {
    name: "a list of names for the server, the area for all",
    config: limit("LOGIN", "AllowUser alice", "DenyAll") + anonymous(limit("LOGIN", "AllowAll")),
    asks: "alice=Y bob=n ftp=Y",
  },
  {
    name: "ALL has nothing to do with logins",
    config: limit("ALL", "DenyAll") + anonymous(),
    asks: "alice=Y bob=Y ftp=Y",
  },
  {
    name: "LOGIN beside other words",
    config: limit("LOGIN ALL", "DenyUser alice") + anonymous(),
    asks: "alice=n bob=Y ftp=Y",
  },
  {
    name: "nobody logs in to a directory",
    config: directory("@H", limit("LOGIN", "DenyAll")) + anonymous(),
    asks: "alice=Y bob=Y ftp=Y",
  },
]);
