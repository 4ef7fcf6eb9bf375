/**
 * Every command with no argument, a wrong one and too many, before login and after it.
 */
import { compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";

/** Verbs that both servers know, and some that neither does. */
const VERBS = [
  ...["CWD", "XCWD", "CDUP", "XCUP", "SMNT", "PORT", "PASV", "EPRT", "EPSV", "ALLO"],
  ...["RNFR", "RNTO", "DELE", "MDTM", "RMD", "XRMD", "MKD", "XMKD", "PWD", "XPWD", "SIZE"],
  ...["SYST", "HELP", "NOOP", "FEAT", "OPTS", "HOST", "CLNT", "AUTH", "CCC", "CONF", "ENC"],
  ...["MIC", "PBSZ", "PROT", "TYPE", "STRU", "MODE", "RETR", "STOR", "STOU", "APPE", "REST"],
  ...["ABOR", "RANG", "USER", "PASS", "ACCT", "REIN", "LIST", "NLST", "STAT", "SITE", "MLSD"],
  ...["MLST", "CSID", "XYZZY", "A", "TOOLONGFORAVERB"],
];

const ARGUMENTS = ["", " ", " x", " x y", "  x", " 1", " -1 2", " ALL"];

const NOT_BUILT = "LANG, MFF and MFMT are not built yet";
const LEFT_EMPTY = "an upload that never began leaves no file";
const TWICE = "one command has one reply";
const UNIQUE = "STOU works without AllowOverwrite: what it makes is new";

const emptyFiles: readonly Difference[] = [
  { why: LEFT_EMPTY, theirs: [/^left .* 0644 \d+:\d+ ""$/], ours: [] },
];

/** Differences that are meant, by verb, before login and after it. */
const before: Record<string, readonly Difference[]> = {
  FEAT: [
    { why: NOT_BUILT, theirs: ["<  LANG C.UTF-8*"], ours: [] },
    { why: NOT_BUILT, theirs: ["<  MFF modify;UNIX.group;UNIX.mode;", "<  MFMT"], ours: [] },
  ],
  RNTO: [{ why: TWICE, theirs: ["< 530 Please login with USER and PASS"], ours: [] }],
  USER: [
    {
      why: "the name is told as it was understood, blanks included",
      theirs: [/^< 331 Password required for (x|-1)$/],
      ours: [/^< 331 Password required for (x y| x|-1 2)$/],
    },
  ],
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
