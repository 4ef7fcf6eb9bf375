/**
 * Where users come from: `AuthOrder`, `AuthUserFile`, `AuthGroupFile`, `PersistentPasswd`.
 *
 * @module
 */

import {
  type AuthFile,
  type AuthFileKind,
  authFileProblem,
  Chain,
  type Link,
  openFileSource,
  openUnixSource,
  type PasswordCheck,
} from "../../auth/mod.ts";
import { type Arguments, type Directive, type Scope, toggle } from "../../config/mod.ts";
import { compileRegex } from "../../libc/regex.ts";
import type { SystemLog } from "../../log/mod.ts";
import { asRoot } from "../../privilege/mod.ts";
import { hasFileOption } from "./file_options.ts";
import { magicToken } from "./unix_options.ts";
import { compiledIn, loadable } from "../module_names.ts";

/** One source in `AuthOrder`. */
export interface OrderedSource {
  /** As `proftpd -l` spells it. */
  readonly module: string;
  /** Whether those behind are not asked any more. */
  readonly authoritative: boolean;
}

const FILE = "mod_auth_file.c";
const UNIX = "mod_auth_unix.c";
const PAM = "mod_auth_pam.c";
const BUILT = [PAM, FILE, UNIX];

/** `AuthOrder mod_x.c[*] ...`; undefined means all there are. */
export const authOrder: Directive<readonly OrderedSource[] | undefined> = {
  name: "AuthOrder",
  contexts: ["server", "vhost", "global"],
  syntax: "AuthOrder mod_x.c[*] ...",
  fallback: undefined,
  once: true,
  parse(args) {
    args.atLeast(1);
    return args.words.map((word, index) => {
      const authoritative = word.endsWith("*");
      const module = authoritative ? word.slice(0, -1) : word;
      const last = index === args.words.length - 1;
      if (!BUILT.includes(module)) missing(args, module, authoritative && !last);
      return { module, authoritative };
    });
  },
};

/** A source that is not there: an error if `decisive`, since it could refuse what those behind it allow. */
function missing(args: Arguments, module: string, decisive: boolean): void {
  const known = [...compiledIn, ...loadable].includes(module);
  if (known && decisive) {
    args.fail(
      `${module} is not supported by this server yet, and what it refuses must not be allowed`,
    );
  }
  args.warn(
    known ? `${module} is not supported by this server yet, ignored` : `no module '${module}'`,
  );
}

/** A file of users or groups as the configuration has it: patterns not compiled yet. */
interface FileSetting {
  readonly path: string;
  readonly ids?: { readonly min: number; readonly max: number };
  readonly name?: string;
  readonly home?: string;
}

/** `AuthUserFile path [id min-max] [home regex] [name regex]`. */
export const authUserFile: Directive<FileSetting | undefined> = {
  name: "AuthUserFile",
  contexts: ["server", "vhost", "global"],
  syntax: "AuthUserFile path [id min-max] [home regex] [name regex]",
  fallback: undefined,
  parse: (args) => parseFile(args, ["id", "home", "name"]),
};

/** `AuthGroupFile path [id min-max] [name regex]`. */
export const authGroupFile: Directive<FileSetting | undefined> = {
  name: "AuthGroupFile",
  contexts: ["server", "vhost", "global"],
  syntax: "AuthGroupFile path [id min-max] [name regex]",
  fallback: undefined,
  parse: (args) => parseFile(args, ["id", "name"]),
};

/** `PersistentPasswd`: whether names of system users stay known inside a jail. */
export const persistentPasswd = toggle("PersistentPasswd", ["server", "vhost", "global"], false);

function parseFile(args: Arguments, words: readonly string[]): FileSetting {
  args.between(1, Infinity);
  const path = args.word(0);
  if (!path.startsWith("/")) {
    args.fail(`unable to use relative path for ${args.name} '${path}'.`);
  }
  const setting: { -readonly [K in keyof FileSetting]: FileSetting[K] } = { path };
  for (let i = 1; i < args.words.length; i += 2) {
    const word = args.words[i].toLowerCase();
    if (!words.includes(word)) args.fail(`: unknown restriction '${args.words[i]}'`);
    const value = args.word(i + 1);
    if (word === "id") setting.ids = parseIds(args, value);
    else if (word === "home") setting.home = value;
    else setting.name = value;
  }
  return setting;
}

function parseIds(args: Arguments, value: string): { min: number; max: number } {
  const match = /^(\d+)-(\d+)$/.exec(value);
  const [min, max] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || min > max) args.fail(`invalid range of ids '${value}': expected min-max`);
  return { min, max };
}

/** Opens the check of passwords by PAM; undefined where `AuthPAM` is off or there is no PAM. */
export type OpenPam = (config: Scope, log: SystemLog, host: string) => PasswordCheck | undefined;

/**
 * Opens the sources of a server, beside the `main` one, for a client called `host`. `openPam` is missing where no server
 * asks PAM. A file that must not be used (readable by everybody, say) is logged
 * and left out: nobody from it can log in.
 */
export function openSources(
  config: Scope,
  main: Scope,
  log: SystemLog,
  host: string,
  openPam?: OpenPam,
): Chain {
  const insecure = hasFileOption("InsecurePerms", config, main);
  const users = config.get(authUserFile);
  const groups = config.get(authGroupFile);
  const order = config.get(authOrder) ??
    BUILT.map((module) => ({ module, authoritative: false }));
  const links: Link[] = [];
  for (const { module, authoritative } of order) {
    if (module === FILE && (users || groups)) {
      const source = asRoot(() => {
        try {
          return openFileSource(
            usable(users, "AuthUserFile", insecure, log),
            usable(groups, "AuthGroupFile", insecure, log),
          );
        } catch (error) {
          log.error(`${FILE}: ${error instanceof Error ? error.message : String(error)}`);
          // It knows nobody, but keeps its place: an authoritative source that fails lets nobody in.
          return openFileSource(undefined, undefined);
        }
      });
      links.push({ source, authoritative });
    } else if (module === UNIX) {
      const source = openUnixSource({
        privileged: (work) => asRoot(work as () => never),
        persistent: config.get(persistentPasswd),
        magicToken: magicToken(config),
      });
      links.push({ source, authoritative });
    } else if (module === PAM) {
      const source = openPam?.(config, log, host);
      if (source !== undefined) links.push({ source, authoritative });
    }
  }
  log.debug(
    3,
    () =>
      `AuthOrder in effect: ${
        links.map(({ source, authoritative }) => source.module + (authoritative ? "*" : "")).join(
          " ",
        )
      }`,
    "auth",
  );
  return new Chain(links, (text) => log.debug(5, text, "auth"));
}

function usable(
  setting: FileSetting | undefined,
  kind: AuthFileKind,
  insecure: boolean,
  log: SystemLog,
): AuthFile | undefined {
  if (!setting) return undefined;
  const problem = insecure ? undefined : authFileProblem(setting.path, kind);
  if (problem !== undefined) {
    log.error(problem);
    return undefined;
  }
  return {
    path: setting.path,
    ids: setting.ids,
    name: matcher(setting.name),
    home: matcher(setting.home),
  };
}

/** A test by a POSIX regular expression; `!` in front turns it round. */
function matcher(pattern: string | undefined): ((text: string) => boolean) | undefined {
  if (pattern === undefined) return undefined;
  const negated = pattern.startsWith("!");
  const regex = compileRegex(negated ? pattern.slice(1) : pattern);
  return (text) => regex.test(text) === !negated;
}
