/**
 * `CreateHome`: users whose home directory is missing get one when they log in. Loaded where the
 * configuration has such a line.
 *
 * @module
 */

import type { Account } from "../../../auth/mod.ts";
import type { Arguments, Directive, Scope } from "../../../config/mod.ts";
import { joinLexically } from "../../../fs/paths.ts";
import { AT_FDCWD, statAt } from "../../../libc/statx.ts";
import { SysError } from "../../../libc/sys_error.ts";
import { asRoot, asUser } from "../../../privilege/mod.ts";
import type { Module } from "../../../session/module.ts";
import { Rehearsed } from "../../../session/rehearsal/rehearsed.ts";
import type { Session } from "../../../session/session.ts";
import { umask } from "../../core/umask.ts";
import { credentialsOf } from "../jail.ts";
import { makeHome } from "./make_home.ts";
import { rewriteHome } from "./rewrite_home.ts";

/** The id of somebody: a number, or `~` for that of the home. */
type Id = number | "~";

/** How homes are made; undefined: not at all. */
export interface HomeMaking {
  /** Permission bits of the home itself, and of missing directories on the way to it. */
  readonly mode: number;
  readonly parentMode: number;
  /** Owner of the directories on the way; the home itself is the user's. */
  readonly uid: Id;
  readonly gid: Id;
  /** The home's group; undefined for the user's. */
  readonly homeGid: number | undefined;
  /** An absolute path: what is in there is copied. */
  readonly skeleton: string | undefined;
  /** Whether all this is done with the rights of root, where there are any, or of the user. */
  readonly asRoot: boolean;
}

/** `CreateHome off|on [mode] [skel path] [dirmode mode] [uid id] [gid id] [homegid id] [NoRootPrivs]`. */
export const createHome: Directive<HomeMaking | undefined> = {
  name: "CreateHome",
  contexts: ["server", "vhost", "global"],
  syntax:
    "CreateHome off|on [mode] [skel path] [dirmode mode] [uid id|~] [gid id|~] [homegid id] [NoRootPrivs]",
  fallback: undefined,
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    return args.boolean() ? making(args) : undefined;
  },
};

function making(args: Arguments): HomeMaking {
  const { words } = args;
  let made: HomeMaking = {
    mode: 0o700,
    parentMode: 0o711,
    uid: 0,
    gid: 0,
    homeGid: undefined,
    skeleton: undefined,
    asRoot: true,
  };
  for (let at = 1; at < words.length; at += 2) {
    switch (args.word(at).toLowerCase()) {
      case "skel":
        made = { ...made, skeleton: skeletonPath(args, at + 1) };
        break;
      case "dirmode":
        made = { ...made, parentMode: mode(args, at + 1, "bad mode parameter") };
        break;
      case "uid":
        made = { ...made, uid: id(args, at + 1, "UID") };
        break;
      case "gid":
        made = { ...made, gid: id(args, at + 1, "GID") };
        break;
      case "homegid":
        made = { ...made, homeGid: numericId(args, at + 1, "GID") };
        break;
      case "norootprivs":
        made = { ...made, asRoot: false };
        at--;
        break;
      default:
        if (at > 1) args.fail(`unknown parameter: '${words[at]}'`);
        made = { ...made, mode: mode(args, at, ": bad mode parameter") };
        at--;
    }
  }
  return made;
}

function skeletonPath(args: Arguments, at: number): string {
  const path = args.word(at);
  if (!path.startsWith("/")) args.fail(`skel path '${path}' is not a full path`);
  return path;
}

function mode(args: Arguments, at: number, problem: string): number {
  const word = args.word(at);
  if (!/^[0-7]{1,4}$/.test(word)) args.fail(`${problem}: '${word}'`);
  return parseInt(word, 8);
}

function id(args: Arguments, at: number, what: string): Id {
  return args.word(at) === "~" ? "~" : numericId(args, at, what);
}

/** The largest id; the number behind it means "leave it" to chown(2). */
const LARGEST_ID = 0xffff_fffe;

function numericId(args: Arguments, at: number, what: string): number {
  const word = args.word(at);
  if (!/^\d{1,10}$/.test(word) || Number(word) > LARGEST_ID) {
    args.fail(`bad ${what} parameter: '${word}'`);
  }
  return Number(word);
}

/** The part of mod_auth.c that makes homes. Rehearsals end where one would be made. */
export const homes: Module = {
  name: "mod_auth.c",
  directives: [createHome, rewriteHome],
  open: (session) => ({
    beforeEntry(account, config, anonymous) {
      if (!anonymous) makeMissingHome(session, account, config);
    },
  }),
};

/** Makes the home of `account` where it is missing and the settings say so. What fails is logged. */
function makeMissingHome(session: Session, account: Account, config: Scope): void {
  const wanted = config.get(createHome);
  if (wanted === undefined || !account.home.startsWith("/")) return;
  const home = joinLexically("/", account.home);
  const { log } = session;
  const make = () => {
    if (!isMissing(session, home)) return;
    if (session.isRehearsal) throw new Rehearsed(`make the home directory ${home}`);
    log.debug(3, `creating home directory '${home}' for user '${account.name}'`);
    const own = (id: Id, users: number) => id === "~" ? users : id;
    const group = wanted.homeGid ?? account.gid;
    try {
      makeHome(home, {
        ...wanted,
        parents: { uid: own(wanted.uid, account.uid), gid: own(wanted.gid, group) },
        user: { uid: account.uid, gid: account.gid },
        group,
        umask: maskOf(config),
        warn: (text) => log.warning(text),
        tell: (depth, text) => log.debug(depth, text),
      });
      log.debug(3, `home directory '${home}' created`);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      log.warning(`error creating '${error.path ?? home}': ${error.reason}`);
    }
  };
  if (wanted.asRoot) asRoot(make);
  else asUser(credentialsOf(account), make);
}

function isMissing({ log }: Session, home: string): boolean {
  try {
    statAt(AT_FDCWD, home);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (error.code === "ENOENT") return true;
    log.warning(`error checking '${home}': ${error.reason}`);
  }
  return false;
}

/** As in the original the mask for directories counts, and the one that holds without a line does not. */
function maskOf(config: Scope): number {
  const { file, directory } = config.get(umask);
  return config.has(umask) ? directory ?? file : 0;
}
