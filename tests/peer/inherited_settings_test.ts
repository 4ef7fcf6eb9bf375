/**
 * Settings of files and listings in the contexts that they are allowed in, as both servers answer:
 * configuration, question, both answers. One server of each kind has them all, in directories.
 */
import { compare } from "./dialogue/compare.ts";
import { get, put, type Step } from "./dialogue/talk.ts";
import type { Server } from "../harness/server.ts";

/** One directory of the user's home: its name, what is said about it, what is asked in it. */
interface Place {
  /** In its `<Directory>` section. */
  readonly section?: string;
  /** In its .ftpaccess file. */
  readonly file?: string;
  /** In the .ftpaccess file of the directory `in` in it. */
  readonly infile?: string;
  /** In `<Directory>` of the directory `in` in it. */
  readonly inner?: string;
  readonly ask: readonly Step[];
}

const MADE: readonly Step[] = [put("STOR new"), "MKD made", put("STOR in/new"), "MKD in/made"];
const LISTED: readonly Step[] = ["LIST", "LIST in", "LIST -a", "NLST -1", "LIST -R"].map((it) =>
  get(it)
);
const OVER: readonly Step[] = [
  ...[put("STOR old"), put("STOR in/old"), put("APPE old"), put("STOR fresh")],
  ...["RNFR old", "RNTO in/old", "TYPE I", "REST 2", put("STOR old"), "REST 1", get("RETR old")],
];

/**
 * Outside `bad` is no name, inside `good`. Left out is what only one of both places forbids: the
 * original makes directories, renames and deletes by the filters of where the client is, ours by both.
 */
const NAMED: readonly Step[] = [
  ...["MKD baddir", "MKD in/baddir", put("STOR bad"), put("STOR in/bad"), put("STOR in/good")],
  ...["RNFR old", "RNTO in/badname", "RNFR in/badname", "MKD gooddir", put("STOR good")],
  ...["CWD in", "MKD badhere", "MKD goodhere", put("STOR goodhere"), "MKD ../goodup", "CWD .."],
  ...["DELE in/bad", "DELE good", "RMD in/badhere", "RMD baddir"],
];

/** Transfers of parts, and of what is larger than eight bytes. */
const PARTS: readonly Step[] = [
  ...["TYPE I", get("RETR old"), get("RETR in/old"), "REST 3", get("RETR old")],
  ...[
    "REST 3",
    get("RETR in/old"),
    put("STOR fresh"),
    put("STOR in/fresh"),
    put("STOR short", "x"),
  ],
  ...[put("STOR old"), put("STOR in/old"), "REST 2", put("STOR old"), "REST 2", put("STOR in/old")],
  ...[put("APPE old"), put("APPE in/old"), get("RETR old"), get("RETR in/old")],
];

const FILTERED: readonly Step[] = [
  ...["MKD baddir", "MKD gooddir", put("STOR bad"), put("STOR good"), "SIZE bad", "SIZE good"],
  ...["RNFR good", "RNTO bad2", "RNFR good", "RNTO good2", "CWD in", "MKD badhere", "CWD .."],
  ...["DELE bad", "RMD bad", get("NLST bad"), "MDTM bad"],
];

const PLACES: Readonly<Record<string, Place>> = {
  "nothing": { ask: [...MADE, ...LISTED] },
  "umask": { section: "Umask 027", ask: MADE },
  "umasks": { section: "Umask 077 007", ask: MADE },
  "umaskfile": { file: "Umask 0 077", ask: MADE },
  "umaskinner": { section: "Umask 077 007", inner: "Umask 002", ask: MADE },
  "umaskboth": { section: "Umask 077", file: "Umask 002", ask: MADE },
  "umaskinnerfile": { section: "Umask 077", infile: "Umask 002", ask: MADE },
  "denyfilter": { section: 'DenyFilter "bad"', ask: FILTERED },
  "denyfilterfile": { file: 'DenyFilter "bad"', ask: FILTERED },
  "pathallow": { section: 'PathAllowFilter "(good2?|gooddir)$"', ask: FILTERED },
  "norestart": {
    section: "AllowStoreRestart off\nAllowOverwrite on",
    ask: ["TYPE I", "REST 2", put("STOR old"), put("APPE old")],
  },
  "restartfile": {
    file: "AllowStoreRestart on\nAllowOverwrite on",
    ask: ["TYPE I", "REST 2", put("STOR old"), put("APPE old")],
  },
  "filters": {
    section: 'PathDenyFilter "bad"',
    inner: 'PathDenyFilter "good"',
    ask: NAMED,
  },
  "filterfile": { section: 'PathDenyFilter "bad"', file: 'PathDenyFilter "good"', ask: NAMED },
  "filterinfile": { section: 'PathDenyFilter "bad"', infile: 'PathDenyFilter "good"', ask: NAMED },
  "overwrite": {
    section: "AllowOverwrite on",
    inner: "AllowOverwrite off",
    ask: [put("STOR old"), put("STOR in/old"), put("APPE in/old")],
  },
  "nooverwrite": { section: "AllowOverwrite off", inner: "AllowOverwrite on", ask: OVER },
  "options": { section: 'ListOptions "-a"', ask: LISTED },
  "strict": { section: 'ListOptions "-A" strict', inner: 'ListOptions "+A"', ask: LISTED },
  "few": { section: 'ListOptions "-R" maxfiles 3 maxdepth 2', ask: LISTED },
  "only": { section: 'ListOptions "-a" LISTOnly', ask: LISTED },
  "onlynames": { section: 'ListOptions "-a" NLSTOnly SortedNLST', ask: LISTED },
  "dirs": { section: 'ListOptions "-R" maxdirs 1', ask: LISTED },
  "optionsfile": { file: 'ListOptions "-a"', ask: LISTED },
  "user": { section: "DirFakeUser on\nDirFakeGroup on staff", ask: LISTED },
  "usertilde": {
    section: "DirFakeUser on ~\nDirFakeGroup on ~",
    inner: "DirFakeUser off",
    ask: LISTED,
  },
  "userfile": { file: "DirFakeUser on someone", ask: LISTED },
  "noretrieve": { section: "AllowRetrieveRestart off", ask: OVER },
  "noretrievefile": { file: "AllowRetrieveRestart off", ask: OVER },
  "retrieveinner": {
    section: "AllowRetrieveRestart off",
    inner: "AllowRetrieveRestart on",
    ask: PARTS,
  },
  "hiddenstores": {
    section: "AllowOverwrite on\nAllowStoreRestart on\nHiddenStores on",
    inner: "HiddenStores off",
    ask: PARTS,
  },
  "hiddenprefix": {
    section: "AllowOverwrite on\nHiddenStores off",
    inner: "AllowStoreRestart on\nHiddenStores .pre .suf",
    ask: PARTS,
  },
  "largest": {
    section: "AllowOverwrite on\nAllowStoreRestart on\nMaxStoreFileSize 8 B",
    inner: "MaxStoreFileSize 100 B",
    ask: PARTS,
  },
  "largestinner": {
    section: "AllowOverwrite on\nMaxStoreFileSize 100 B",
    inner: "MaxStoreFileSize 8 B",
    ask: PARTS,
  },
  "largestfile": { file: "AllowOverwrite on\nMaxStoreFileSize 8 B", ask: PARTS },
  "largestread": {
    section: "MaxRetrieveFileSize 8 B",
    inner: "MaxRetrieveFileSize 100 B",
    ask: PARTS,
  },
  "largestreadfile": { file: "MaxRetrieveFileSize 8 B", ask: PARTS },
  "pathallowfile": { file: 'PathAllowFilter "(good2?|gooddir)$"', ask: FILTERED },
};

/** The sections of all places. */
function sections(top: string): string {
  const about = (path: string, text?: string) =>
    text === undefined ? "" : `<Directory ${path}>\n${text}\n</Directory>\n`;
  return Object.entries(PLACES).map(([name, { section, inner }]) =>
    about(`${top}/${name}`, section) + about(`${top}/${name}/in`, inner)
  ).join("");
}

/** Makes all places, and the same things in each. */
async function prepare(server: Server): Promise<void> {
  const { home } = server;
  const { uid, gid } = server.account();
  const old = new Date("2020-02-03T04:05:06Z");
  for (const [name, { file, infile }] of Object.entries(PLACES)) {
    const top = `${home}/${name}`;
    await Deno.mkdir(`${top}/in/deep`, { recursive: true });
    await Deno.writeTextFile(`${top}/.ftpaccess`, `${file ?? ""}\n`);
    if (infile) await Deno.writeTextFile(`${top}/in/.ftpaccess`, `${infile}\n`);
    for (const path of ["old", ".hidden", "in/old", "in/.hidden", "in/deep/one"]) {
      await Deno.writeTextFile(`${top}/${path}`, "what was there");
    }
    for (
      const path of [
        ...["old", ".hidden", "in/old", "in/.hidden", "in/deep/one", ".ftpaccess", "in/deep", "in"],
        "",
      ]
    ) {
      await Deno.chown(`${top}/${path}`, uid, gid);
      await Deno.utime(`${top}/${path}`, old, old);
    }
  }
}

for (
  const general of [
    "",
    "Umask 037\nDirFakeMode 0640",
    "<Global>\nHiddenStores on\nMaxRetrieveFileSize 10 B\nMaxStoreFileSize 20 B\nAllowOverwrite on\n</Global>",
  ]
) {
  compare({
    name: `files and listings go by the settings of where they are; server: ${
      general.replaceAll("\n", ", ") || "nothing"
    }`,
    config: ({ folder }) =>
      `DefaultRoot ~\nAllowOverride on\n${general}\n${sections(`${folder}/home/alice`)}`,
    login: "alice",
    session: "each",
    prepare,
    ignoreLog: /./,
    cases: Object.fromEntries(
      Object.entries(PLACES).map(([name, { ask }]) => [
        name,
        [`CWD /${name}`, ...ask, get("LIST -n"), get("LIST -n in")],
      ]),
    ),
  });
}
