/**
 * Quotas (mod_quotatab), compared with the original: replies, lines of the QuotaLog, tallies.
 */
import type { Amounts } from "../../src/quota/mod.ts";
import {
  quotaConfig,
  readTallies,
  type TestLimit,
  type TestTally,
  writeTables,
} from "../harness/quota_tables.ts";
import type { Server } from "../harness/server.ts";
import { limit as limitSection } from "../session/access/oracle.ts";
import { type Case, compare } from "./dialogue/compare.ts";
import { get, put, type Step, type Talk } from "./dialogue/talk.ts";

const ALICE = 20_001;
const NEEDS = ["/usr/lib/proftpd/mod_quotatab.so", "/usr/lib/proftpd/mod_quotatab_file.so"];
const LOADED = "ModulePath /usr/lib/proftpd\n" +
  "LoadModule mod_quotatab.c\nLoadModule mod_quotatab_file.c\nLoadModule mod_copy.c\n" +
  "DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on\n";

/** Notes what is in the tally table and in the QuotaLog. */
async function account({ server, notes }: Talk): Promise<void> {
  const tallies = readTallies(server.folder);
  notes.push(...tallies.map((tally) => `tally ${JSON.stringify(tally)}`));
  for (const line of (await server.read("quota.log")).trimEnd().split("\n")) {
    notes.push(`quota log ${line.replace(/^\S+ \S+ (\S+)\[\d+\]: /, "$1: ")}`);
  }
  await Deno.truncate(`${server.folder}/quota.log`);
}

interface QuotaComparison {
  readonly name: string;
  readonly limits: readonly TestLimit[];
  readonly tallies?: readonly TestTally[];
  readonly config?: string;
  readonly steps: readonly Step[];
  readonly differences?: Case["differences"];
  readonly furnish?: (home: string) => Promise<void>;
}

function compareQuotas(
  { name, limits, tallies, config = "", steps, differences = [], furnish }: QuotaComparison,
): void {
  compare({
    name,
    needs: NEEDS,
    users: [{ name: "alice", uid: ALICE, gid: ALICE }],
    config: (place) => LOADED + quotaConfig(place) + config,
    login: "alice",
    prepare: ({ folder }: Server) => writeTables(folder, limits, tallies),
    furnish: async (home) => await furnish?.(home),
    ignoreLog: /for copying|error copying to/,
    cases: { "the dialogue": { steps: ["TYPE I", ...steps, account], differences } },
  });
}

const X = (count: number) => "x".repeat(count);
const QUOTA = "SITE QUOTA";

const EACH: Partial<Amounts> = {
  bytesIn: 1000,
  bytesOut: 200,
  bytesXfer: 2000,
  filesIn: 5,
  filesOut: 6,
  filesXfer: 7,
};

compareQuotas({
  name: "quotas of each kind are counted and told as by the original",
  limits: [{ amounts: EACH }],
  steps: [
    ...["SITE HELP", QUOTA, put("STOR a", X(10)), QUOTA, put("STOR b", X(95)), QUOTA],
    ...[get("RETR a"), QUOTA, put("APPE a", X(10)), QUOTA, put("STOR a", "1234567"), QUOTA],
    ...["DELE a", QUOTA, "MKD d", "SITE QUOTA with words", "RMD d", get("LIST /d"), QUOTA],
    ...["RNFR b", "RNTO c", QUOTA, "RNFR nothing", "DELE nothing", put("STOR no/way"), QUOTA],
    ...[get("RETR nothing"), "SITE HELP QUOTA", "HELP SITE"],
  ],
});

compareQuotas({
  name: "a hard limit of bytes is kept as by the original",
  limits: [{ amounts: { bytesIn: 100 } }],
  steps: [
    ...[put("STOR a", X(50)), put("STOR b", X(60)), QUOTA, put("STOR b", X(50)), QUOTA],
    ...[put("STOR c", X(1)), put("STOR a", X(3)), QUOTA, "DELE b", put("STOR c", X(1)), QUOTA],
  ],
});

compareQuotas({
  name: "a soft limit is kept as by the original",
  limits: [{ hard: false, amounts: { bytesIn: 20, filesIn: 2, filesOut: 1 } }],
  steps: [
    ...[put("STOR a", X(15)), put("STOR b", X(15)), QUOTA, put("STOR c"), put("STOU"), QUOTA],
    ...[get("RETR a"), get("RETR a"), QUOTA, "DELE b", put("STOR c", X(5)), QUOTA],
    ...["SITE CPFR a", "SITE CPTO d", "SITE COPY a e", QUOTA],
  ],
});

compareQuotas({
  name: "a limit of downloads is kept as by the original",
  limits: [{ amounts: { bytesOut: 20 } }],
  steps: [put("STOR a", X(15)), get("RETR a"), get("RETR a"), get("RETR a"), get("LIST"), QUOTA],
});

compareQuotas({
  name: "a limit of transfers is kept as by the original",
  limits: [{ hard: false, amounts: { bytesXfer: 40, filesXfer: 3 } }],
  steps: [
    ...[put("STOR a", X(15)), get("RETR a"), get("RETR a"), QUOTA, get("RETR a")],
    ...[put("STOR b"), "DELE a", QUOTA],
  ],
});

compareQuotas({
  name: "copies and replaced files are counted as by the original",
  limits: [{ amounts: { bytesIn: 1000, filesIn: 20 } }],
  steps: [
    ...[put("STOR a", X(10)), put("STOR b", X(15)), "RNFR a", "RNTO b", QUOTA, "SITE CPFR b"],
    ...["SITE CPTO c", QUOTA, "SITE COPY b d", QUOTA, put("STOR large", X(500)), QUOTA],
    ...["SITE COPY large d", QUOTA, "SITE COPY large e", "SITE CPFR large", "SITE CPTO f", QUOTA],
    ...["MKD dir", put("STOR dir/f", X(20)), "SITE COPY dir dir2", QUOTA],
  ],
  differences: [{
    why: "a copy takes the place of a file when it is complete",
    theirs: [`left /d 0644 20001:20001 "${X(500)}"`],
    ours: [`left /d 0644 20001:20001 "${X(10)}"`],
  }],
});

compareQuotas({
  name: "directories are counted as by the original",
  config: "QuotaDirectoryTally on\n",
  limits: [{ hard: false, amounts: { bytesIn: 1e6, filesIn: 2 } }],
  steps: [
    ...["MKD a", QUOTA, "XMKD b", QUOTA, "MKD c", "RMD b", QUOTA, "MKD a", "RMD nothing"],
    ...["RNFR a", "RNTO aa", QUOTA, "RMD aa", QUOTA],
  ],
});

compareQuotas({
  name: "files that match QuotaExcludeFilter are not counted, as by the original",
  config: "QuotaExcludeFilter \\.log$\n",
  limits: [{ amounts: { bytesIn: 20, filesIn: 2, bytesOut: 5, filesOut: 1 } }],
  steps: [
    ...[put("STOR a.log", X(30)), QUOTA, put("STOR a", X(10)), get("RETR a"), QUOTA],
    ...[get("RETR a.log"), get("RETR a.log"), "DELE a.log", QUOTA, put("STOR b", X(10))],
    ...[put("STOR b.log", X(30)), put("APPE b.log", X(30)), QUOTA],
  ],
});

for (const unit of ["b", "Kb", "Mb", "Gb"]) {
  compareQuotas({
    name: `QuotaDisplayUnits ${unit} is heeded as by the original`,
    config: `QuotaDisplayUnits ${unit}\nDisplayQuit /quit\n`,
    limits: [{ hard: false, amounts: { bytesIn: 50_000_000, bytesXfer: 15, filesIn: 3 } }],
    tallies: [{ amounts: { bytesIn: 384 } }],
    furnish: async (home) => {
      const names = ["limit", "tally"].flatMap((which) =>
        ["bytes", "files"].flatMap((what) =>
          ["in", "out", "xfer"].map((way) => `%{mod_quotatab.${which}.${what}_${way}}`)
        )
      );
      await Deno.writeTextFile(`${home}/quit`, `${names.join(" ")} %{mod_quotatab.x}\n`);
    },
    steps: [QUOTA, put("STOR a", X(10)), get("RETR a"), QUOTA, put("STOR b", X(10))],
  });
}

const STEPS: readonly Step[] = [QUOTA, put("STOR a", X(10)), get("RETR a"), QUOTA];
const GROUP: TestLimit = { type: "group", name: "alices", amounts: { bytesIn: 100 } };
const CLASS: TestLimit = { type: "class", name: "here", amounts: { bytesIn: 200 } };
const ALL: TestLimit = { type: "all", name: "everybody", amounts: { bytesIn: 300 } };
const OTHER: TestLimit = { name: "bob", amounts: { bytesIn: 400 } };

const found: Readonly<Record<string, readonly TestLimit[]>> = {
  "the user's": [ALL, CLASS, GROUP, OTHER, { amounts: { bytesIn: 50 } }],
  "the group's": [ALL, CLASS, OTHER, GROUP],
  "the class's": [ALL, OTHER, CLASS],
  "that of all": [OTHER, ALL],
  none: [OTHER],
};

for (const [whose, limits] of Object.entries(found)) {
  compareQuotas({
    name: `of several limits ${whose} is found as by the original`,
    config: "<Class here>\nFrom 127.0.0.1\n</Class>\n",
    limits,
    steps: STEPS,
  });
}

compareQuotas({
  name: "QuotaDefault stands in as in the original",
  config: "QuotaDefault user false hard 100 0 0 5 0 0\n",
  limits: [ALL],
  steps: STEPS,
});

compareQuotas({
  name: "an existing tally goes on as in the original",
  limits: [{ amounts: { bytesIn: 100, filesIn: 3 } }],
  tallies: [{ name: "bob", amounts: { bytesIn: 7 } }, { amounts: { bytesIn: 19, filesIn: 1 } }],
  steps: STEPS,
});

compareQuotas({
  name: "QuotaShowQuotas off hides quotas as in the original",
  config: "QuotaShowQuotas off\n",
  limits: [{ amounts: { bytesIn: 100 } }],
  steps: ["SITE QUOTA", put("STOR a", X(10))],
});

compareQuotas({
  name: "<Limit SITE_QUOTA> holds as in the original",
  config: limitSection("SITE_QUOTA", "DenyAll"),
  limits: [{ amounts: { bytesIn: 100 } }],
  steps: ["SITE QUOTA"],
});

compareQuotas({
  name: "ScanOnLogin counts what there is as the original does",
  config: "QuotaOptions ScanOnLogin\n",
  limits: [{ amounts: { bytesIn: 5000, filesIn: 20 } }],
  tallies: [{ amounts: { bytesIn: 9000, filesIn: 1 } }],
  furnish: async (home) => {
    await Deno.mkdir(`${home}/sub/deep`, { recursive: true });
    for (const [name, size, uid] of FILES) {
      await Deno.writeTextFile(`${home}/${name}`, X(size));
      await Deno.chown(`${home}/${name}`, uid, uid);
    }
    await Deno.symlink("one", `${home}/link`);
  },
  steps: [QUOTA, "DELE one", QUOTA],
});

const FILES: readonly (readonly [name: string, size: number, uid: number])[] = [
  ["one", 100, ALICE],
  ["sub/two", 200, ALICE],
  ["sub/deep/three", 300, ALICE],
  ["foreign", 1000, ALICE + 1],
];
