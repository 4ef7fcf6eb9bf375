/**
 * What is wrong with a configuration though each of its lines is well written: names that this machine
 * does not know, and what there can be one of.
 *
 * @module
 */

import {
  booleanOf,
  type Checked,
  type Configuration,
  type Finding,
  findingAbout,
  findingAt,
  Scope,
  uncountable,
  type Vocabulary,
  wellFormed,
} from "../config/mod.ts";
import { getgrnam, getpwnam } from "../libc/users.ts";
import * as settings from "../settings/mod.ts";
import type { Bindings } from "./bindings.ts";

/** Whom a server may run as, and how the system is asked for them. */
const NAMES = [
  { directive: settings.user, what: "user", find: getpwnam },
  { directive: settings.group, what: "group", find: getgrnam },
];

/** Errors for each `User` and `Group` of a server that the system does not know. */
export function unknownNames({ servers }: Configuration): Finding[] {
  const findings = new Map<string, Finding>(); // by message: a <Global> line is every server's
  for (const { section } of servers) {
    const scope = new Scope([section]);
    for (const { directive, what, find } of NAMES) {
      const name = wellFormed(() => scope.get(directive));
      if (name === undefined || find(name) !== undefined) continue;
      const finding = findingAbout(scope, directive, `Unknown ${what} '${name}'`);
      findings.set(finding.message, finding);
    }
  }
  return [...findings.values()];
}

/** Errors for every `DefaultServer on` behind the first: there can be one such server. */
export function secondDefaultServers({ tree }: Checked): Finding[] {
  const { name } = settings.defaultServer;
  const lines = [tree, ...tree.sections.filter(({ kind }) => kind === "vhost")]
    .flatMap(({ entries }) => entries.filter((entry) => entry.name === name))
    .filter(({ args }) => args.length > 0 && booleanOf(args[0]) === true);
  return lines.slice(1).map((entry) =>
    findingAt("error", name, `${name} has already been set`, entry)
  );
}

/** Errors for limits that are counted on the scoreboard, where the main server has none. */
export function limitsWithoutScoreboard(
  { tree, servers: [main] }: Checked,
  { directives }: Vocabulary,
): readonly Finding[] {
  const scope = new Scope([main.section]);
  const hasNone = wellFormed(() => scope.get(settings.scoreboardFile) === undefined);
  return hasNone ? uncountable(tree, directives) : [];
}

/** Errors for names of servers that have no address; `override` is the one of `-S`. */
export function unresolvedNames(
  unresolved: Bindings["unresolved"],
  override: string | undefined,
): Finding[] {
  return unresolved.map(({ server, name }) => {
    if (server.index === 0 && override !== undefined) {
      return { severity: "error", message: `unable to determine IP address of '${name}'` };
    }
    if (server.index === 0) {
      const scope = new Scope([server.section]);
      return findingAbout(scope, settings.defaultAddress, `unable to resolve '${name}'`);
    }
    const reason = `error resolving '${name}': No such file or directory`;
    return findingAt("error", "<VirtualHost>", reason, server.own);
  });
}
