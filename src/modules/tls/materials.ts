/**
 * What the daemon does about TLS when it reads its configuration: reads the files, tries all of it, and
 * says what is wrong with which. A server that cannot do what its configuration says does not start.
 *
 * @module
 */

import {
  type Configuration,
  type Directive,
  type Finding,
  findingAbout,
  Scope,
  type Server,
} from "../../config/mod.ts";
import { factsOf } from "../../libc/openssl/certificates.ts";
import { OpenSslError } from "../../libc/openssl/errors.ts";
import type { AskPassPhrase } from "../../libc/openssl/key_files.ts";
import { OpenSslMissing } from "../../libc/openssl/library.ts";
import { AT_FDCWD, statAt } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { port, serverName, tlsEngine } from "../../settings/mod.ts";
import { asksClients, tlsVerifyOrder } from "./clients.ts";
import { contextOf, UnusableSetting } from "./context.ts";
import {
  directoryDirectives,
  fileDirectives,
  materialName,
  pairs,
  tlsCertificateChainFile,
  tlsPassPhraseProvider,
  tlsPkcs12File,
} from "./files.ts";
import { hashedDirectory, UnusableDirectory } from "./hashed_directory.ts";
import { idleSettings } from "./idle_settings.ts";
import { askProvider, NoPassPhrase, problemOf } from "./pass_phrase.ts";
import { plainMaterial } from "./plain_material.ts";
import { optionsOf } from "./options.ts";
import {
  keyPath,
  preSharedKeysOf,
  readKey,
  tlsPreSharedKey,
  UnusableKey,
} from "./pre_shared_keys.ts";
import { tlsRequired } from "./required.ts";
import { addStapleTasks } from "./stapling/tasks.ts";
import type { StapleTask } from "../../staples/mod.ts";

/** The contents of files by path, and what is wrong with them and with the settings about TLS. */
export function tlsMaterials(
  { servers }: Configuration,
): {
  readonly materials: Map<string, string>;
  readonly staples: readonly StapleTask[];
  readonly findings: readonly Finding[];
} {
  const materials = new Map<string, string>();
  const findings = new Map<string, Finding>(); // by message: a <Global> line is every server's
  const main = new Scope([servers[0].section]);
  const secured = servers.filter(({ section }) => new Scope([section]).get(tlsEngine));
  const problem = secured.length === 0 ? undefined : problemOf(main);
  if (problem !== undefined) {
    const findings = [findingAbout(main, tlsPassPhraseProvider, problem)];
    return { materials, staples: [], findings };
  }
  const staples = new Map<string, StapleTask>(); // by fingerprint
  for (const server of secured) {
    const config = new Scope([server.section]);
    const name = `${config.get(serverName)}:${config.get(port)}`;
    const ask = (kind: string) => askProvider(main, name, kind);
    for (
      const finding of [
        ...gather(config, server, { materials, staples }, ask),
        ...idleSettings(config, main),
      ]
    ) findings.set(finding.message, finding);
  }
  return { materials, staples: [...staples.values()], findings: [...findings.values()] };
}

/** Reads the files of one server and tries to work with them. */
function gather(
  config: Scope,
  server: Server,
  { materials, staples }: {
    readonly materials: Map<string, string>;
    readonly staples: Map<string, StapleTask>;
  },
  ask: (kind: string) => AskPassPhrase,
): Finding[] {
  const unreadable = fileDirectives.flatMap((directive) => {
    const path = config.get(directive);
    if (path === undefined || materials.has(path)) return [];
    try {
      materials.set(path, plainMaterial(config, directive, path, ask));
      return [];
    } catch (error) {
      return [unreadableFile(config, directive, path, error)];
    }
  });
  const { errors, warnings: doubts } = gatherDirectories(config, materials);
  unreadable.push(...errors, ...gatherKeys(config, materials));
  if (unreadable.length > 0) return unreadable;
  const faults = contradictions(config, server);
  if (faults.length > 0) return faults;
  try {
    contextOf(config, (name) => materials.get(name)).context.free();
    const unstapled = addStapleTasks(staples, config, (name) => materials.get(name));
    return [
      ...doubts,
      ...warnings(config, materials),
      ...unstapled.map(({ directive, reason }) =>
        findingAbout(config, directive, reason, "warning")
      ),
    ];
  } catch (error) {
    if (error instanceof UnusableSetting) {
      const { directive, subject, reason } = error;
      return [findingAbout(config, directive, `unable to use '${subject}': ${reason}`)];
    }
    if (error instanceof OpenSslMissing) return [findingAbout(config, tlsEngine, error.message)];
    throw error;
  }
}

/** Reads the keys that one server has in common with clients: what is wrong with them. */
function gatherKeys(config: Scope, materials: Map<string, string>): Finding[] {
  return preSharedKeysOf(config).flatMap(({ source }) => {
    if (materials.has(source)) return [];
    try {
      materials.set(source, readKey(source));
      return [];
    } catch (error) {
      return [
        error instanceof UnusableKey
          ? findingAbout(config, tlsPreSharedKey, error.message)
          : unreadableFile(config, tlsPreSharedKey, keyPath(source), error),
      ];
    }
  });
}

/** Reads the directories of one server. */
function gatherDirectories(
  config: Scope,
  materials: Map<string, string>,
): { readonly errors: readonly Finding[]; readonly warnings: readonly Finding[] } {
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  for (const directive of directoryDirectives) {
    const path = config.get(directive);
    if (path === undefined) continue;
    const name = materialName(directive, path);
    if (materials.has(name)) continue;
    try {
      const found = hashedDirectory(directive, path);
      materials.set(name, found.contents);
      warnings.push(
        ...found.warnings.map((text) => findingAbout(config, directive, text, "warning")),
      );
    } catch (error) {
      errors.push(
        error instanceof UnusableDirectory
          ? findingAbout(config, directive, error.message)
          : unreadableFile(config, directive, path, error),
      );
    }
  }
  return { errors, warnings };
}

/** What is wrong with the file at `path`, by what was thrown where it was read. */
function unreadableFile(
  config: Scope,
  directive: Directive<unknown>,
  path: string,
  error: unknown,
): Finding {
  if (error instanceof SysError) {
    return findingAbout(config, directive, `unable to read '${path}': ${error.reason}`);
  }
  if (error instanceof OpenSslError || error instanceof NoPassPhrase) {
    return findingAbout(config, directive, `unable to use '${path}': ${error.message}`);
  }
  if (error instanceof OpenSslMissing) return findingAbout(config, tlsEngine, error.message);
  throw error;
}

/** What works, and not for long, or not for everybody, or for too many. */
function warnings(config: Scope, materials: ReadonlyMap<string, string>): Finding[] {
  const findings: Finding[] = [];
  const warn = (directive: Directive<unknown>, reason: string) =>
    void findings.push(findingAbout(config, directive, reason, "warning"));
  for (
    const directive of [...certificateDirectives, tlsCertificateChainFile]
  ) {
    const path = config.get(directive);
    if (path === undefined) continue;
    for (const { subject, validity } of factsOf(materials.get(path) ?? "")) {
      if (validity !== "valid") {
        warn(
          directive,
          `certificate '${subject}' in '${path}' is ${validity}`,
        );
      }
    }
  }
  const readable = (directive: Directive<string | undefined>) => {
    const path = config.get(directive);
    if (path === undefined || (statAt(AT_FDCWD, path).mode & OTHERS) === 0) return;
    warn(directive, `private key '${path}' can be read by others than its owner and group`);
  };
  readable(tlsPkcs12File);
  for (const { certificate, key, kind } of pairs) {
    const own = config.get(certificate);
    const [facts] = own === undefined ? [] : factsOf(materials.get(own) ?? "");
    if (facts && facts.kind !== kind) {
      const found = facts.kind ?? "another one";
      warn(certificate, `certificate '${own}': expected ${kind} certificate, found ${found}`);
    }
    readable(config.has(key) ? key : certificate);
  }
  return findings;
}

/** Each names a file with a certificate of the server's own. */
const certificateDirectives = [...pairs.map(({ certificate }) => certificate), tlsPkcs12File];

/** Permissions of everybody. */
const OTHERS = 0o007;

/** Settings that do not go together. */
function contradictions(config: Scope, { section }: Server): Finding[] {
  if (!certificateDirectives.some((directive) => config.has(directive))) {
    return [findingAbout(config, tlsEngine, "no certificate is configured")];
  }
  if (asksClients(config) && config.get(tlsVerifyOrder).includes("ocsp")) {
    const reason = "certificates of clients cannot be verified by OCSP here, but by lists " +
      "(TLSCARevocationFile, TLSCARevocationPath)";
    return [findingAbout(config, tlsVerifyOrder, reason)];
  }
  const areas = section.sections.filter(({ kind }) => kind === "anonymous");
  const scopes = [config, ...areas.map((area) => config.inside(area))];
  if (optionsOf(config).has("AllowPerUser")) {
    const early = scopes.find((scope) => scope.get(tlsRequired).auth);
    if (early) {
      const reason =
        "cannot enforce both 'TLSRequired auth' and 'TLSOptions AllowPerUser' at the " +
        "same time";
      return [findingAbout(early, tlsRequired, reason)];
    }
  }
  return [];
}
