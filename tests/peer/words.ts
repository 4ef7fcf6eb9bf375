/**
 * Lines of every directive, and what the original says of each: the table behind
 * `tests/golden/words/answers.txt`. Run as a program it writes that file anew.
 */
import { vocabulary } from "../../src/modules/vocabulary.ts";
import { run } from "../harness/programs.ts";
import { PEER_PROGRAM } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** One line at one place, and what is said of it: `ok`, or the error without its place. */
export interface Answer {
  readonly context: string;
  readonly line: string;
  readonly answer: string;
}

/** Where the answers are kept. */
export const GOLDEN = new URL("../golden/words/answers.txt", import.meta.url);

/** How to stand in each context. */
const SECTIONS: Readonly<Record<string, readonly [string, string]>> = {
  server: ["", ""],
  vhost: ["<VirtualHost 127.0.0.9>", "</VirtualHost>"],
  global: ["<Global>", "</Global>"],
  anonymous: ["<Anonymous /nowhere>", "</Anonymous>"],
  directory: ["<Directory /nowhere>", "</Directory>"],
  limit: ["<Limit WRITE>", "</Limit>"],
  class: ["<Class c>\nFrom 192.0.2.1", "</Class>"],
};

/** No path among them: what the original is told to use, it may take away first. */
const WORDS = ["", "on", "xyz", "-1", "a b c", "a b c d e"];

/** Lines of one directive that say more than `WORDS`. */
const MORE: readonly (readonly [context: string, line: string])[] = [
  ["server", "PathDenyFilter x [NC]"],
  ["server", "PathDenyFilter x NC"],
  ["server", "PathDenyFilter x [nc]"],
  ["server", "PathDenyFilter x [nocase]"],
  ["server", "CommandBufferSize 10 Kb"],
  ["server", "CommandBufferSize 600 Kb"],
  ["server", "CommandBufferSize 524289"],
  ["server", "Port 70000"],
  ["server", "Umask 022 022 022"],
  ["server", "PassivePorts 2000"],
  ["server", "PassivePorts 2000 x"],
  ["server", "PassivePorts 2000 70000"],
  ["server", "PassivePorts 3000 2000"],
  ["server", "MaxLoginAttempts 0"],
  ["server", "MaxInstances 0"],
  ["server", "MaxClientsPerClass c 0"],
  ["server", "TimeoutSession none"],
  ["server", "TimeoutSession 1 user"],
  ["server", "TimeoutSession x user a"],
  ["server", "TransferRate RETR x"],
  ["server", "TransferRate NLST 10"],
  ["server", "MaxTransfersPerUser RETR 0"],
  ["server", "MaxTransfersPerUser NLST 1"],
  ["server", "ControlsACLs all allow user a b"],
  ["server", "ControlsACLs all permit user a"],
  ["server", "ControlsACLs nothing allow user a"],
  ["server", "ControlsSocketACL allow user a b"],
  ["server", "ControlsSocketOwner a b c"],
  ["server", "UserPassword a b c"],
  ["server", "DefaultChdir ~ a b"],
  ["server", "CapabilitiesSet +CAP_CHOWN -cap_fowner"],
  ["server", "CapabilitiesSet CAP_CHOWN"],
  ["server", "CapabilitiesSet +CAP_NET_ADMIN"],
  ["server", "CreateHome on 999"],
  ["server", "CreateHome on 700 755"],
  ["server", "CreateHome on dirmode 789"],
  ["server", "CreateHome on skel x"],
  ["server", "CreateHome on 700 dirmode 711 uid ~ gid ~ homegid 7 NoRootPrivs"],
  ["server", "CreateHome on 700 uid x"],
  ["server", "CreateHome on 700 gid root"],
  ["server", "CreateHome on 700 homegid ~"],
  ["server", "CreateHome off xyz"],
  ["server", "RLimitCPU none"],
  ["server", "RLimitCPU 1 2 3"],
  ["server", "RLimitCPU daemon x"],
  ["server", "ServerIdent on a b"],
  ["server", "ScoreboardFile 0"],
  ["server", "QuotaDefault user false hard 1 2 3 4 5 6"],
  ["server", "QuotaDefault User FALSE Soft 1 2 3 4 5 6 7"],
  ["server", "QuotaDefault nobody false hard 1 2 3 4 5 6"],
  ["server", "QuotaDefault user x hard 1 2 3 4 5 6"],
  ["server", "QuotaDefault user off x 1 2 3 4 5 6"],
  ["server", "QuotaDefault user on soft x 2 3 4 5 6"],
  ["server", "QuotaDefault user on soft 1 2 3 4 5 x"],
  ["server", "QuotaDefault user on soft -1 1.5 3 4 -5 6"],
  ["server", "QuotaDefault user on soft 1 2 3 4 5 6.5"],
  ["server", "QuotaDisplayUnits kb"],
  ["server", "QuotaDisplayUnits GB"],
  ["server", "QuotaDisplayUnits B"],
  ["server", "QuotaExcludeFilter NONE"],
  ["server", "QuotaLimitTable file:x"],
  ["server", "QuotaLimitTable file:"],
  ["server", "QuotaTallyTable file"],
  ["server", "QuotaTallyTable FILE:x"],
  ["server", "QuotaOptions scanonlogin"],
  ["server", "QuotaOptions ScanOnLogin ScanOnLogin"],
  ["server", "QuotaOptions ScanOnLogin x"],
  ["server", "QuotaLog none"],
  ["server", "BanOnEvent MaxLoginAttempts 0/00:01:00 00:01:00"],
  ["server", "BanOnEvent MaxLoginAttempts x/00:01:00 00:01:00"],
  ["server", "BanOnEvent MaxLoginAttempts -1/00:01:00 00:01:00"],
  ["server", "BanOnEvent MaxLoginAttempts 1/00:00:00 00:01:00"],
  ["server", "BanOnEvent MaxLoginAttempts 1/00:01:00 00:00:00"],
  ["server", "BanOnEvent maxloginattempts 1/1:1:1 99:99:99 message"],
  ["server", "BanOnEvent mod_auth.root-login 1a/1:1:1 1:1:1x a b"],
  ["server", "BanControlsACLs info allow user a"],
  ["server", "BanControlsACLs all permit user a"],
  ["server", "BanControlsACLs ban,permit allow class a"],
  ["server", "BanOptions matchanyserver"],
  ["server", "WrapTables /a /b"],
  ["server", "WrapTables foo:/a file:/b"],
  ["server", "WrapTables file:~/a builtin:all"],
  ["server", "WrapUserTables a,!b file:/a file:/b"],
  ["server", "WrapGroupTables a file:/a"],
  ["server", "WrapOptions checkonconnect"],
  ["server", "WrapOptions CheckAllNames CheckOnConnect"],
  ["server", "UserRatio alice 1 2 3 4"],
  ["server", "UserRatio alice 1 2 3"],
  ["server", "UserRatio alice -1 2 -3 4 5"],
  ["server", "UserRatio alice 1 x 3 4"],
  ["server", "FileRatioErrMsg two words"],
  ["server", "TLSOptions CommonNameRequired dnsnamerequired IPADDRESSREQUIRED"],
  ["server", "TLSVerifyOrder CRL"],
  ["server", "TLSVerifyOrder ocsp crl"],
  ["server", "TLSVerifyOrder crl foo"],
  ["server", "TLSStaplingCache off"],
  ["server", "TLSStaplingCache foo:/x"],
  ["server", "TLSStaplingOptions NoNonce NoVerify NoFakeTryLater"],
  ["server", "TLSStaplingOptions NoNonce nofaketrylater"],
  ["server", "TLSStaplingTimeout 0"],
  ["server", "TLSStaplingTimeout 10s"],
  ["limit", "Allow 192.0.2.1 all"],
  ["limit", "Allow 192.0.2.1,none"],
  ["limit", "Allow none 192.0.2.1"],
  ["limit", "Order allow deny"],
  ["limit", "Order allow,deny"],
  ["limit", "Order a b"],
];

/** What only this server has, or what the machine decides. */
const LEFT_OUT = [
  ...["MetricsSocket", "ShutmsgFile", "SpareSessions", "SafeRestart", "SessionTemplate"],
  ...["User", "Group", "DefaultAddress", "MasqueradeAddress", "TLSMasqueradeAddress"],
  ...["LoadModule", "LoadFile", "ModulePath", "ModuleOrder", "ScoreboardOptions"],
];

/** Shared modules whose directives are asked about. */
const MODULES = [
  ...["tls", "copy", "site_misc", "digest", "ident", "ctrls_admin", "ban"],
  ...["quotatab", "quotatab_file", "ratio"],
  ...["wrap2", "wrap2_file", "unique_id", "log_forensic"],
];

/** All lines, each at a place where its directive may stand, and once where it may not. */
export function lines(): readonly { context: string; line: string }[] {
  const contexts = Object.keys(SECTIONS);
  const names = new Map(vocabulary.directives.map((directive) => [directive.name, directive]));
  const ordinary = [...names.values()].filter(({ name }) => !LEFT_OUT.includes(name)).flatMap(
    (directive) => {
      const right = contexts.filter((context) => directive.contexts.some((own) => own === context));
      const wrong = contexts.find((context) => !right.includes(context));
      return [
        ...WORDS.map((words) => ({ context: right[0], line: `${directive.name} ${words}`.trim() })),
        ...wrong === undefined ? [] : [{ context: wrong, line: `${directive.name} on` }],
      ];
    },
  );
  return [...ordinary, ...MORE.map(([context, line]) => ({ context, line }))];
}

/** The configuration that has `line` in `context`. */
export function configuration(context: string, line: string): string {
  const [open, close] = SECTIONS[context];
  return [open, line, close, "UseReverseDNS off", ""].join("\n");
}

/** What a message says, without the place in brackets behind it. */
export function withoutPlace(message: string): string {
  return message.replace(/ on line \d+ of '.*'$/, "");
}

/** Asks the original. */
export async function askOriginal(context: string, line: string): Promise<string> {
  await using folder = await tempDir(); // words that are taken for paths are files in here
  const file = `${folder.path}/proftpd.conf`;
  const modules = MODULES.map((name) => `LoadModule mod_${name}.c\n`).join("");
  const ends = "Port 0\nUser nobody\nGroup nogroup\nScoreboardFile none\n";
  await Deno.writeTextFile(file, modules + configuration(context, line) + ends);
  const { code, stderr } = await run(PEER_PROGRAM, ["-t", "-c", file], { cwd: folder.path });
  if (code === 0) return "ok";
  const message = / fatal: (.*)$/m.exec(stderr)?.[1];
  return message === undefined ? "refused" : withoutPlace(message);
}

/** What the golden file has. */
export function goldenAnswers(): readonly Answer[] {
  return Deno.readTextFileSync(GOLDEN).trimEnd().split("\n").map((row) => {
    const [context, line, answer] = row.split("\t");
    return { context, line, answer };
  });
}

if (import.meta.main) {
  const rows: string[] = [];
  for (const { context, line } of lines()) {
    rows.push([context, line, await askOriginal(context, line)].join("\t"));
  }
  await Deno.writeTextFile(GOLDEN, rows.join("\n") + "\n");
}
