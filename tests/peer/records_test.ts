/**
 * What is written down: the SystemLog by level, the TransferLog, and the modes of what clients make.
 */
import { compare } from "./dialogue/compare.ts";
import { furnish } from "./dialogue/furnish.ts";
import { ends, get, login, put, reconnect, type Step } from "./dialogue/talk.ts";

for (const level of ["notice", "warn", "error", "alert"] as const) {
  compare({
    name: `what is logged at level ${level} and above is what the original logs there`,
    level,
    session: "each",
    config: [
      "MaxLoginAttempts 3",
      "RequireValidShell on",
      "DefaultRoot ~ homelesss",
    ].join("\n"),
    users: [
      { name: "alice" },
      { name: "toor", uid: 0, gid: 0 },
      { name: "nobody" },
      { name: "shell-less", shell: "/no/such/shell" },
      { name: "homeless", home: "/etc/hostname", gid: 3001 },
      { name: "nameless", home: "" },
    ],
    cases: {
      "everything": [
        ...[login("unknown"), login("alice", "wrong"), login("toor"), reconnect],
        ...[login("nobody"), login("shell-less"), login("homeless"), ends, reconnect],
        ...[login("nameless"), ends, reconnect, login("alice"), "PORT 127,0,0,1,0,80"],
        ...["PORT 8,8,8,8,200,200", "RETR missing", "CWD /no", "GET x"],
      ],
    },
  });
}

const umasks: Record<string, string> = {
  "none": "",
  "one": "Umask 027",
  "two": "Umask 077 007",
  "nothing": "Umask 000",
  "most": "Umask 0177 0277",
};

for (const [name, config] of Object.entries(umasks)) {
  compare({
    name: `files and directories are made with the modes of the original: ${name}`,
    config: `DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on\n${config}`,
    login: "alice",
    furnish: () => Promise.resolve(),
    cases: {
      "files": [
        ...["MKD dir", put("STOR file"), put("APPE other"), put("STOU"), put("STOR dir/file")],
        ...[put("STOR file"), put("APPE file"), "MKD dir/sub", "RNFR file", "RNTO moved"],
      ] as Step[],
    },
  });
}

compare({
  name: "the TransferLog has the lines of the original's",
  config: "DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on",
  login: "alice",
  furnish,
  cases: {
    "names": [
      ...["two words", "m\xc3\xbcll", 'quo"te', "100%", " leading", "*"].flatMap((name) => [
        get(`RETR ${name}`),
        put(`STOR ${name}`),
        put(`APPE ${name}`),
        `DELE ${name}`,
      ]),
    ],
    "below": ["CWD dir/sub", get("RETR deep"), put("STOR ../new"), "DELE ../inside", "CWD /outdir"],
    "by links": [get("RETR dirlink/inside"), "DELE dirlink/inside", "DELE link", "DELE dangling"],
    "nothing": ["DELE missing", "RMD emptydir", "RNFR file", "RNTO elsewhere", "MKD new"],
    "broken off": [
      async (talk) => {
        await Deno.truncate(`${talk.server.home}/file`, 64 << 20);
        await talk.say("TYPE I");
        await using data = await talk.data();
        await talk.begin("RETR file");
        await data?.read();
        data?.close();
        await talk.hear();
        await talk.say("ABOR");
      },
    ],
  },
});

for (const level of ["notice", "warn", "error"] as const) {
  compare({
    name: `what is logged of root's logins at level ${level}`,
    level,
    session: "each",
    config: "RootLogin on",
    users: [{ name: "alice" }, { name: "toor", uid: 0, gid: 0 }],
    cases: { "root": [login("toor"), "PWD"] },
  });
}
