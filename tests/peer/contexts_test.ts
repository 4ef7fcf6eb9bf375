/**
 * Settings of transfers, listings and data connections in each context that takes them, as both
 * servers answer: the main server, `<Global>`, `<VirtualHost>`, `<Anonymous>`, `<Directory>` in each
 * of these, and .ftpaccess.
 */
import type { Place, Server } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";
import { compare } from "./dialogue/compare.ts";
import { furnish as furnishAll } from "./dialogue/furnish.ts";
import { get, put, type Step, type Talk } from "./dialogue/talk.ts";

/** What may stand everywhere. */
const EVERYWHERE = `
AllowOverwrite on
AllowStoreRestart on
AllowRetrieveRestart off
DeleteAbortedStores on
MaxStoreFileSize 20 B
MaxRetrieveFileSize 16 B
StoreUniquePrefix up-
TransferRate RETR,STOU 2000.5:20
TransferRate STOR 3000:30 user alice
TransferRate APPE 4000:40 group alices
Umask 037 027
DirFakeUser on someone
DirFakeGroup on some
DirFakeMode 0640
ListOptions "-a" SortedNLST
PathDenyFilter bad
UseSendfile off
`;

const HIDDEN = "AllowOverwrite on\nHiddenStores .part. .x\nTransferRate STOR 5000 class here\n";

/** An upload that the client breaks off when some of it is in the file. */
function broken(line: string): Step {
  return async (talk: Talk) => {
    await using data = await talk.data();
    if (data === undefined || await talk.begin(line) !== 150) return;
    await data.write(new Uint8Array(9));
    await waitFor("some of the upload", async () => {
      const names = Deno.readDir(talk.server.home);
      for await (const { name } of names) {
        if (name.includes("broken") && (await Deno.stat(`${talk.server.home}/${name}`)).size > 0) {
          return true;
        }
      }
    });
    await talk.client.send("ABOR");
    // The original hears of it when more comes; ours may have closed the connection by then.
    await data.write(new Uint8Array(9)).catch(() => {});
    data.close();
    for (let code = 426; code === 426;) code = await talk.hear();
  };
}

const FILES: Readonly<Record<string, readonly Step[]>> = {
  "uploads": [
    ...["TYPE I", put("STOR new", "x"), put("STOR file", "replaced"), put("APPE file", "more")],
    ...[put("STOR large", "x".repeat(21)), put("STOR badname"), "MKD made", put("STOR made/in")],
    ...["REST 2", put("STOR file", "xy"), put("APPE fresh"), "MKD badmade"],
  ],
  "STOU": [put("STOU"), put("STOU", "x".repeat(21))],
  "broken off": ["TYPE I", broken("STOR broken")],
  "downloads": [
    ...["TYPE I", get("RETR file"), "REST 2", get("RETR file"), get("RETR crlf"), "RANG 0 3"],
    ...[get("RETR file"), get("RETR dir/inside")],
  ],
  "listings": [get("LIST"), get("NLST"), get("LIST dir"), "STAT dir", "MLST file"],
};

const UPLOADS = Object.fromEntries(
  Object.entries(FILES).filter(([name]) => name === "uploads" || name === "broken off"),
);

/** Something of everything, without the link that the original does not list. */
async function furnish(home: string, server: Server): Promise<void> {
  await furnishAll(home, server);
  await Deno.remove(`${home}/up`);
}

/** All lines but those that say which TransferRate holds. */
const OTHER_LINES = /^(?!.* TransferRate )/;

/** In which context the lines stand, of the server that is asked. */
const CONTEXTS: Readonly<Record<string, (lines: string, place: Place) => string>> = {
  "the server": (lines) => lines,
  "<Global>": (lines) => `<Global>\n${lines}</Global>`,
  "<Directory>": (lines, place) => inDirectory(lines, place),
  "<Directory> in <Global>": (lines, place) => `<Global>\n${inDirectory(lines, place)}</Global>`,
  "<VirtualHost>": (lines, place) => inVirtualHost(lines, place),
  "<Directory> in <VirtualHost>": (lines, place) => inVirtualHost(inDirectory(lines, place), place),
  "<Global> beside <VirtualHost>": (lines, place) =>
    `<Global>\n${lines}</Global>\n${inVirtualHost("", place)}`,
  "<Anonymous>": (lines, place) => inAnonymous(lines, place),
  "<Anonymous> in <VirtualHost>": (lines, place) => inVirtualHost(inAnonymous(lines, place), place),
  "the server around <Anonymous>": (lines, place) => `${lines}${inAnonymous("", place)}`,
  "<Directory *> in <Anonymous>": (lines, place) =>
    inAnonymous(`<Directory *>\n${lines}</Directory>\n`, place),
};

function inDirectory(lines: string, { folder }: Place): string {
  return `<Directory ${folder}/home/alice>\n${lines}</Directory>\n`;
}

/** The second address of this machine is the virtual host's. */
function inVirtualHost(lines: string, { folder, port }: Place): string {
  const users = `AuthUserFile ${folder}/passwd\nAuthGroupFile ${folder}/group\n`;
  const rest =
    "AuthOrder mod_auth_file.c\nRequireValidShell off\nDefaultRoot ~\nWtmpLog off\nDebugLevel 3\nSyslogLevel debug\n";
  return `<VirtualHost 127.0.0.2>\nPort ${port}\n${users}${rest}` +
    `TransferLog ${folder}/xferlog\n${lines}</VirtualHost>\n`;
}

function inAnonymous(lines: string, { folder }: Place): string {
  return `<Anonymous ${folder}/home/alice>\nUser alice\nGroup alices\n` +
    `AnonRequirePassword on\nRequireValidShell off\n${lines}</Anonymous>\n`;
}

const DEBUG = "DebugLevel 3\n<Class here>\nFrom 127.0.0.0/8\n</Class>\n";

for (const [context, write] of Object.entries(CONTEXTS)) {
  for (const [lines, what] of [[EVERYWHERE, "files go"], [HIDDEN, "hidden uploads go"]] as const) {
    compare({
      name: `${what} by settings in ${context}`,
      config: (place) => `${DEBUG}DefaultRoot ~\n${write(lines, place)}`,
      host: context.includes("VirtualHost") ? "127.0.0.2" : "127.0.0.1",
      login: "alice",
      level: "debug",
      furnish,
      ignoreLog: OTHER_LINES,
      cases: lines === HIDDEN ? UPLOADS : FILES,
    });
  }
}

compare({
  name: "files go by settings in .ftpaccess",
  config: `${DEBUG}DefaultRoot ~\nAllowOverride on\n`,
  login: "alice",
  level: "debug",
  async furnish(home, server) {
    await furnish(home, server);
    await Deno.writeTextFile(`${home}/.ftpaccess`, EVERYWHERE);
  },
  ignoreLog: OTHER_LINES,
  cases: FILES,
});

/** Where Debian has the original's modules. */
const MODULES = "/usr/lib/proftpd";
const LOADED = ["digest", "copy", "site_misc"].map((name) => `LoadModule mod_${name}.c\n`).join("");

/** What may stand in areas as well as in servers. */
const OF_AREAS = `
ShowSymlinks off
UseGlobbing off
TimesGMT off
AllowForeignAddress on
DigestAlgorithms md5 sha1
DigestMaxSize 8 B
`;

/** What a whole server has. */
const OF_SERVERS = `
DefaultTransferMode binary
TransferOptions IgnoreASCII
MasqueradeAddress 192.0.2.7
FactsOptions NoNames
CopyEngine off
SiteMiscEngine off
CommandBufferSize 600
`;

const GENERAL: Readonly<Record<string, readonly Step[]>> = {
  "listings": [get("LIST"), get("LIST d*"), "STAT link", get("NLST l*"), "MLST file"],
  "types": ["STAT", "TYPE A", put("STOR text", "a\r\n"), get("RETR crlf")],
  "addresses": ["PASV", "PORT 127,0,0,9,200,1", "PORT 192,0,2,9,200,1", "PORT 127,0,0,1,0,21"],
  "modules": [
    ...["HASH file", "MD5 file", "XSHA1 empty", "XCRC empty", "SITE CPFR file"],
    ...["SITE MKDIR made", "SITE HELP"],
  ],
  "long lines": [`CWD ${"x".repeat(550)}`, `CWD ${"x".repeat(580)}`],
};

for (const [context, write] of Object.entries(CONTEXTS)) {
  if (context.includes("<Directory")) continue;
  const lines = context.includes("Anonymous>") && !context.includes("around")
    ? OF_AREAS
    : OF_AREAS + OF_SERVERS;
  compare({
    name: `sessions go by settings in ${context}`,
    config: (place) => `ModulePath ${MODULES}\n${LOADED}DefaultRoot ~\n${write(lines, place)}`,
    env: { TZ: "UTC-05:30" },
    needs: [`${MODULES}/mod_digest.so`],
    host: context.includes("VirtualHost") ? "127.0.0.2" : "127.0.0.1",
    login: "alice",
    session: "each",
    furnish,
    ignoreLog: /./,
    cases: GENERAL,
  });
}
