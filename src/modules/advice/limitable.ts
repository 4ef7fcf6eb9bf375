/**
 * What may stand behind `<Limit`.
 *
 * @module
 */

/** Groups of commands, and all commands that this server or a module of ProFTPD's knows. */
const WORDS: ReadonlySet<string> = new Set([
  ...["ALL", "DIRS", "LOGIN", "READ", "WRITE"],
  ...["ABOR", "ACCT", "ADAT", "ALLO", "APPE", "AUTH", "CCC", "CDUP", "CLNT", "CONF", "CSID", "CWD"],
  ...[
    "DELE",
    "ENC",
    "EPRT",
    "EPSV",
    "FEAT",
    "HASH",
    "HELP",
    "HOST",
    "LANG",
    "LIST",
    "LPRT",
    "LPSV",
  ],
  ...["MD5", "MDTM", "MFF", "MFMT", "MIC", "MKD", "MLSD", "MLST", "MODE", "NLST", "NOOP", "OPTS"],
  ...["PASS", "PASV", "PBSZ", "PORT", "PROT", "PWD", "QUIT", "RANG", "REIN", "REST", "RETR", "RMD"],
  ...[
    "RNFR",
    "RNTO",
    "SITE",
    "SIZE",
    "SMNT",
    "SSCN",
    "STAT",
    "STOR",
    "STOU",
    "STRU",
    "SYST",
    "TYPE",
    "USER",
  ],
  ...[
    "XCRC",
    "XCUP",
    "XCWD",
    "XMD5",
    "XMKD",
    "XPWD",
    "XRMD",
    "XSHA",
    "XSHA1",
    "XSHA256",
    "XSHA512",
  ],
]);

/** Whether some command is called `word`, or belongs to a group of that name; SITE_X may be any. */
export function isLimitable(word: string): boolean {
  const upper = word.toUpperCase();
  return WORDS.has(upper) || upper.startsWith("SITE_");
}
