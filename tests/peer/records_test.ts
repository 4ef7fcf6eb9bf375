/**
 * What is written down: the SystemLog by level, the TransferLog, and the modes of what clients make.
 */
import { compare } from "./dialogue/compare.ts";
import { atHost, QUICK, virtualHosts } from "./dialogue/hosts.ts";
import type { Place } from "../harness/server.ts";
import { furnish } from "./dialogue/furnish.ts";
import { ends, get, login, put, reconnect } from "./dialogue/talk.ts";

/** A server for each level, and one where root may log in. */
const LEVELS = ["notice", "warn", "error", "alert"];

function servers(place: Place): string {
  const hosts = virtualHosts(place, LEVELS.length * 2);
  return [...LEVELS, ...LEVELS].map((level, index) => `
<VirtualHost 127.0.0.1>
  Port ${hosts[index]}
  AuthUserFile ${place.folder}/passwd
  AuthGroupFile ${place.folder}/group
  MaxLoginAttempts 3
  RequireValidShell on
  RootLogin ${index < LEVELS.length ? "off" : "on"}
  DefaultRoot ~ homelesss
  TransferLog none
  SyslogLevel ${level}
  ${QUICK}
</VirtualHost>
`).join("");
}

compare({
  name: "what is logged at each level is what the original logs there",
  level: "notice",
  session: "each",
  config: servers,
  users: [
    { name: "alice" },
    { name: "toor", uid: 0, gid: 0, shell: "/bin/sh" },
    { name: "nobody" },
    { name: "shell-less", shell: "/no/such/shell" },
    { name: "homeless", home: "/etc/hostname", gid: 3001 },
    { name: "nameless", home: "" },
  ],
  cases: Object.fromEntries(LEVELS.flatMap((level, index) => [
    [
      level,
      atHost(
        index,
        ...[login("unknown"), login("alice", "wrong"), login("toor"), reconnect],
        ...[login("nobody"), login("shell-less"), login("homeless"), ends, reconnect],
        ...[login("nameless"), ends, reconnect, login("alice"), "PORT 127,0,0,1,0,80"],
        ...["PORT 8,8,8,8,200,200", "RETR missing", "CWD /no", "GET x"],
      ),
    ],
    [`${level}, root`, atHost(LEVELS.length + index, login("toor"), "PWD")],
  ])),
});

const UMASKS: Record<string, string> = {
  "none": "",
  "one": "Umask 027",
  "two": "Umask 077 007",
  "nothing": "Umask 000",
  "most": "Umask 0177 0277",
};

compare({
  name: "files and directories are made with the modes of the original",
  config: ({ folder }) =>
    [
      "DefaultRoot ~",
      "AllowOverwrite on",
      "AllowStoreRestart on",
      "Umask 007",
      ...Object.entries(UMASKS).map(([name, line]) =>
        `<Directory ${folder}/home/alice/${name}>\n${line}\n</Directory>`
      ),
    ].join("\n"),
  login: "alice",
  async furnish(home) {
    for (const name of Object.keys(UMASKS)) {
      await Deno.mkdir(`${home}/${name}`);
      await Deno.chown(`${home}/${name}`, 65534, 65534);
    }
  },
  cases: Object.fromEntries(["", ...Object.keys(UMASKS)].map((name) => [name || "the server's", [
    ...[`CWD /${name}`, "MKD dir", put("STOR file"), put("APPE other"), put("STOU")],
    ...[put("STOR dir/file"), put("STOR file"), put("APPE file"), "MKD dir/sub", "RNFR file"],
    ...["RNTO moved", "CWD /", put("STOR two/by-path"), "MKD one/by-path"],
  ]])),
});

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
