/**
 * ExtendedLog: which commands each class has, what each variable says, which log is whose.
 */
import { compareLogs } from "./dialogue/written_logs.ts";
import { furnish } from "./dialogue/furnish.ts";
import { ends, get, login, put, raw, reconnect, type Step } from "./dialogue/talk.ts";

const COMMON = "AllowOverwrite on\nAllowStoreRestart on\n";

/** A command of every kind, allowed or not, before and after login. */
const EVERYTHING: readonly Step[] = [
  ...["NOOP", "FOO x", "PWD", login("alice"), "CWD /", "PWD", "XPWD", "NOPE  y  z"],
  ...["MKD  new ", "RMD new", "XMKD new", "XRMD new", "SITE HELP", "SITE CHMOD 600 file"],
  ...["SITE CHGRP 1 file", "DELE nope", "MFMT 20200101000000 file", "MDTM file", "SIZE file"],
  ...["MFF modify=20200101000000; file", "MLST file", "CLNT x", "HOST x", "CSID name=a;"],
  ...["REST 0", "ABOR", "RNFR file", "RNTO g", "RNFR g", "RNTO file", "STAT", "REIN"],
  ...["SMNT x", "TYPE I", "EPSV", "PASV", "HELP", "FEAT", "SYST", "CDUP", "STRU F", "MODE S"],
  ...["CWD dir", "CWD nope", "XCUP", get("RETR file"), put("STOR stored")],
  ...[put("APPE stored"), put("STOU"), get("LIST"), get("NLST"), get("MLSD"), get("RETR nope")],
  ...["PORT 127,0,0,1,200,200", "EPRT |1|127.0.0.1|51400|", "QUIT", ends],
];

const LISTS = [
  ...["ALL", "NONE", "AUTH", "INFO", "DIRS", "READ", "WRITE", "MISC", "SEC", "EXIT", "CONNECT"],
  ...["read", "!READ", "ALL,!READ", "ALL,!WRITE,!AUTH", "READ,NONE", "NONE,READ", "READ,ALL"],
  ...["READ,!READ", "!READ,READ", "!ALL", "EXIT,!ALL", "SSH", "SSH,READ", "ALL,EXIT", "AUTH,DIRS"],
];

compareLogs({
  name: "the commands of each class are in an ExtendedLog of it",
  options: {
    config: ({ folder }) =>
      [
        COMMON,
        'LogFormat words "%m [%r] %s"',
        `ExtendedLog ${folder}/none`,
        ...LISTS.map((list, index) => `ExtendedLog ${folder}/log${index} ${list} words`),
      ].join("\n"),
  },
  prepare: (server) => furnish(server.home, server),
  steps: EVERYTHING,
  logs: ["none", ...LISTS.map((_, index) => `log${index}`)],
  exit: { log: "log9", line: /EXIT/ },
  mask: (line) =>
    line.replace(/\[\d\d\/.*? [+-]\d{4}\]/, "<time>")
      .replace(/(LIST|MLSD)" 226 \d+/, "$1 <bytes>")
      // The reply to a name that cannot be found is compared elsewhere.
      .replace(/(STOU.*) \d50/, "$1 <error>"),
});

const VARIABLES = [
  ...["r", "s", "S", "J", "d", "D", "f", "F", "{basename}", "b", "w", "u", "U", "A", "g"],
  ...["{uid}", "{gid}", "E", "l", "L", "a", "h", "H", "p", "v", "V", "{protocol}"],
  ...["{version}", "{file-modified}", "{file-offset}", "{file-size}", "{transfer-failure}"],
  ...["{transfer-status}", "{transfer-type}", "{nonsense}", "{note:x}", "{env:NAME}", "{NAME}e"],
  ...["{env:NONE}", "I", "q"],
];

/** One line for each record with all variables that can be the same. */
const FORMAT = `pid=%P %m|${VARIABLES.map((name) => `${name}=%${name}`).join("|")}`;

/** What most variables say of most commands: left out of the comparison's lines. */
const USUAL =
  /\|(?:[\w{}:-]+=-?|A=UNKNOWN|l=UNKNOWN|[LahHV]=127\.0\.0\.1|p=\d+|\{protocol\}=ftp|\{file-modified\}=false|[uU]=alice|g=alices|\{[ug]id\}=65534)(?=\||$)/g;

/** A file that is broken off in the middle, by the client that closes the data connection. */
const brokenOff: Step = async (talk) => {
  await Deno.truncate(`${talk.server.home}/file`, 64 << 20);
  await using data = await talk.data();
  await talk.begin("RETR file");
  await data?.read();
  data?.close();
  await talk.hear();
};

for (const root of ["DefaultRoot ~", "# no root"]) {
  compareLogs({
    name: `each variable of a LogFormat says what it says in the original (${root})`,
    options: {
      config: ({ folder }) =>
        [
          COMMON,
          root,
          'SetEnv NAME "some value"',
          `LogFormat variables "${FORMAT}"`,
          `LogFormat times "pid=%P %m|%R|%T|%{transfer-millisecs}|%t|%{%Y-%m}t|%{time:%H:%M}|%{epoch}` +
          `|%{iso8601}|%{millisecs}|%{microsecs}|%P|%{remote-port}|%{transfer-port}|%O"`,
          `ExtendedLog ${folder}/variables ALL,EXIT,CONNECT variables`,
          `ExtendedLog ${folder}/times ALL,EXIT,CONNECT times`,
        ].join("\n"),
    },
    prepare: (server) => furnish(server.home, server),
    steps: [
      ...["USER nobody", "PASS bad", "USER alice", "PASS wrong", login("alice"), "PWD", "CWD dir"],
      ...["CWD sub", "CDUP", "XCUP", "CWD dirlink", "CWD ..", "CWD /", "CWD nope", "XCWD /nope"],
      async (talk) => void await talk.say(`CWD ${root === "# no root" ? talk.server.home : "/"}`),
      ...["TYPE I", get("RETR file"), get("RETR link"), get("RETR dir"), get("RETR nope")],
      ...["REST 4", get("RETR file"), get("RETR two words"), get("RETR dir/../file")],
      ...[get("LIST"), get("LIST -la dir"), get("NLST *"), get("MLSD dir"), get("NLST dir")],
      ...[put("STOR new"), put("STOR new"), put("STOR no/dir"), put("STOR dir/../other")],
      ...[put("APPE new"), put("APPE newer"), "SIZE new", "SIZE nope", "MDTM new", "MDTM nope"],
      ...["MFMT 20200101000000 new", "MFF modify=20200101000000; new", "MKD fresh", "MKD fresh"],
      ...["RMD fresh", "RMD fresh", "RNFR new", "RNTO no/dir", "RNFR new", "RNTO renamed"],
      ...["RNTO again", "RNFR nope", "DELE renamed", "DELE nope", "SITE CHMOD 600 newer"],
      ...["SITE CHMOD", "SITE NOPE x", "SITE HELP", "STAT file", "STAT nope", "MLST", "MLST dir"],
      ...["MLST nope", "ABOR", "REST x", "TYPE A", get("RETR crlf"), put("STOR lines")],
      ...["NOOP  a  b ", "FOO  a  b ", "HELP RETR", "CLNT me", "REIN", "SMNT x", "TYPE I"],
      ...[get("RETR file", "EPSV"), brokenOff, "QUIT", ends, reconnect],
      ...[login("alice", "a"), login("alice", "b"), login("alice", "c"), ends, reconnect],
      ...["USER alice"],
    ],
    logs: ["variables", "times"],
    exit: { log: "variables", line: /EXIT/ },
    mask(line) {
      if (!line.startsWith("times")) {
        return line.replace(USUAL, "")
          // Outside of a jail the client names the folder, which is longer on one side.
          .replace(root === "# no root" ? /\|I=\d+/ : /$^/, "")
          // Of a transfer that was broken off nobody knows how much was on its way.
          .replace(/(r=RETR file\|s=426.*\|b=)\d+/, "$1<some>")
          .replace(/(LIST|MLSD)(.*?\|b=)\d+/, "$1$2<bytes>");
      }
      const shape = line.replace(/\d/g, "9").replace(/\|9+/g, "|9").replace(/9\.9+/, "9.9");
      // After a command that failed the original has forgotten what PASV said.
      return /(?:RETR|STOR|LIST|PASV|EPSV)/.test(line) ? shape : shape.replace(/[9-]\|9$/, "");
    },
  });
}

compareLogs({
  name: "an anonymous area has ExtendedLogs of its own, and changes the server's",
  options: {
    users: [{ name: "alice" }, { name: "anon" }],
    config: ({ folder }) =>
      [
        COMMON,
        'LogFormat words "pid=%P %m [%r] %s %u %A"',
        'LogFormat words "another"',
        'LogFormat default "%m %s"',
        `ExtendedLog ${folder}/server ALL,EXIT words`,
        `ExtendedLog ${folder}/silenced ALL words`,
        `ExtendedLog ${folder}/changed ALL words`,
        `ExtendedLog ${folder}/unknown ALL nonsense`,
        `ExtendedLog ${folder}/usual ALL`,
        `ExtendedLog ${folder}/default ALL default`,
        `<Anonymous ${folder}/home/anon>`,
        "User anon\nGroup nogroup\nRequireValidShell off",
        `ExtendedLog ${folder}/silenced NONE`,
        `ExtendedLog ${folder}/changed READ words`,
        `ExtendedLog ${folder}/area AUTH,WRITE words`,
        "</Anonymous>",
        `<Global>\nExtendedLog ${folder}/global INFO words\n</Global>`,
      ].join("\n"),
  },
  steps: [
    ...["USER anon", "PASS joe@example.org", "PWD", get("RETR nope"), "MKD new", "QUIT", ends],
    ...[reconnect, login("alice"), "PWD", get("RETR nope"), "MKD new", "QUIT", ends],
    ...[reconnect, raw("NOOP\r\n", 1)],
  ],
  logs: ["server", "silenced", "changed", "unknown", "usual", "default", "area", "global"],
  exit: { log: "server", line: /EXIT/ },
  mask: (line) => line.replace(/\[\d\d\/.*? [+-]\d{4}\]/, "<time>"),
});

compareLogs({
  name: "notes tell of checksums that a command has made",
  options: {
    config: ({ folder }) =>
      [
        COMMON,
        "<IfModule mod_dso.c>\nModulePath /usr/lib/proftpd\n</IfModule>\nLoadModule mod_digest.c",
        'LogFormat digest "pid=%P %m [%{note:mod_digest.algo}] %{note:mod_digest.digest}"',
        `ExtendedLog ${folder}/digests ALL digest\nExtendedLog ${folder}/end EXIT`,
      ].join("\n"),
  },
  prepare: (server) => furnish(server.home, server),
  steps: [
    ...[login("alice"), "HASH file", "HASH file", "NOOP", "XMD5 file", "XSHA256 file", "XCRC file"],
    ...["XSHA512 nope", "XSHA1 file", "XSHA512 file", "QUIT", ends],
  ],
  logs: ["digests"],
  exit: { log: "end", line: /./ },
});

compareLogs({
  name: "the record of a session's end is not about what was transferred last",
  options: {
    config: ({ folder }) =>
      [
        COMMON,
        'LogFormat end "pid=%P %m b=%b T=%T t=%{transfer-millisecs} s=%{transfer-status} f=%f"',
        `ExtendedLog ${folder}/end EXIT end`,
      ].join("\n"),
  },
  prepare: (server) => furnish(server.home, server),
  steps: [
    ...[login("alice"), put("STOR new"), reconnect, login("alice"), get("RETR file"), reconnect],
    ...[login("alice"), get("LIST dir"), reconnect, login("alice"), get("RETR file"), "QUIT", ends],
  ],
  logs: ["end"],
  exit: { log: "end", line: /EXIT/ },
});
