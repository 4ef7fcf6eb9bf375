/**
 * The command role: what an administrator, an init script or a superserver starts.
 *
 * Scripts ask for versions and settings many times in a row; what these answers do not need is
 * loaded at run time.
 *
 * @module
 */

import {
  compileTimeSettings,
  moduleList,
  OWN_USAGE,
  parseProftpdOptions,
  PROFTPD_USAGE,
  versionLine,
} from "../cli/mod.ts";
import { utf8 } from "../libc/bytes.ts";
import { build, machine, PLACES } from "./facts.ts";
import { print } from "./print.ts";
import { say } from "./say.ts";

/** Carries out the command line `words` and gives the exit status. */
export async function commandRole(words: readonly string[]): Promise<number> {
  const request = parseProftpdOptions(words.map(utf8));
  switch (request.kind) {
    case "usage":
      return print(request.own ? PROFTPD_USAGE + OWN_USAGE : PROFTPD_USAGE);
    case "modules":
      return print(moduleList((await import("./start.ts")).moduleNames()));
    case "version":
      return print(versionLine());
    case "settings":
      return print(compileTimeSettings(build(), machine(), PLACES));
    case "refuse":
      say(request.message);
      if (request.usage) print(PROFTPD_USAGE);
      return 1;
    case "status":
      return await (await import("./start.ts")).status(request.settings, request.directives);
    case "explain":
      return await (await import("./explain.ts")).explain(request.settings, request.question);
    case "run":
      return await (await import("./start.ts")).run(request.settings, words);
  }
}

/** The daemon started by `runDetached`: the descriptor to report to, then the command line. */
export async function detachedRole([ready, ...words]: readonly string[]): Promise<number> {
  const request = parseProftpdOptions(words.map(utf8));
  if (request.kind !== "run") return 1;
  const { daemonRole } = await import("./daemon.ts");
  return await daemonRole(Number(ready), request.settings);
}
