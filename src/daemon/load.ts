/**
 * Reading the configuration: the file, the servers in it, where they listen, as whom to run.
 *
 * @module
 */

import {
  checkConfiguration,
  type Configuration,
  type Directive,
  type Finding,
  freeze,
  hasErrors,
  type Json,
  Scope,
  uncountable,
  type Vocabulary,
} from "../config/mod.ts";
import type { Handover, Identity } from "../config/handover.ts";
import { getgrnam, getpwnam } from "../libc/users.ts";
import { geteuid, hostname } from "../libc/process.ts";
import { formatAddress } from "../net/mod.ts";
import { environment } from "../libc/environment.ts";
import { asRoot } from "../privilege/mod.ts";
import * as settings from "../settings/mod.ts";
import { type Bindings, bindingsOf, type ResolveHost } from "./bindings.ts";
import { configSource } from "./config_source.ts";

/** What the command line has to say about the configuration. */
export interface LoadOptions {
  /** The file's path, absolute. */
  readonly file: string;
  readonly vocabulary: Vocabulary;
  /** The names that `<IfModule>` answers to. */
  readonly modules: ReadonlySet<string>;
  readonly defines: ReadonlySet<string>;
  /** `-d`. */
  readonly debugLevel: number;
  /** `-n` without `-q`. */
  readonly standardError: boolean;
  /** `-4` or `-6`; undefined leaves it to `UseIPv6`. */
  readonly ipv6: boolean | undefined;
  /** `-S`. */
  readonly serverAddress: string | undefined;
  readonly resolve: ResolveHost;
}

/** A configuration that a daemon or an inetd session can run with. */
export interface Loaded {
  readonly configuration: Configuration;
  /** The main server's settings. */
  readonly main: Scope;
  readonly bindings: Bindings;
  readonly handover: Handover;
  /** Configuration and handover as one byte string, for sessions. */
  readonly snapshot: string;
}

/** The result of reading: `loaded` is missing when there is an error among the findings. */
export interface LoadResult {
  readonly findings: readonly Finding[];
  readonly loaded: Loaded | undefined;
}

/** Reads and checks everything. Problems of the file become findings; nothing is thrown for them. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  // At HUP, too, when the daemon is root no longer: the file may be for root's eyes only.
  const checked = asRoot(() => {
    const env = environment();
    return checkConfiguration(options.file, configSource, {
      ...options.vocabulary,
      defines: options.defines,
      modules: options.modules,
      env: (name) => env.get(name),
    });
  });
  const findings: Finding[] = [...checked.findings];
  const main = new Scope([checked.servers[0].section]);
  const identity = hasErrors(findings) ? undefined : identityOf(main, findings);
  if (!hasErrors(findings) && main.get(settings.scoreboardFile) === undefined) {
    findings.push(...uncountable(checked.tree, options.vocabulary.directives));
  }
  if (hasErrors(findings)) return { findings, loaded: undefined };
  const bindings = await bindingsOf(checked, options.resolve, options.serverAddress);
  const masquerade = await masqueradesOf(checked, options.resolve, findings);
  if (hasErrors(findings)) return { findings, loaded: undefined };
  const handover = handoverOf(options, main, bindings, masquerade, identity);
  const snapshot = freeze(checked, handover as unknown as Json);
  return { findings, loaded: { configuration: checked, main, bindings, handover, snapshot } };
}

/** The ids of `User` and `Group`; unknown names are errors. */
function identityOf(main: Scope, findings: Finding[]): Identity | undefined {
  const userName = main.get(settings.user);
  const groupName = main.get(settings.group);
  const user = userName === undefined ? undefined : getpwnam(userName);
  const group = groupName === undefined ? undefined : getgrnam(groupName);
  if (userName !== undefined && user === undefined) {
    findings.push(unknown(main, settings.user, `User: unknown user '${userName}'`));
  }
  if (groupName !== undefined && group === undefined) {
    findings.push(unknown(main, settings.group, `Group: unknown group '${groupName}'`));
  }
  if (geteuid() !== 0 || user === undefined) return undefined;
  return { uid: user.uid, gid: group?.gid ?? user.gid };
}

function unknown(scope: Scope, directive: Directive<unknown>, message: string): Finding {
  const place = scope.place(directive);
  const where = place ? ` on line ${place.line} of '${place.file}'` : "";
  return { severity: "error", message: `${message}${where}`, place };
}

/** The address behind each server's `MasqueradeAddress`; a name without one is an error. */
async function masqueradesOf(
  { servers }: Configuration,
  resolve: ResolveHost,
  findings: Finding[],
): Promise<(string | null)[]> {
  const addresses: (string | null)[] = [];
  for (const { section } of servers) {
    const scope = new Scope([section]);
    const name = scope.get(settings.masqueradeAddress);
    const [address] = name === undefined ? [] : await resolve(name);
    if (name !== undefined && !address) {
      const message = `MasqueradeAddress: unable to resolve "${name}"`;
      findings.push(unknown(scope, settings.masqueradeAddress, message));
    }
    addresses.push(address ? formatAddress(address) : null);
  }
  return addresses;
}

function handoverOf(
  options: LoadOptions,
  main: Scope,
  bindings: Bindings,
  masquerade: readonly (string | null)[],
  identity: Identity | undefined,
): Handover {
  return {
    bindings: bindings.bindings,
    defaultServer: bindings.defaultServer,
    addresses: bindings.addresses,
    masquerade,
    identity,
    log: {
      systemLog: main.get(settings.systemLog),
      standardError: options.standardError,
      debugLevel: main.get(settings.debugLevel) ?? options.debugLevel,
      facility: main.get(settings.syslogFacility),
      level: main.get(settings.syslogLevel),
    },
    hostname: hostname(),
    shutdownFile: main.get(settings.shutmsgFile),
    started: Date.now(),
  };
}
