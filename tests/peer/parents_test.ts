/**
 * Paths that lead through something that is no directory, or is not there: which reason each command
 * tells, and what it does all the same.
 */
import { compare } from "./dialogue/compare.ts";
import { furnish } from "./dialogue/furnish.ts";
import { back, get, put, type Step } from "./dialogue/talk.ts";
import type { Difference } from "./dialogue/confront.ts";

const PATHS = [
  ...["file/x", "file/", "file/.", "file/..", "file/../dir", "file/../file", "file/../missing"],
  ...["file/x/y", "link/x", "missing/x", "missing/", "missing/..", "missing/../file", "dir/"],
  ...["dir/missing/", "dir/inside/x", "dir/inside/", "dangling/x", "fifo/x", "closed/x", "loop/x"],
  ...["unreadable/x", "sublink/..", "sublink/../inside", "sublink/../missing", "dirlink/.."],
];

/** Commands that leave things as they are, or change what can be compared. */
const COMMANDS = [
  ...["CWD", "SIZE", "MDTM", "MFMT 20200101000000", "MFF UNIX.mode=755;", "DELE", "MKD", "RMD"],
  ...["SITE CHMOD 755", "SITE CHGRP 0", "SITE UTIME 20200101000000", "SITE SYMLINK file", "HASH"],
  ...["XCRC", "MD5", "RNFR"],
];

const each = (verb: string) =>
  PATHS.flatMap((path): Step[] =>
    verb === "CWD" ? [`CWD ${path}`, "PWD", back] : [`${verb} ${path}`]
  );

const copies: readonly Step[] = ["file/x", "file/x/y", "link/x", "missing/x", "dir/inside/x"]
  .flatMap((path) => [`SITE COPY file ${path}`, "SITE CPFR file", `SITE CPTO ${path}`]);

const renames: readonly Step[] = ["file/x", "missing/x", "link/x", "dir/inside/x"]
  .flatMap((path) => ["RNFR empty", `RNTO ${path}`]);

const transfers: readonly Step[] = ["file/x", "missing/x", "link/x", "dir/inside/x", "file/"]
  .flatMap((path) => [get(`RETR ${path}`), put(`STOR ${path}`), put(`APPE ${path}`)]);

/** Of a directory above the home nothing is compared but whether it can be listed. */
const LISTED = PATHS.filter((path) => !["sublink/..", "dirlink/.."].includes(path));

const listings = (verb: string): readonly Step[] => LISTED.map((path) => get(`${verb} ${path}`));

const LINK = "a link with a slash behind it is listed as what it leads to";
const linkedFile: readonly Difference[] = [
  { why: LINK, theirs: [], ours: [/ 2020 (?:link|absolute)[/](?:.r")?$/] },
];
const linkedDirectory: readonly Difference[] = [
  { why: LINK, theirs: ["< 213-Status of dirlink/:"], ours: ["< 212-Status of dirlink/:"] },
  { why: LINK, theirs: [], ours: [/ 2020 (?:inside|sub|[.])(?:.r")?$/] },
  { why: LINK, theirs: [], ours: [/ <now> [.][.]$/] },
  { why: LINK, theirs: ["< 213 End of status"], ours: ["< 212 End of status"] },
];

for (
  const [where, config, unprivileged] of [
    ["in a jail", "DefaultRoot ~", false],
    ["without a jail", "DefaultChdir ~", false],
    ["without root", "DefaultChdir ~", true],
  ] as const
) {
  compare({
    name: `paths through files and what is missing get the original's answers ${where}`,
    config: `${config}\n` +
      ["copy", "site_misc", "digest"].map((it) => `LoadModule mod_${it}.c\n`).join(""),
    unprivileged,
    login: "alice",
    furnish,
    ignoreLog: /for copying|unable to set[ug]id|mod_cap|unable to open Auth(?:User|Group)File/,
    cases: {
      ...Object.fromEntries(COMMANDS.map((verb) => [verb, each(verb)])),
      "copies": copies,
      "renames": renames,
      "transfers": transfers,
      ...Object.fromEntries(
        ["LIST", "LIST -d", "LIST -a"].map((verb) => [verb, listings(verb)]),
      ),
      "STAT": LISTED.map((path) => `STAT ${path}`),
      "STAT of patterns": ["STAT */", "STAT sublink/../s*", "STAT file/../f*", "STAT dir/i*"],
      "LIST of patterns": [get("LIST sublink/../s*"), get("LIST dir/*"), get("LIST dirlink/*")],
      "links with a slash": {
        steps: ["STAT link/", get("LIST link/"), get("LIST -d link/")],
        differences: linkedFile,
      },
      "links to directories with a slash": {
        steps: ["STAT dirlink/", get("LIST dirlink/")],
        differences: linkedDirectory,
      },
    },
  });
}
