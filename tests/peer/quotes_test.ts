/**
 * Quotation marks, closed or not, and blanks where none are expected: what becomes of them in each
 * command.
 */
import { compare } from "./dialogue/compare.ts";
import { furnish } from "./dialogue/furnish.ts";
import { get, login, reconnect } from "./dialogue/talk.ts";
import type { Difference } from "./dialogue/confront.ts";

const ARGUMENTS = [
  ...['"', '""', '"a', 'a"b', '" "', "a ", "a  ", '"a b"', '"a" b', "  file", "file ", '"file"'],
  ...['"file', '"file" ', 'file"', '\\"', '"\\', '1 "', '"1"', "1 ", "two  words", '"two words"'],
];

/** Verbs by what is behind them: some take words, some all that there is. */
const VERBS = [
  ...["CWD", "XCWD", "CDUP", "XCUP", "SMNT", "PORT", "PASV", "EPRT", "EPSV", "ALLO", "RNFR"],
  ...["RNTO", "DELE", "MDTM", "RMD", "XRMD", "MKD", "XMKD", "PWD", "XPWD", "SIZE", "SYST", "HELP"],
  ...["NOOP", "OPTS", "HOST", "CLNT", "AUTH", "CCC", "PBSZ", "PROT", "TYPE", "STRU", "MODE"],
  ...["RETR", "REST", "ABOR", "RANG", "PASS", "ACCT", "REIN", "LIST", "NLST", "STAT", "SITE"],
  ...["MLSD", "MLST", "CSID", "MFMT", "MFF", "XYZZY", "LANG", "HASH", "MD5", "XCRC", "XSHA1"],
  ...["OPTS UTF8", "OPTS MLST", "OPTS HASH", "SITE HELP", "SITE XYZZY", "HELP SITE"],
];

const T = "20200101000000";

const SPELLED: Readonly<Record<string, readonly string[]>> = {
  "MFMT": [
    ...[`"${T}" file`, `"${T}"file`, `"${T} file`, ` ${T} file`, `${T}  file`, `${T} "file"`],
    ...[`"${T}" two words`, `${T} file `, `${T}\tfile`, `${T}  `, '"a b" file', '"" file'],
  ].map((rest) => `MFMT ${rest}`),
  "MFF": [
    ...[`"modify=${T};" file`, ` modify=${T}; file`, `modify=${T}; "file"`, '"" file', '";" file'],
    `modify=${T};  `,
  ].map((rest) => `MFF ${rest}`),
  "OPTS": [
    ...["UTF8 1", "UTF8 0", "UTF8 yes", "UTF8 No", "UTF8 true", "UTF8 y", 'UTF8 "on"', 'UTF8 "off'],
    ...['"UTF8" ON', '"UTF8"ON', '"utf8 on"', '"MLST" size;', 'MLST "size;"', '"HASH" MD5'],
    ...['HASH "SHA-1"', '"x" y', '""x', "MLST type;modify;size;"],
  ].map((rest) => `OPTS ${rest}`),
  "SITE": [
    ...['"CHMOD" 600 file', '"CHMOD"640 file', " CHMOD 600 file", "CHMOD  600 file"],
    ...["CHMOD 604  file", 'CHMOD "600"file', 'CHMOD "6""00" file', 'CHMOD 600 "two" words'],
    ...['CHMOD 600 two "words"', 'CHMOD 640 "dir"'],
    ...['CHMOD 600 "quo\\"te"', 'CHMOD 640 quo"te', 'CHMOD 600 " leading"', 'CHMOD 600 "file'],
    ...['CHGRP 0 "two words"'],
    ...['"HELP"', "HELP CHMOD x", 'HELP "CHMOD"', "HELP CHMOD ", "HELP  CHMOD"],
  ].map((rest) => `SITE ${rest}`),
  "SITE UTIME": [
    ...[`"${T}" file`, `"${T}"file`, ` ${T} file`, `${T}  file`, `${T} "two words"`],
    ...[`two words ${T} ${T} ${T} UTC`],
    ...[` file ${T} ${T} ${T} UTC `, `file  ${T} ${T} ${T} UTC`, `file ${T} ${T} ${T} UTC  `],
    ...[`${T} ${T} ${T} UTC`, '" "', '"file" '],
  ].map((rest) => `SITE UTIME ${rest}`),
  "SITE SYMLINK": [
    ...[
      '"two words"l1',
      '"two words" l2',
      "file  l3",
      'file "l 4"',
      'file "',
      "file  ",
      "file l5 ",
    ],
  ].map((rest) => `SITE SYMLINK ${rest}`),
  "SITE MKDIR": ['"n 1"', 'n" 3', '"n" 4', '"n7', '\\"n8', '" "']
    .map((rest) => `SITE MKDIR ${rest}`),
  "SITE RMDIR": ['"emptydir', '"dir"', 'quo"dir', '"missing"']
    .map((rest) => `SITE RMDIR ${rest}`),
  "SITE COPY": [
    ...['"two words"c1', '"two words" c2', 'file "c 3"', "file  c4", "file c5 ", "file c6  "],
  ].map((rest) => `SITE COPY ${rest}`),
  "SITE CPFR": [
    ...['SITE CPFR "two words"', 'SITE CPTO "p 1"', 'SITE CPFR "file', 'SITE CPFR "file" x'],
  ],
};

const AS_IT_IS = "a name is taken with its blanks; without them it is another file's";
const EMPTY = "an empty name is not the working directory's";
const refusal = (verb: string) => `< 500 'SITE ${verb}' not understood`;

/** The original takes nothing at all for the working directory, and blanks at the ends for nothing. */
const MEANT: Readonly<Record<string, readonly Difference[]>> = {
  'SITE CHMOD 600 "': [
    {
      why: EMPTY,
      theirs: ["< 200 SITE CHMOD command successful"],
      ours: ["< 500-'SITE CHMOD 600' not understood", "< 500 SITE not understood"],
    },
  ],
  "SITE CHMOD  file": [
    { why: "no mode is none", theirs: [/^< 200 SITE CHMOD/], ours: ["< 550 '': invalid mode"] },
    { why: "so the file has its own", theirs: [/^left .file 0000/], ours: [/^left .file 0644/] },
  ],
  'SITE MKDIR ""': [{ why: EMPTY, theirs: [/^< 200 SITE MKDIR/], ours: [refusal("MKDIR")] }],
  [`SITE UTIME ${T} "`]: [
    { why: EMPTY, theirs: [/^< 200 SITE UTIME/], ours: [refusal("UTIME")] },
  ],
  "SITE CHMOD 600 file ": [
    {
      why: AS_IT_IS,
      theirs: [/^< 200 SITE CHMOD/],
      ours: ["< 550 file : No such file or directory"],
    },
    { why: "so it has another mode", theirs: [/^left .file 0600/], ours: [/^left .file 0644/] },
  ],
  "SITE RMDIR  emptydir": [
    {
      why: AS_IT_IS,
      theirs: [/^< 200 SITE RMDIR/],
      ours: ["< 550 RMDIR  emptydir: No such file or directory"],
    },
    { why: "so it is there", theirs: [], ours: [/^left .emptydir /] },
  ],
  "SITE MKDIR a\tb": [
    { why: AS_IT_IS, theirs: [/^left .a b /], ours: [] },
    { why: AS_IT_IS, theirs: [], ours: [/^left .a\tb /] },
  ],
  'SITE CPFR "': [{ why: EMPTY, theirs: [/^< 350 /], ours: [refusal("CPFR")] }],
};

compare({
  name: "quotation marks and blanks are understood as the original does",
  config: "DefaultRoot ~\nLoadModule mod_copy.c\nLoadModule mod_site_misc.c\n" +
    "LoadModule mod_digest.c\nMaxLoginAttempts 1000",
  login: "alice",
  // Inside a jail the original cannot find them any more.
  ignoreLog: /unable to open Auth(?:User|Group)File/,
  furnish,
  cases: {
    ...Object.fromEntries(
      VERBS.map((verb) => [verb, ARGUMENTS.map((argument) => `${verb} ${argument}`)]),
    ),
    ...Object.fromEntries(
      Object.entries(SPELLED).map(([name, steps]) => [`${name}, spelled in many ways`, steps]),
    ),
    ...Object.fromEntries(
      Object.entries(MEANT).map(([line, differences]) => [line, {
        // What the home is left with is not seen; the next conversation needs it.
        steps: [line, async ({ server }) => await Deno.chmod(server.home, 0o755)],
        differences,
      }]),
    ),
    "listings": ['"', '" "', '"dir"', "dir ", '-l "', '"-l" dir', "-l  dir"].flatMap(
      (argument) => [get(`LIST ${argument}`), get(`NLST ${argument}`), get(`MLSD ${argument}`)],
    ),
  },
});

compare({
  name: "USER tells the first word, and logs in by the whole name, as the original does",
  config: "DefaultRoot ~\nMaxLoginAttempts 1000",
  users: [{ name: "alice" }, { name: "two words" }],
  cases: Object.fromEntries(
    [
      ...["alice", "two words", "alice two", " alice", "alice ", '"alice"', '"two words"', '"'],
      ...['""', '" "', '"alice', 'al"ice', 'alice "', "nosuch user"],
    ].map((name) => [name, [reconnect, login(name), "PWD"]]),
  ),
});
