/**
 * Ratios (mod_ratio), compared with the original.
 */
import { compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";
import { get, put, type Step } from "./dialogue/talk.ts";

const NEEDS = ["/usr/lib/proftpd/mod_ratio.so"];
const LOADED = "ModulePath /usr/lib/proftpd\nLoadModule mod_ratio.c\nAllowOverwrite on\n";
const KIB = 1024;
/** It comes before the line about the ratio here, and behind it there. */
const LOGIN = /: Login successful\.$/;
const users = [{ name: "alice", uid: 20_001, gid: 20_001 }];

const SIZES: Readonly<Record<string, number>> = {
  small: 100,
  one: 100 * KIB,
  two: 100 * KIB,
  odd: 100 * KIB + 1,
  large: 700 * KIB,
};

async function furnish(home: string): Promise<void> {
  for (const [name, size] of Object.entries(SIZES)) {
    await Deno.writeFile(`${home}/${name}`, new Uint8Array(size).fill(120));
    await Deno.chown(`${home}/${name}`, 20_001, 20_001);
  }
}

/** A large upload, of which the notes do not need the content. */
const X = "x".repeat(100 * KIB);

const STEPS: readonly Step[] = [
  ...["TYPE I", "SITE RATIO", get("RETR one"), "SITE RATIO", get("RETR two"), get("RETR missing")],
  ...[put("STOR up", X), "SITE RATIO", get("RETR odd"), get("RETR large"), "SITE RATIO"],
  ...[put("APPE up", X), put("STOU", X), "SITE RATIO", "CWD .", "CDUP", get("NLST small")],
  ...["DELE up", put("STOR up", "y"), "SITE RATIO", get("RETR small"), "CWD missing"],
];

const HELP: readonly Difference[] = [{
  why: "a heading for one line",
  theirs: ["<  The following SITE extensions are recognized:"],
  ours: [],
}];

compare({
  name: "SITE HELP tells of ratios as the original's",
  needs: NEEDS,
  users,
  ignoreLog: LOGIN,
  config: `${LOADED}Ratios on\n`,
  login: "alice",
  cases: { "help": { steps: ["SITE HELP"], differences: HELP } },
});

const RATIOS: Readonly<Record<string, string>> = {
  "no ratio": "",
  "a ratio of files": "UserRatio alice 2 1 0 0",
  "a ratio of bytes": "UserRatio alice 0 0 3 150",
  "ratios of files and bytes": "UserRatio alice 2 2 2 250",
  "more bytes": "UserRatio alice 1 9 1 6000",
  "several uploads for a download": "UserRatio alice -2 1 -3 1024",
  "a ratio without limits": 'UserRatio alice 0 0 0 0\nLeechRatioMsg "without limits"',
  "a ratio for all users": "UserRatio * 1 1 0 0\nUserRatio alice 3 4 0 0",
  "a ratio of a group": "GroupRatio alices 1 1 0 0",
  "a ratio of another user": "UserRatio bob 1 1 0 0\nUserRatio al* 1 1 0 0",
  "a ratio of a host": "HostRatio 127.0.0.* 1 1 0 0\nUserRatio alice 9 9 0 0",
  "ratios of several kinds": "GroupRatio alices 1 1 0 0\nUserRatio alice 3 3 0 0",
  "messages for files":
    'UserRatio alice 1 1 0 0\nFileRatioErrMsg "no file"\nCwdRatioMsg "where you are"',
  "messages for bytes": 'UserRatio alice 0 0 1 1\nByteRatioErrMsg "no byte"',
};

for (const [what, lines] of Object.entries(RATIOS)) {
  compare({
    name: `${what}: as in the original`,
    needs: NEEDS,
    users,
    ignoreLog: LOGIN,
    config: `${LOADED}DefaultRoot ~\nRatios on\n${lines}\n`,
    furnish,
    session: "each",
    cases: { "the dialogue": ["USER alice", "PASS secret", ...STEPS] },
  });
}

compare({
  name: "ratios of anonymous clients are as in the original",
  needs: NEEDS,
  users,
  ignoreLog: LOGIN,
  config: ({ folder }) =>
    `${LOADED}Ratios on\n<Anonymous ${folder}/home/alice>\nUser alice\nGroup alices\n` +
    "UserAlias anonymous alice\nAnonRatio me@example.org 2 3 0 0\nAnonRatio * 1 1 0 0\n" +
    "</Anonymous>\n",
  furnish,
  session: "each",
  cases: {
    "a password that is named": ["USER anonymous", "PASS me@example.org", "SITE RATIO"],
    "any other": ["USER anonymous", "PASS x", "TYPE I", get("RETR one"), get("RETR two")],
  },
});
