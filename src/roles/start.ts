/**
 * What the command role does with a configuration: checks it, reports about it, serves by it.
 *
 * @module
 */

import { type ModuleName, type ProftpdSettings, versionStatus } from "../cli/mod.ts";
import type { Finding } from "../config/mod.ts";
import { load, type LoadResult } from "../daemon/load.ts";
import { withHiddenHashes } from "../modules/auth/hidden_hashes.ts";
import { impossibleJails } from "../modules/auth/impossible_jails.ts";
import { unusableSkeletons } from "../modules/auth/home/unusable_skeletons.ts";
import { unusableFiles } from "../modules/auth/unusable_files.ts";
import { unusablePlaces } from "../modules/core/unusable_places.ts";
import { tlsMaterials } from "../modules/tls/materials.ts";
import { missingBanTable } from "../modules/ban/missing_table.ts";
import { doubtfulTables } from "../modules/wrap2/doubtful_tables.ts";
import { builtModules, presentModules, vocabulary } from "../modules/vocabulary.ts";
import { resolveHost } from "../net/mod.ts";
import { asRoot } from "../privilege/mod.ts";
import { serverType } from "../settings/mod.ts";
import { build, PLACES } from "./facts.ts";
import { print } from "./print.ts";
import { say } from "./say.ts";

/** Prints what `-vv` and `-vvv` ask for; the result is the exit status. */
export async function status(settings: ProftpdSettings, directives: boolean): Promise<number> {
  const { findings, loaded } = await read(settings);
  report(findings);
  if (!loaded) return 1;
  return print(versionStatus(build(), moduleNames(), directives));
}

/** Checks the configuration or starts the service; the result is the exit status. */
export async function run(settings: ProftpdSettings, words: readonly string[]): Promise<number> {
  if (settings.format === "json") return await checkAsJson(settings);
  if (settings.configTest) print("Checking syntax of configuration file\n");
  const result = await read(settings);
  const { findings, loaded } = result;
  // A server writes them to its log, if there is going to be one.
  if (settings.configTest || !loaded) tell(result, settings);
  report(findings);
  if (settings.configTest) report(await adviceOn(result));
  if (!loaded) return 1;
  if (!settings.noCollision) {
    for (const warning of loaded.bindings.warnings) say(`warning: ${warning}`);
  }
  if (settings.configTest) return 0;
  const { runDaemon, runDetached, runInetd } = await import("./daemon.ts");
  if (loaded.main.get(serverType) === "inetd") return await runInetd(loaded);
  if (settings.noDaemon || settings.noFork) {
    return await runDaemon(result, loaded, settings, () => read(settings));
  }
  return await runDetached(words);
}

/** Says what the debug level asks for of the reading. */
function tell({ notes, loaded }: LoadResult, { debugLevel = 0 }: ProftpdSettings): void {
  const deepest = loaded?.handover.log.debugLevel ?? debugLevel;
  for (const { depth, text } of notes) if (depth <= deepest) say(text);
}

/** `-t --format json`. */
async function checkAsJson(settings: ProftpdSettings): Promise<number> {
  const result = await read(settings);
  const { findings, loaded } = result;
  const shared = settings.noCollision ? [] : loaded?.bindings.warnings ?? [];
  const all = [
    ...findings,
    ...await adviceOn(result),
    ...shared.map((message): Finding => ({ severity: "warning", message })),
  ];
  const { findingsAsJson } = await import("./findings_json.ts");
  print(findingsAsJson(configFileOf(settings), all));
  return loaded ? 0 : 1;
}

/** What `-t` says of a configuration beside its errors. */
async function adviceOn({ checked, findings }: LoadResult): Promise<readonly Finding[]> {
  const { advise } = await import("../modules/advice/mod.ts");
  return asRoot(() => advise({ ...checked, findings }));
}

function configFileOf(settings: ProftpdSettings): string {
  return settings.configFile ?? PLACES.configFile;
}

/** The modules of this program with their directives, in load order; parts of one under its name. */
export function moduleNames(): ModuleName[] {
  const names = new Set(builtModules.map(({ name }) => name));
  return [...names].map((name) => ({
    name,
    directives: builtModules.filter((part) => part.name === name)
      .flatMap(({ directives = [] }) => directives.map((directive) => directive.name)),
  }));
}

/** All directives with the modules that they belong to, sorted: `Umask (mod_core.c)`. */
export function directiveLines(): string[] {
  const owners = new Map(vocabulary.directives.map(({ name }) => [name, "mod_core.c"]));
  for (const { name, directives = [] } of moduleNames()) {
    for (const directive of directives) owners.set(directive, name);
  }
  return [...owners].map(([directive, module]) => `${directive} (${module})`).sort();
}

/** Reads the configuration that `settings` names. */
export function read(settings: ProftpdSettings): Promise<LoadResult> {
  return load({
    file: configFileOf(settings),
    vocabulary,
    modules: presentModules,
    defines: new Set(settings.defines),
    debugLevel: settings.debugLevel ?? 0,
    standardError: settings.noDaemon && !settings.quiet,
    ipv6: settings.ipv6,
    serverAddress: settings.serverAddress,
    resolve: (name) => Promise.resolve(resolveHost(name)),
    faults: (configuration) => [
      ...unusablePlaces(configuration),
      ...unusableFiles(configuration),
      ...impossibleJails(configuration),
      ...unusableSkeletons(configuration),
      ...missingBanTable(configuration),
      ...doubtfulTables(configuration),
    ],
    materials: tlsMaterials,
    withHiddenHashes,
  });
}

/** Says all that was found, in the shape of start-up messages. */
export function report(findings: readonly Finding[]): void {
  for (const { severity, message, column = 1, hint } of findings) {
    const more = [...column > 1 ? [`column ${column}`] : [], ...hint === undefined ? [] : [hint]];
    const text = more.length === 0 ? message : `${message} (${more.join("; ")})`;
    say(`${severity === "error" ? "fatal" : "warning"}: ${text}`);
  }
}
