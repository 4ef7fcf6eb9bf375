/**
 * Reading the configuration: the file, the servers in it, where they listen, as whom to run.
 *
 * @module
 */

import {
  checkConfiguration,
  type Checked,
  type Configuration,
  type Directive,
  type Finding,
  findingAbout,
  freeze,
  hasErrors,
  type Json,
  type Materials,
  type Note,
  Scope,
  type Server,
  SETTINGS_DEPTH,
  settingsNotes,
  type Vocabulary,
  wellFormed,
} from "../config/mod.ts";
import type { Binding, Handover, Identity } from "../config/handover.ts";
import { getgrnam, getpwnam } from "../libc/users.ts";
import { getuid, hostname } from "../libc/process.ts";
import { formatAddress } from "../net/mod.ts";
import { environment } from "../libc/environment.ts";
import { asRoot } from "../privilege/mod.ts";
import * as settings from "../settings/mod.ts";
import type { StapleTask } from "../staples/mod.ts";
import { type Bindings, bindingsOf, type ResolveHost, unresolvedIn } from "./bindings.ts";
import { configSource } from "./config_source.ts";
import {
  limitsWithoutScoreboard,
  secondDefaultServers,
  unknownNames,
  unresolvedNames,
} from "./load_findings.ts";

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
  /** Further errors of a configuration, which may have some; asked as root. */
  readonly faults: (configuration: Checked) => readonly Finding[];
  /**
   * The files that sessions need the contents of; asked as root. With `onlyFindings` there are errors
   * already: nobody will use the contents.
   */
  readonly materials: (configuration: Checked, onlyFindings: boolean) => FoundMaterials;
  /** What sessions get of a configuration without errors: hashes of passwords are apart, by name. */
  readonly withHiddenHashes: (checked: Checked) => {
    readonly configuration: Checked;
    readonly hashes: ReadonlyMap<string, string>;
  };
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
  /** The configuration, whatever is wrong with it. */
  readonly checked: Checked;
  readonly loaded: Loaded | undefined;
}

/** Reads and checks everything. Problems of the file become findings; nothing is thrown for them. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const notes: Note[] = [{ depth: 2, text: `reading '${options.file}'` }];
  const checked = check(options, (note) => void notes.push(note));
  const findings: Finding[] = [...checked.findings];
  const main = new Scope([checked.servers[0].section]);
  findings.push(
    ...unknownNames(checked),
    ...secondDefaultServers(checked),
    ...asRoot(() => [...options.faults(checked)]),
    ...limitsWithoutScoreboard(checked, options.vocabulary),
  );
  const { resolve, serverAddress: override } = options;
  const place = {
    resolve,
    override,
    ipv6: options.ipv6 ?? wellFormed(() => main.get(settings.useIPv6)) ?? true,
    hostname: hostname(),
  };
  const bindings = hasErrors(findings) ? undefined : await bindingsOf(checked, place);
  const unresolved = bindings?.unresolved ?? await unresolvedIn(checked, place);
  findings.push(...unresolvedNames(unresolved, override));
  const masquerade = await masqueradesOf(checked, settings.masqueradeAddress, resolve, findings);
  const tlsMasquerade = await masqueradesOf(
    checked,
    settings.tlsMasqueradeAddress,
    resolve,
    findings,
  );
  const onlyFindings = hasErrors(findings);
  const { materials: files, staples, findings: faults } = asRoot(() =>
    options.materials(checked, onlyFindings)
  );
  findings.push(...faults);
  if (bindings === undefined || hasErrors(findings)) {
    return { findings, notes, checked, loaded: undefined };
  }
  if ((main.get(settings.debugLevel) ?? options.debugLevel) >= SETTINGS_DEPTH) {
    notes.push(...settingsNotes(checked, serverNameOf));
  }
  notes.push(...bindings.bindings.map((binding) => bindingNote(checked, binding)));
  const identity = identityOf(main);
  if (identity) {
    notes.push({ depth: 10, text: `User has uid ${identity.uid}, Group gid ${identity.gid}` });
  }
  const masquerades = { masquerade, tlsMasquerade };
  const handover = handoverOf(options, checked, bindings, masquerades, identity);
  const { configuration, hashes } = options.withHiddenHashes(checked);
  const materials = new Map([...files, ...hashes]);
  const snapshot = freeze(configuration, handover as unknown as Json, materials);
  return {
    findings,
    notes,
    checked,
    loaded: { configuration, main, bindings, handover, materials, staples, snapshot },
  };
}

/** Reads the file: at HUP, too, when the daemon is root no longer, since it may be for root's eyes only. */
function check(options: LoadOptions, onNote: (note: Note) => void): Checked {
  return asRoot(() => {
    const env = environment();
    return checkConfiguration(options.file, configSource, {
      ...options.vocabulary,
      defines: options.defines,
      modules: options.modules,
      env: (name) => env.get(name),
      onNote,
    });
  });
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

/**
 * The address behind each server's `directive`, `MasqueradeAddress` or its like. A name without one is
 * a warning, as in the original: clients are told the true address then.
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
    const name = wellFormed(() => scope.get(directive));
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
  { servers }: Checked,
  bindings: Bindings,
  masquerades: Pick<Handover, "masquerade" | "tlsMasquerade">,
  identity: Identity | undefined,
): Handover {
  const sections = servers.map(({ section }) => section);
  const main = new Scope([sections[0]]);
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
      usualDebugLevel: options.debugLevel,
      facility: main.get(settings.syslogFacility),
      level: main.get(settings.syslogLevel),
    },
    hostname: hostname(),
    shutdownFile: main.get(settings.shutmsgFile),
    started: Date.now(),
    overrides: sections.some((section) => settings.heedsOverrides(new Scope([section]), section)),
    modules: settings.modulesAskedFor(sections),
  };
}
