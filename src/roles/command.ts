/**
 * The command role: what an administrator, an init script or a superserver starts.
 *
 * @module
 */

import {
  compileTimeSettings,
  moduleList,
  type ModuleName,
  parseProftpdOptions,
  PROFTPD_USAGE,
  type ProftpdSettings,
  versionLine,
  versionStatus,
} from "../cli/mod.ts";
import type { Finding } from "../config/mod.ts";
import { load, type LoadResult } from "../daemon/load.ts";
import { utf8 } from "../libc/bytes.ts";
import { writeString } from "../libc/files.ts";
import { modules } from "../modules/mod.ts";
import { presentModules, vocabulary } from "../modules/vocabulary.ts";
import { resolveHost } from "../net/mod.ts";
import { serverType } from "../settings/mod.ts";
import { build, machine, PLACES } from "./facts.ts";
import { say } from "./say.ts";

const STDOUT = 1;

/** Carries out the command line `words` and gives the exit status. */
export async function commandRole(words: readonly string[]): Promise<number> {
  const request = parseProftpdOptions(words.map(utf8));
  switch (request.kind) {
    case "usage":
      return print(PROFTPD_USAGE);
    case "modules":
      return print(moduleList(moduleNames()));
    case "version":
      return print(versionLine());
    case "settings":
      return print(compileTimeSettings(build(), machine(), PLACES));
    case "refuse":
      say(request.message);
      if (request.usage) print(PROFTPD_USAGE);
      return 1;
    case "status":
      return await status(request.settings, request.directives);
    case "run":
      return await run(request.settings, words);
  }
}

async function status(settings: ProftpdSettings, directives: boolean): Promise<number> {
  const { findings, loaded } = await read(settings);
  report(findings);
  if (!loaded) return 1;
  return print(versionStatus(build(), moduleNames(), directives));
}

async function run(settings: ProftpdSettings, words: readonly string[]): Promise<number> {
  if (settings.configTest) print("Checking syntax of configuration file\n");
  const { findings, loaded } = await read(settings);
  report(findings);
  if (!loaded) return 1;
  if (!settings.noCollision) {
    for (const warning of loaded.bindings.warnings) say(`warning: ${warning}`);
  }
  if (settings.configTest) return 0;
  const { runDaemon, runDetached, runInetd } = await import("./daemon.ts");
  if (loaded.main.get(serverType) === "inetd") return await runInetd(loaded);
  if (settings.noDaemon || settings.noFork) {
    return await runDaemon(loaded, settings, () => read(settings));
  }
  return await runDetached(words);
}

function moduleNames(): ModuleName[] {
  return modules.map(({ name, directives }) => ({
    name,
    directives: directives?.map((directive) => directive.name),
  }));
}

/** Reads the configuration that `settings` names. */
export function read(settings: ProftpdSettings): Promise<LoadResult> {
  return load({
    file: settings.configFile ?? PLACES.configFile,
    vocabulary,
    modules: presentModules,
    defines: new Set(settings.defines),
    debugLevel: settings.debugLevel ?? 0,
    standardError: settings.noDaemon && !settings.quiet,
    ipv6: settings.ipv6,
    serverAddress: settings.serverAddress,
    resolve: resolveHost,
  });
}

/** Says all that was found, in the shape of start-up messages. */
export function report(findings: readonly Finding[]): void {
  for (const { severity, message, hint } of findings) {
    const text = hint === undefined ? message : `${message} (${hint})`;
    say(`${severity === "error" ? "fatal" : "warning"}: ${text}`);
  }
}

function print(text: string): number {
  writeString(STDOUT, text);
  return 0;
}

/** The daemon started by `runDetached`: the descriptor to report to, then the command line. */
export async function detachedRole([ready, ...words]: readonly string[]): Promise<number> {
  const request = parseProftpdOptions(words.map(utf8));
  if (request.kind !== "run") return 1;
  const { daemonRole } = await import("./daemon.ts");
  return await daemonRole(Number(ready), request.settings);
}
