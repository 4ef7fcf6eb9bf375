/**
 * Directories and files: what each command says of each kind of thing, and what is left behind.
 */
import { compare } from "./dialogue/compare.ts";
import { back, get, login, put, reconnect } from "./dialogue/talk.ts";
import { furnish } from "./dialogue/furnish.ts";

/** Names for every command: what is there, what is not, and ways to write it. */
const NAMES = [
  ...["file", "empty", "dir", "missing", "dir/inside", "dir/missing", "missing/file", "file/x"],
  ...["link", "dirlink", "dangling", "loop", "round", "out", "outdir", "up", "absolute"],
  ...["outdir/bin", "dirlink/inside", "sublink/../inside", "sublink/..", "link/"],
  ...['quo"te', 'quo"dir', "two words", "two  words", " leading", "100%", "100%d", "m\xc3\xbcll"],
  ...["-dash", "~/file", "~alice", "~nobody", "~nosuch", "*", "f*", "fil?"],
  ...[".", "..", "../..", "/", "//", "/file", "//file", "./file", "dir/../file", "dir/", "file/"],
  ...["/../file", "dir/.", "dir/..", "...", "closed", "closed/x", "read-only", "file ", " "],
  ...["x".repeat(255), "x".repeat(256), `${"y/".repeat(40)}z`, "new", "new\0line", "\x01\x7f"],
];

const each = (verb: string) => NAMES.map((name) => `${verb} ${name}`);

/** The commands, and what is asked of them in a jail and without one. */
const COMMANDS = {
  "CWD": NAMES.flatMap((name) => [`CWD ${name}`, "PWD", back]),
  "CDUP": ["CDUP", "PWD", "CWD dir/sub", "CDUP", "PWD", "CWD sublink", "CDUP", "PWD"],
  "XCUP and others": ["XCWD dir", "XPWD", "XCUP", "XPWD", "XMKD n", "XRMD n", "xpwd"],
  "SIZE": ["TYPE I", ...each("SIZE")],
  "SIZE in ASCII": ["SIZE file", "SIZE missing", "SIZE dir"],
  "MDTM": each("MDTM"),
  "MDTM with a time": ["MDTM 20200101000000 file", "MDTM 20200101000000 missing"],
  "MKD": each("MKD"),
  "RMD": each("RMD"),
  "DELE": each("DELE"),
  "RNFR": NAMES.flatMap((name) => [`RNFR ${name}`, "RNTO missing/x"]),
  "RNTO": NAMES.flatMap((name) => ["RNFR dir/inside", `RNTO ${name}`]),
  "RNTO of a directory": NAMES.flatMap((name) => ["RNFR dir", `RNTO ${name}`]),
  "RNFR and what is refused before RNTO": [
    ...[
      "STAT",
      "STAT file",
      "REST 3",
      "RANG 1 2",
      "ABOR",
      "TYPE I",
      "PASV",
      "SIZE file",
      "CWD dir",
      "MKD x",
      "DELE x",
    ],
    ...["SITE CHMOD 600 file", "SITE HELP", "FEAT", "PWD", "MLST file", "ALLO 1", "CDUP", "USER x"],
  ].flatMap((line) => ["RNFR file", line, "RNTO renamed", "RNFR renamed", "RNTO file"]),
  "RNFR alone": [
    ...["RNTO x", "RNFR file", "PWD", "NOOP", "RNFR dir", "RNTO x", "RNTO y", "RNFR x", "STAT"],
    ...["STAT x", "HELP SIZE", "RNFR missing", "TYPE I", "PASV", "MLST x", "RNTO missing/x"],
    ...["RNTO y", "RNFR x", "QUIT"],
  ],
  "RNFR and what may not follow": {
    steps: ["RNFR file", "RETR x", "RNTO y", "RNFR dir", "XYZZY", "RNTO z"],
    differences: [
      {
        why: "a rename stays pending, whichever command is refused meanwhile",
        theirs: ["< 503 Bad sequence of commands"],
        ours: ["< 250 Rename successful"],
      },
      { why: "so the file has its new name", theirs: [/^left .file /], ours: [] },
      { why: "so the file has its new name", theirs: [], ours: [/^left .y /] },
      {
        why: "an unknown command is unknown at any time",
        theirs: ["< 501 Bad sequence of commands"],
        ours: ["< 500 XYZZY not understood"],
      },
    ],
  },
  "MKD below": ["MKD a", "MKD a/b", "CWD a", "MKD c", "MKD ../d", "MKD /e", "RMD ../d", "PWD"],
};

compare({
  name: "directory and file commands do what the original does in a jail",
  config: "DefaultRoot ~",
  login: "alice",
  furnish,
  cases: {
    ...COMMANDS,
    "~ in a jail": {
      steps: ["DELE ~", "RMD ~alice", "TYPE I", "CWD dir", "CWD ~", "PWD", "SIZE ~", "MKD ~"],
      differences: [
        {
          why: "a file called ~ can be named",
          theirs: ["< 550 ~: No such file or directory"],
          ours: ["< 250 DELE command successful"],
        },
        { why: "so it is gone", theirs: [/^left .~ 0644/], ours: [] },
        { why: "and logged", theirs: [], ours: [/^transfer .*[/]~ a _ d/] },
      ],
    },
  },
});

compare({
  name: "directory and file commands do what the original does without a jail",
  config: "DefaultChdir ~",
  login: "alice",
  furnish,
  cases: {
    ...COMMANDS,
    "~": [
      ...["CWD ~", "PWD", "CWD ~/", "PWD", "CWD ~/dir", "PWD", "CWD ~", "PWD", "CWD ~alice"],
      ...["PWD", "CWD /", "CWD ~alice/dir", "PWD", "TYPE I", "SIZE ~", "SIZE ~alice"],
      ...["SIZE ~alice/file", "MKD ~", "MKD ~/new", "MKD ~nosuch/x", "CWD ~root", "CWD ~root/"],
      ...["RNFR ~/file", "RNTO ~/moved", "DELE ~alice/moved", "RMD ~/new", "PWD"],
    ],
  },
});

compare({
  name: "with AllowOverwrite renames take the place of what the original lets them",
  config: "DefaultRoot ~\nAllowOverwrite on",
  login: "alice",
  furnish,
  cases: {
    "a file": NAMES.flatMap((name) => ["RNFR dir/inside", `RNTO ${name}`]),
    "a directory": NAMES.flatMap((name) => ["RNFR emptydir", `RNTO ${name}`]),
    "a link": ["RNFR link", "RNTO file", "RNFR dangling", "RNTO empty", "RNFR loop", "RNTO new"],
    "a link in place of a directory": {
      steps: ["RNFR dirlink", "RNTO dir"],
      differences: [{
        why: "the kernel's own reason is told",
        theirs: ["< 550 dir: Operation not permitted"],
        ours: ["< 550 dir: Is a directory"],
      }],
    },
    "into itself": [
      ...["RNFR dir", "RNTO dir/sub/dir", "RNFR file", "RNTO file", "RNFR file", "RNTO ./file"],
    ],
  },
});

compare({
  name: "started by an ordinary user the server does what the original does then",
  unprivileged: true,
  logDifferences: [
    {
      why: "nothing is wrong where the user is the one that the server runs as",
      theirs: [/ unable to setuid\(\): /, / unable to setgid\(\): /, / mod_cap.1.1: setreuid/],
      ours: [],
    },
    { why: "there is no mod_cap", theirs: [/ mod_cap.1.1: setreuid/], ours: [] },
  ],
  login: "alice",
  users: [{ name: "alice" }, { name: "toor", uid: 0, gid: 0 }, {
    name: "other",
    uid: 2000,
    gid: 2000,
  }],
  furnish,
  cases: {
    ...COMMANDS,
    "transfers": [
      "TYPE I",
      get("RETR file"),
      put("STOR new"),
      get("NLST dir"),
      "STAT dir",
      get("RETR out"),
    ],
    "root": [reconnect, login("toor"), "PWD"],
    "other": [reconnect, login("other"), "PWD", put("STOR new"), "MKD newdir"],
  },
});
