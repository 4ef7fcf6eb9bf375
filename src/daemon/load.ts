/**
 * Reading the configuration: the file, the servers in it, where they listen, as whom to run.
 *
 * @module
 */

import {
  at,
  booleanOf,
  checkConfiguration,
  type Checked,
  ConfigError,
  type Configuration,
  type Directive,
  type Finding,
  freeze,
  hasErrors,
  type Json,
  type Materials,
  type Note,
  Scope,
  type Section,
  type Server,
  SETTINGS_DEPTH,
  settingsNotes,
  uncountable,
  type Vocabulary,
} from "../config/mod.ts";
import type { Binding, Handover, Identity } from "../config/handover.ts";
import { getgrnam, getpwnam } from "../libc/users.ts";
import { getuid, hostname } from "../libc/process.ts";
import { formatAddress } from "../net/mod.ts";
import { environment } from "../libc/environment.ts";
import { asRoot } from "../privilege/mod.ts";
import * as settings from "../settings/mod.ts";
import type { StapleTask } from "../staples/mod.ts";
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
  /** Further errors of a configuration that has none so far; asked as root. */
  readonly faults: (configuration: Configuration) => readonly Finding[];
  /** The files that sessions need the contents of; asked as root, and only without errors so far. */
  readonly materials: (configuration: Configuration) => FoundMaterials;
}

/** What was read for sessions, and what is wrong with it. */
export interface FoundMaterials {
  readonly materials: Materials;
  /** What OCSP responders are to be asked about. */
  readonly staples: readonly StapleTask[];
  readonly findings: readonly Finding[];
}

/** A configuration that a daemon or an inetd session can run with. */
export interface Loaded {
  readonly configuration: Checked;
  /** The main server's settings. */
  readonly main: Scope;
  readonly bindings: Bindings;
  readonly handover: Handover;
  readonly materials: Materials;
  /** What OCSP responders are to be asked about. */
  readonly staples: readonly StapleTask[];
  /** Configuration, handover and materials as one byte string, for sessions. */
  readonly snapshot: string;
}

/** The result of reading: `loaded` is missing when there is an error among the findings. */
export interface LoadResult {
  readonly findings: readonly Finding[];
  /** For debug levels. */
  readonly notes: readonly Note[];
  readonly loaded: Loaded | undefined;
}

/** Reads and checks everything. Problems of the file become findings; nothing is thrown for them. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  // At HUP, too, when the daemon is root no longer: the file may be for root's eyes only.
  const notes: Note[] = [{ depth: 2, text: `reading '${options.file}'` }];
  const checked = asRoot(() => {
    const env = environment();
    return checkConfiguration(options.file, configSource, {
      ...options.vocabulary,
      defines: options.defines,
      modules: options.modules,
      env: (name) => env.get(name),
      onNote: (note) => void notes.push(note),
    });
  });
  const findings: Finding[] = [...checked.findings];
  const main = new Scope([checked.servers[0].section]);
  const identity = hasErrors(findings) ? undefined : identityOf(main);
  findings.push(...unknownNames(checked), ...secondDefaultServers(checked));
  if (!hasErrors(findings)) findings.push(...asRoot(() => [...options.faults(checked)]));
  if (!hasErrors(findings) && main.get(settings.scoreboardFile) === undefined) {
    findings.push(...uncountable(checked.tree, options.vocabulary.directives));
  }
  if (hasErrors(findings)) return { findings, notes, loaded: undefined };
  if ((main.get(settings.debugLevel) ?? options.debugLevel) >= SETTINGS_DEPTH) {
    notes.push(...settingsNotes(checked, serverNameOf));
  }
  const bindings = await bindingsOf(checked, {
    resolve: options.resolve,
    override: options.serverAddress,
    ipv6: options.ipv6 ?? main.get(settings.useIPv6),
    hostname: hostname(),
  });
  findings.push(...unresolvedNames(bindings, options.serverAddress));
  const { resolve } = options;
  const masquerade = await masqueradesOf(checked, settings.masqueradeAddress, resolve, findings);
  const tlsMasquerade = await masqueradesOf(
    checked,
    settings.tlsMasqueradeAddress,
    resolve,
    findings,
  );
  const { materials, staples, findings: faults } = hasErrors(findings)
    ? { materials: new Map(), staples: [], findings: [] }
    : asRoot(() => options.materials(checked));
  findings.push(...faults);
  if (hasErrors(findings)) return { findings, notes, loaded: undefined };
  notes.push(...bindings.bindings.map((binding) => bindingNote(checked, binding)));
  if (identity) {
    notes.push({ depth: 10, text: `User has uid ${identity.uid}, Group gid ${identity.gid}` });
  }
  const overrides = checked.servers.some(({ section }) =>
    settings.heedsOverrides(new Scope([section]), section)
  );
  const modules = settings.modulesAskedFor(checked.servers.map(({ section }) => section));
  const handover = {
    ...handoverOf(options, main, bindings, { masquerade, tlsMasquerade }, identity),
    overrides,
    modules,
  };
  const snapshot = freeze(checked, handover as unknown as Json, materials);
  return {
    findings,
    notes,
    loaded: { configuration: checked, main, bindings, handover, materials, staples, snapshot },
  };
}

function serverNameOf({ section }: Server): string {
  return new Scope([section]).get(settings.serverName);
}

function bindingNote({ servers }: Configuration, { address, port, server }: Binding): Note {
  return {
    depth: 2,
    text: `server '${serverNameOf(servers[server])}' answers at ${address}:${port}`,
  };
}

/** `loaded` with another debug level for its sessions. */
export function withDebugLevel(loaded: Loaded, debugLevel: number): Loaded {
  const { configuration, materials } = loaded;
  const handover = { ...loaded.handover, log: { ...loaded.handover.log, debugLevel } };
  const snapshot = freeze(configuration, handover as unknown as Json, materials);
  return { ...loaded, handover, snapshot };
}

/** `loaded` with `UseReverseDNS` as `looksUp` says, whatever stands in the file. */
export function withReverseDNS(loaded: Loaded, looksUp: boolean): Loaded {
  const { configuration, handover, materials } = loaded;
  const { name } = settings.useReverseDNS;
  const changed = (section: Section): Section => ({
    ...section,
    entries: [
      ...section.entries.filter((entry) => entry.name !== name),
      { name, args: [looksUp ? "on" : "off"], file: section.file, line: 0 },
    ],
  });
  const [first, ...others] = configuration.servers;
  const server = { ...first, own: changed(first.own), section: changed(first.section) };
  const checked = { ...configuration, servers: [server, ...others] };
  const snapshot = freeze(checked, handover as unknown as Json, materials);
  return { ...loaded, configuration: checked, main: new Scope([server.section]), snapshot };
}

/**
 * The ids of `User` and `Group`, where the process can take them on: where its real user is root. The
 * effective one is `User` already when a daemon reads its file again.
 */
function identityOf(main: Scope): Identity | undefined {
  const userName = main.get(settings.user);
  const groupName = main.get(settings.group);
  const user = userName === undefined ? undefined : getpwnam(userName);
  const group = groupName === undefined ? undefined : getgrnam(groupName);
  if (getuid() !== 0 || user === undefined) return undefined;
  return { uid: user.uid, gid: group?.gid ?? user.gid };
}

/** Errors for each `User` and `Group` of a server that the system does not know. */
function unknownNames({ servers }: Configuration): Finding[] {
  const findings = new Map<string, Finding>(); // by message: a <Global> line is every server's
  for (const { section } of servers) {
    const scope = new Scope([section]);
    const user = wellFormed(scope, settings.user);
    const group = wellFormed(scope, settings.group);
    const found = [
      ...(user === undefined || getpwnam(user) !== undefined
        ? []
        : [findingAbout(scope, settings.user, `Unknown user '${user}'`)]),
      ...(group === undefined || getgrnam(group) !== undefined
        ? []
        : [findingAbout(scope, settings.group, `Unknown group '${group}'`)]),
    ];
    for (const finding of found) findings.set(finding.message, finding);
  }
  return [...findings.values()];
}

/** Errors for every `DefaultServer on` behind the first: there can be one such server. */
function secondDefaultServers({ tree }: Checked): Finding[] {
  const { name } = settings.defaultServer;
  const lines = [tree, ...tree.sections.filter(({ kind }) => kind === "vhost")]
    .flatMap(({ entries }) => entries.filter((entry) => entry.name === name))
    .filter(({ args }) => args.length > 0 && booleanOf(args[0]) === true);
  return lines.slice(1).map(({ file, line }) => ({
    severity: "error",
    message: `${name}: ${name} has already been set ${at({ file, line })}`,
    place: { file, line },
    directive: name,
  }));
}

/** The value of `directive`; undefined for a line whose words are wrong, which is a finding already. */
function wellFormed<T>(scope: Scope, directive: Directive<T>): T | undefined {
  try {
    return scope.get(directive);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** Errors for names of servers that have no address; `override` is the one of `-S`. */
function unresolvedNames({ unresolved }: Bindings, override: string | undefined): Finding[] {
  return unresolved.map(({ server, name }) => {
    if (server.index === 0 && override !== undefined) {
      return { severity: "error", message: `unable to determine IP address of '${name}'` };
    }
    if (server.index === 0) {
      const scope = new Scope([server.section]);
      return findingAbout(scope, settings.defaultAddress, `unable to resolve '${name}'`);
    }
    const { file, line } = server.own;
    const reason = `error resolving '${name}': No such file or directory`;
    const message = `<VirtualHost>: ${reason} ${at({ file, line })}`;
    return { severity: "error", message, place: { file, line }, directive: "<VirtualHost>" };
  });
}

function findingAbout(
  scope: Scope,
  directive: Directive<unknown>,
  reason: string,
  severity: Finding["severity"] = "error",
): Finding {
  const place = scope.place(directive);
  const where = place ? ` ${at(place)}` : "";
  const message = `${directive.name}: ${reason}${where}`;
  return {
    severity,
    message,
    place: place && { file: place.file, line: place.line },
    directive: directive.name,
  };
}

/**
 * The address behind each server's `MasqueradeAddress`, or the other `directive`. A name without one is a warning, as in the
 * original: clients are told the true address then.
 */
async function masqueradesOf(
  { servers }: Configuration,
  directive: Directive<string | undefined>,
  resolve: ResolveHost,
  findings: Finding[],
): Promise<(string | null)[]> {
  const addresses: (string | null)[] = [];
  for (const { section } of servers) {
    const scope = new Scope([section]);
    const name = scope.get(directive);
    const found = name === undefined ? [] : await resolve(name);
    // PASV, which is what needs it, has room for an IPv4 address only.
    const address = found.find(({ family }) => family === "inet") ?? found[0];
    if (name !== undefined && !address) {
      const reason = `unable to resolve "${name}"`;
      findings.push(findingAbout(scope, directive, reason, "warning"));
    }
    addresses.push(address ? formatAddress(address) : null);
  }
  return addresses;
}

function handoverOf(
  options: LoadOptions,
  main: Scope,
  bindings: Bindings,
  masquerades: Pick<Handover, "masquerade" | "tlsMasquerade">,
  identity: Identity | undefined,
): Omit<Handover, "overrides" | "modules"> {
  return {
    bindings: bindings.bindings,
    defaultServer: bindings.defaultServer,
    addresses: bindings.addresses,
    ...masquerades,
    identity,
    log: {
      systemLog: main.get(settings.systemLog),
      standardError: options.standardError,
      allowLinks: main.get(settings.allowLogSymlinks),
      style: main.get(settings.logOptions),
      debugLevel: main.get(settings.debugLevel) ?? options.debugLevel,
      facility: main.get(settings.syslogFacility),
      level: main.get(settings.syslogLevel),
    },
    hostname: hostname(),
    shutdownFile: main.get(settings.shutmsgFile),
    started: Date.now(),
  };
}
