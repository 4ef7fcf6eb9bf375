/**
 * What the daemon does about TLS when it reads its configuration: reads the files, tries all of it, and
 * says what is wrong with which. A server that cannot do what its configuration says does not start.
 *
 * @module
 */

import {
  type Checked,
  type Directive,
  type Finding,
  findingAbout,
  hasErrors,
  Scope,
  type Server,
  wellFormed,
} from "../../config/mod.ts";
import { OpenSslError } from "../../libc/openssl/errors.ts";
import type { AskPassPhrase } from "../../libc/openssl/key_files.ts";
import { OpenSslMissing } from "../../libc/openssl/library.ts";
import { SysError } from "../../libc/sys_error.ts";
import { port, serverName, tlsEngine } from "../../settings/mod.ts";
import { asksClients, tlsVerifyOrder } from "./clients.ts";
import { contextOf, UnusableSetting } from "./context.ts";
import { certificateDirectives, doubtfulCertificates } from "./doubtful_certificates.ts";
import {
  directoryDirectives,
  fileDirectives,
  materialName,
  tlsPassPhraseProvider,
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

/** Nobody is asked for the pass phrase of a key, since the server does not start anyway. */
class NotAsked extends Error {
  override readonly name = "NotAsked";
}

/**
 * The contents of files by path, and what is wrong with them and with the settings about TLS. With
 * `onlyFindings` the configuration has errors: no pass phrase is asked for then, and nothing is said of
 * what depends on one, on a line whose words are wrong or on one that is not in the tree.
 */
export function tlsMaterials(
  { servers, isWhole }: Checked,
  onlyFindings = false,
): {
  readonly materials: Map<string, string>;
  readonly staples: readonly StapleTask[];
  readonly findings: readonly Finding[];
} {
  const materials = new Map<string, string>();
  const findings = new Map<string, Finding>(); // by message: a <Global> line is every server's
  const main = new Scope([servers[0].section]);
  const secured = servers.filter(({ section }) =>
    wellFormed(() => new Scope([section]).get(tlsEngine))
  );
  const problem = secured.length === 0 ? undefined : wellFormed(() => problemOf(main));
  if (problem !== undefined) {
    const finding = findingAbout(main, tlsPassPhraseProvider, problem);
    findings.set(finding.message, finding);
  }
  const staples = new Map<string, StapleTask>(); // by fingerprint
  for (const server of secured) {
    const config = new Scope([server.section]);
    const ask = (kind: string): AskPassPhrase => {
      if (!onlyFindings && problem === undefined) {
        return askProvider(main, `${config.get(serverName)}:${config.get(port)}`, kind);
      }
      return () => {
        throw new NotAsked();
      };
    };
    const idle = isWhole ? wellFormed(() => idleSettings(config, main)) ?? [] : [];
    const found = gather(config, server, { materials, staples }, ask, isWhole);
    for (const finding of [...found, ...idle]) findings.set(finding.message, finding);
  }
  return { materials, staples: [...staples.values()], findings: [...findings.values()] };
}

/** What `look` gives; undefined where it depends on a line whose words are wrong or on a pass phrase. */
function judged<T>(look: () => T): T | undefined {
  try {
    return wellFormed(look);
  } catch (error) {
    if (error instanceof NotAsked) return undefined;
    throw error;
  }
}

/** Reads the files of one server and tries to work with them, as far as nothing is missing for that. */
function gather(
  config: Scope,
  server: Server,
  { materials, staples }: {
    readonly materials: Map<string, string>;
    readonly staples: Map<string, StapleTask>;
  },
  ask: (kind: string) => AskPassPhrase,
  isWhole: boolean,
): Finding[] {
  const readings = [
    ...fileDirectives.map((directive) =>
      judged(() => gatherFile(config, directive, materials, ask))
    ),
    ...directoryDirectives.map((directive) =>
      judged(() => gatherDirectory(config, directive, materials))
    ),
    judged(() => gatherKeys(config, materials)),
  ];
  const found = readings.flatMap((findings) => findings ?? []);
  if (!isWhole || readings.includes(undefined) || hasErrors(found)) return found;
  return [...found, ...judged(() => tried(config, server, { materials, staples })) ?? []];
}

/** Works with what has been read for one server. */
function tried(
  config: Scope,
  server: Server,
  { materials, staples }: {
    readonly materials: ReadonlyMap<string, string>;
    readonly staples: Map<string, StapleTask>;
  },
): Finding[] {
  const faults = contradictions(config, server);
  if (faults.length > 0) return faults;
  try {
    contextOf(config, (name) => materials.get(name)).context.free();
    const unstapled = addStapleTasks(staples, config, (name) => materials.get(name));
    return [
      ...doubtfulCertificates(config, materials),
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

/** Reads the file that `directive` names, if it does: what is wrong with it. */
function gatherFile(
  config: Scope,
  directive: Directive<string | undefined>,
  materials: Map<string, string>,
  ask: (kind: string) => AskPassPhrase,
): Finding[] {
  const path = config.get(directive);
  if (path === undefined || materials.has(path)) return [];
  try {
    materials.set(path, plainMaterial(config, directive, path, ask));
    return [];
  } catch (error) {
    return [unreadableFile(config, directive, path, error)];
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

/** Reads the directory that `directive` names, if it does: what is wrong with it. */
function gatherDirectory(
  config: Scope,
  directive: (typeof directoryDirectives)[number],
  materials: Map<string, string>,
): Finding[] {
  const path = config.get(directive);
  if (path === undefined) return [];
  const name = materialName(directive, path);
  if (materials.has(name)) return [];
  try {
    const { contents, warnings } = hashedDirectory(directive, path);
    materials.set(name, contents);
    return warnings.map((text) => findingAbout(config, directive, text, "warning"));
  } catch (error) {
    return [
      error instanceof UnusableDirectory
        ? findingAbout(config, directive, error.message)
        : unreadableFile(config, directive, path, error),
    ];
  }
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
