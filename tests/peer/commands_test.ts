/**
 * Every command with no argument, a wrong one and too many, before login and after it.
 */
import { compare } from "./dialogue/compare.ts";
import { furnish } from "./dialogue/furnish.ts";
import { get, raw } from "./dialogue/talk.ts";
import type { Difference } from "./dialogue/confront.ts";

/** Verbs that both servers know, and some that neither does. */
const VERBS = [
  ...["CWD", "XCWD", "CDUP", "XCUP", "SMNT", "PORT", "PASV", "EPRT", "EPSV", "ALLO"],
  ...["RNFR", "RNTO", "DELE", "MDTM", "RMD", "XRMD", "MKD", "XMKD", "PWD", "XPWD", "SIZE"],
  ...["SYST", "HELP", "NOOP", "FEAT", "OPTS", "HOST", "CLNT", "AUTH", "CCC", "CONF", "ENC"],
  ...["MIC", "PBSZ", "PROT", "TYPE", "STRU", "MODE", "RETR", "STOR", "STOU", "APPE", "REST"],
  ...["ABOR", "RANG", "USER", "PASS", "ACCT", "REIN", "LIST", "NLST", "STAT", "SITE", "MLSD"],
  ...["MLST", "CSID", "MFMT", "MFF", "XYZZY", "A", "TOOLONGFORAVERB"],
  ...["AVBL", "COMB", "ESTP", "HASH", "LPRT", "LPSV", "MD5", "SPSV", "SSCN", "XCRC", "XMD5"],
];

const ARGUMENTS = ["", " ", " x", " x y", "  x", " 1", " -1 2", " ALL"];

const ENGLISH = "messages are English, whatever language the environment asks for";
const LEFT_EMPTY = "an upload that never began leaves no file";
const TWICE = "one command has one reply";
const UNIQUE = "STOU works without AllowOverwrite: what it makes is new";

const emptyFiles: readonly Difference[] = [
  { why: LEFT_EMPTY, theirs: [/^left .* 0644 \d+:\d+ ""$/], ours: [] },
];

/** Differences that are meant, by verb, before login and after it. */
const before: Record<string, readonly Difference[]> = {
  FEAT: [
    { why: ENGLISH, theirs: ["<  LANG C.UTF-8*"], ours: ["<  LANG en-US*"] },
  ],
  RNTO: [{ why: TWICE, theirs: ["< 530 Please login with USER and PASS"], ours: [] }],
};

const after: Record<string, readonly Difference[]> = {
  FEAT: before.FEAT ?? [],
  STOR: emptyFiles,
  APPE: emptyFiles,
  STOU: [
    {
      why: UNIQUE,
      theirs: ["< 550 <unique name>: Overwrite permission denied"],
      ours: ["< 425 Unable to build data connection: Connection refused"],
    },
    { why: LEFT_EMPTY, theirs: [/^left .<unique name> 0600 \d+:\d+ ""$/], ours: [] },
    { why: UNIQUE, theirs: [], ours: [/^transfer .*[/]<unique name> a _ i .* i$/] },
  ],
};

for (
  const [when, login, differences] of [["before", undefined, before], [
    "after",
    "alice",
    after,
  ]] as const
) {
  compare({
    name: `commands ${when} login get the replies that the original gives`,
    config: "MaxLoginAttempts 100\nDefaultRoot ~",
    login,
    furnish: () => Promise.resolve(),
    cases: Object.fromEntries(VERBS.map((verb) => [verb, {
      steps: ARGUMENTS.map((argument) => `${verb}${argument}`),
      differences: differences[verb],
    }])),
  });
}

compare({
  name: "before login SITE's commands are refused as the original does, in one reply each",
  config: "LoadModule mod_copy.c\nLoadModule mod_site_misc.c",
  // Replies that are one too many would be taken for those of the next conversation.
  session: "each",
  cases: {
    "CHMOD and CHGRP": {
      steps: ["SITE CHMOD 600 x", "SITE CHMOD", "SITE CHGRP 0 x", "SITE CHGRP"],
      differences: before.RNTO ?? [],
    },
    "others": [
      ...[
        "SITE CPFR x",
        "SITE CPTO x",
        "SITE COPY x y",
        "SITE UTIME x y",
        "SITE MKDIR x",
        "SITE RMDIR x",
      ],
      ...["SITE SYMLINK x y", "SITE XYZZY", "SITE", "MFMT 20200101000000 x", "RNFR x"],
    ],
  },
});

compare({
  name: "HELP, OPTS and oddly written lines are answered as the original does",
  config: "DefaultRoot ~",
  login: "alice",
  furnish,
  cases: {
    "HELP": [...VERBS.filter((verb) => verb !== "SITE"), "QUIT"].map((verb) => `HELP ${verb}`),
    "HELP of SITE": ["HELP SITE", "SITE HELP HELP", "SITE HELP x", "HELP SITE x", "SITE HELP"],
    "OPTS UTF8": ["", " ON", " on", " OFF", " x", " ON x", "  on"].map((end) => `OPTS UTF8${end}`),
    "OPTS MLST": {
      steps: [
        ...["", " ", " type;size;", " Type;nosuch;modify", " size", ";", " size type;"].flatMap((
          end,
        ) => [
          `OPTS MLST${end}`,
          "FEAT",
          "MLST file",
        ]),
        "OPTS MLST modify;perm;size;type;unique;UNIX.group;UNIX.groupname;UNIX.mode;UNIX.owner;UNIX.ownername;",
      ],
      differences: before.FEAT,
    },
    "lines": {
      steps: [
        ...[
          "noop",
          "NoOp",
          "noop ",
          "\tNOOP",
          " NOOP",
          "",
          "  ",
          "\t",
          "PWD\t",
          "TYPE\tI",
          "N",
          "NO OP",
        ],
        ...[
          "SIZE\tfile",
          "size  file",
          "SIZE file ",
          "CWD dir\0x",
          "PWD",
          "NOOP\r",
          "CWD dir\rx",
          "\xff",
        ],
        ...[
          "\xc3\xa4",
          "PWD\xc3\xa4",
          "SIZE m\xc3\xbcll",
          "!",
          "NOOP!",
          "./NOOP",
          "-NOOP",
          '"NOOP"',
        ],
      ],
      differences: [{
        why: "no name of a file can break a reply in two",
        theirs: ["< 550 dir\rx: No such file or directory"],
        ours: ["< 550 dir?x: No such file or directory"],
      }],
    },
    "several at once": [
      raw("NOOP\r\nPWD\r\nSYST\r\n", 3),
      raw("TYPE I\r\nSIZE file\r\nSIZE missing\r\nPWD\r\n", 4),
      raw("\r\nNOOP\r\n", 2),
    ],
    "telnet": [
      raw("\xff\xf4\xff\xf2NOOP\r\n", 1),
      raw("\xff\xf6NOOP\r\n", 1),
      raw("PWD\xff\xff\r\n", 1),
      raw("SIZE fi\xff\xf1le\r\n", 1),
    ],
    "what is gone": [
      ...[
        "MKD a",
        "MKD a/b",
        "CWD a/b",
        "RMD /a/b",
        "PWD",
        "STAT .",
        "MKD c",
        "SIZE x",
        "CWD ..",
        "PWD",
      ],
      ...["CWD /a", "RNFR /a", "RNTO /z", "PWD", "CWD .", "CDUP", "PWD"],
    ],
    "large and old": [
      async ({ server: { home } }) => {
        await Deno.truncate(`${home}/file`, 5_000_000_000);
        await Deno.utime(`${home}/file`, new Date(0), new Date("2106-02-07T06:28:15Z"));
        await Deno.utime(`${home}/empty`, new Date(0), new Date("1969-07-20T20:17:40Z"));
      },
      ...[
        "TYPE I",
        "SIZE file",
        "MDTM file",
        "MDTM empty",
        "STAT file",
        "STAT empty",
        "REST 4999999998",
      ],
      ...[get("RETR file"), "REST 5000000001", get("RETR file"), "RANG 4999999990 4999999992"],
      ...[get("RETR file"), "DELE file"],
    ],
  },
});

compare({
  name: "over IPv6 the commands for data connections are answered as the original does",
  config: "DefaultAddress ::1\nUseIPv6 on\nDefaultRoot ~\nSocketBindTight on",
  needs: ["/proc/net/if_inet6"],
  host: "::1",
  logDifferences: [
    {
      why: "PASV is refused instead",
      theirs: [
        / sending a PASV response for an IPv6 address '::1'; some FTP clients may have /,
        / please configure your FTP client to use the IPv6-compatible EPSV.EPRT commands$/,
      ],
      ours: [],
    },
    {
      why: "one wording for all mismatches",
      theirs: [/ Refused PORT 127,0,0,1,200,200 [(]IPv4.IPv6 address mismatch[)]$/],
      ours: [/ Refused PORT 127,0,0,1,200,200 [(]address mismatch[)]$/],
    },
  ],
  login: "alice",
  furnish,
  cases: {
    "greeting": ["STAT", "HELP"],
    "passive": {
      steps: ["EPSV", "EPSV 1", "EPSV 2", "EPSV 3", "PASV", get("RETR file", "EPSV")],
      differences: [{
        why: "the reply to PASV has no room for an IPv6 address",
        theirs: [/^< 227 Entering Passive Mode [(]1,\d+,\d+[)][.]$/],
        ours: ["< 500 Illegal PASV command: IPv6 clients use EPSV"],
      }],
    },
    "active": [
      ...[
        "EPRT |2|::1|51400|",
        "EPRT |2|::1|80|",
        "EPRT |2|2001:db8::1|51400|",
        "EPRT |1|::1|51400|",
      ],
      ...[
        "EPRT |1|127.0.0.1|51400|",
        "EPRT |2|127.0.0.1|51400|",
        "EPRT |2|x|51400|",
        "EPRT |3|::1|51400|",
      ],
      ...["PORT 127,0,0,1,200,200", get("RETR file", "EPRT")],
    ],
  },
});
