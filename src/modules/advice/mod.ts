/**
 * Advice: what the syntax check says about a configuration that is legal. Loaded for `-t` only.
 *
 * @module
 */

import type { Checked, Finding } from "../../config/mod.ts";
import { Scope, wellFormed } from "../../config/mod.ts";
import { serverName } from "../../settings/mod.ts";
import { type Rule, sectionsOf } from "./advice.ts";
import { capabilities } from "./capabilities.ts";
import { limits } from "./limits.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { openness } from "./openness.ts";
import { passive } from "./passive_ports.ts";
import { logs } from "./logs.ts";
import { places } from "./places.ts";
import { tooLate } from "./too_late.ts";

const namelessServer: Rule = ({ servers: [main] }) =>
  new Scope([main.section]).has(serverName) ? [] : [{
    severity: "warning",
    message: "ServerName is missing: clients are told 'ProFTPD'",
    directive: serverName.name,
  }];

const RULES: readonly Rule[] = [
  namelessServer,
  ...openness,
  ...passive,
  ...limits,
  ...logs,
  ...places,
  tooLate,
  capabilities,
];

/**
 * Warnings about what is dangerous or without effect in a configuration. Where lines have errors,
 * there is none that depends on them, and none at all where a line is missing in the tree.
 */
export function advise(configuration: Checked, machine: Machine = thisMachine()): Finding[] {
  if (!configuration.isWhole) return [];
  const subject = { ...configuration, sections: sectionsOf(configuration.tree) };
  const wrong = new Set(
    configuration.findings.filter(({ severity }) => severity === "error").map(lineOf),
  );
  return RULES.flatMap((rule) => wellFormed(() => rule(subject, machine)) ?? [])
    .filter((finding) => finding.place === undefined || !wrong.has(lineOf(finding)));
}

function lineOf({ place }: Finding): string {
  return `${place?.line} ${place?.file}`;
}
