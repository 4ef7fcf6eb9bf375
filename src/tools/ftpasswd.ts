/**
 * `ftpasswd`: makes and changes files of users and groups (`AuthUserFile`, `AuthGroupFile`), and
 * hashes of passwords (`UserPassword`).
 *
 * @module
 */

import { hashPassword, isValidShell, matchesHash } from "../auth/mod.ts";
import { cryptSetting, preferredSetting } from "../libc/crypt.ts";
import { AT_FDCWD, tryStatAt } from "../libc/statx.ts";
import { SysError } from "../libc/sys_error.ts";
import { getpwnam, getspnam } from "../libc/users.ts";
import {
  entryOf,
  EntryRefused,
  GROUP,
  locked,
  PASSWD,
  unlocked,
  withEntry,
  withoutEntry,
} from "./account_lines.ts";
import { Interrupted, passwordFromStdin, passwordFromTerminal } from "./ask_password.ts";
import { type FtpasswdRequest, parseFtpasswdOptions } from "./ftpasswd_options.ts";
import { FTPASSWD_USAGE, FTPASSWD_VERSION } from "./ftpasswd_usage.ts";
import { print } from "./output.ts";
import { linesOf, replaceLines } from "./replace_file.ts";

/** Exit statuses, the original's. */
const NO_SUCH_ENTRY = 1;
const INTERRUPTED = 1;
const CURRENT_PASSWORD = 2;
const SYSTEM_PASSWORD = 4;
const RELATIVE_HOME = 8;
const FAILED = 255;

/** Does what `args` ask for; the result is the exit status. */
export function ftpasswd(args: readonly string[]): number {
  const asked = parseFtpasswdOptions(args);
  switch (asked.kind) {
    case "help":
      print(1, FTPASSWD_USAGE);
      return 0;
    case "version":
      print(1, FTPASSWD_VERSION);
      return 0;
    case "refuse":
      warn(asked.message);
      warn("use ftpasswd --help for details on usage");
      return FAILED;
  }
  try {
    run(asked.request);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return INTERRUPTED;
    if (error instanceof EntryRefused) {
      warn(error.message);
      return error.status;
    }
    if (!(error instanceof SysError)) throw error;
    warn(`unable to open ${error.path ?? "file"}: ${error.reason}`);
    return FAILED;
  }
}

function say(text: string): void {
  print(1, `ftpasswd: ${text}\n`);
}

function warn(text: string): void {
  print(2, `ftpasswd: ${text}\n`);
}

function run(request: FtpasswdRequest): void {
  const { kind, action, name = "" } = request;
  if (kind === "hash") return say(hashOf(request, undefined));
  const file = request.file ?? (kind === "passwd" ? "./ftpd.passwd" : "./ftpd.group");
  if (request.file !== undefined) say(`using alternate file: ${file}`);
  const lines = request.force ? [] : linesOf(file);
  const entry = entryOf(lines, name);
  if (action !== "set" && entry === undefined) throw missing(request, file);
  if (kind === "passwd" && action === "set" && request.gid === undefined) {
    warn("--passwd: missing --gid argument: default gid set to uid");
  }
  if (kind === "passwd") checkHome(request);
  say(`${entry === undefined ? "creating" : "updating"} ${kind} entry for ${noun(kind)} ${name}`);
  if (kind === "passwd" && request.shell !== undefined) checkShell(request.shell);
  const hash = wantsPassword(request) ? hashOf(request, entry?.[PASSWD.password]) : undefined;
  replaceLines(file, (found) => {
    const before = request.force ? [] : found;
    // It may have gone, or come, while somebody was typing.
    if (action !== "set" && entryOf(before, name) === undefined) throw missing(request, file);
    if (action === "delete") return withoutEntry(before, name);
    const old = entryOf(before, name);
    return kind === "passwd"
      ? withEntry(before, name, PASSWD.count, passwdFields(request, old, hash))
      : withEntry(before, name, GROUP.count, groupFields(request, old, hash));
  });
  say(`entry ${action === "delete" ? "deleted" : entry === undefined ? "created" : "updated"}`);
}

function noun(kind: FtpasswdRequest["kind"]): string {
  return kind === "group" ? "group" : "user";
}

function missing({ kind, name }: FtpasswdRequest, file: string): EntryRefused {
  return new EntryRefused(`error: no such ${noun(kind)} ${name} in ${file}`, NO_SUCH_ENTRY);
}

function checkHome({ home }: FtpasswdRequest): void {
  if (home === undefined) return;
  if (!home.startsWith("/")) {
    throw new EntryRefused("error: relative path given for home directory", RELATIVE_HOME);
  }
  if (tryStatAt(AT_FDCWD, home) === undefined) {
    warn(`--home ${home} does not exist (CreateHome can make it at the first login)`);
  }
}

function checkShell(shell: string): void {
  if (isValidShell(shell)) return;
  print(1, "\n");
  say(`${shell} is not among the valid system shells.  Use of`);
  say('"RequireValidShell off" may be required, and the PAM');
  say("module configuration may need to be adjusted.");
  print(1, "\n");
}

function wantsPassword({ kind, action, groupPassword }: FtpasswdRequest): boolean {
  return kind === "passwd" ? action === "set" || action === "password" : groupPassword;
}

/** The hash of the password that is asked for; `current` is the one that it takes the place of. */
function hashOf(request: FtpasswdRequest, current: string | undefined): string {
  const password = request.fromStdin
    ? passwordFromStdin()
    : passwordFromTerminal((password) => problemOf(password, request, current)?.message);
  if (password === undefined || password === "") {
    throw new EntryRefused("error: no password given", FAILED);
  }
  const problem = problemOf(password, request, current);
  if (problem) throw problem;
  return hashPassword(password, request.scheme ?? preferredPrefix());
}

/** How hashes of the scheme that the system prefers begin. */
function preferredPrefix(): string {
  return /^\$[^$]+\$/.exec(preferredSetting())?.[0] ?? "$6$";
}

/** Why `password` is not taken. */
function problemOf(
  password: string,
  { name = "", notPrevious, notSystem }: FtpasswdRequest,
  current: string | undefined,
): EntryRefused | undefined {
  const standIn = cryptSetting("");
  if (password.length > 511 || password.includes("\0")) {
    return new EntryRefused("error: that password is too long, or has a NUL in it", FAILED);
  }
  if (notPrevious && current !== undefined && matchesHash(password, current, standIn)) {
    return new EntryRefused("error: password matches current password", CURRENT_PASSWORD);
  }
  const system = notSystem ? getspnam(name)?.password ?? getpwnam(name)?.password : undefined;
  if (system !== undefined && matchesHash(password, system, standIn)) {
    return new EntryRefused("error: password matches system password", SYSTEM_PASSWORD);
  }
  return undefined;
}

/** The fields that a user's entry gets. */
function passwdFields(
  { action, uid, gid, gecos, home = "", shell = "" }: FtpasswdRequest,
  before: readonly string[] | undefined,
  hash: string | undefined,
): Record<number, string> {
  const password = before?.[PASSWD.password] ?? "";
  switch (action) {
    case "password":
      return { [PASSWD.password]: hash ?? "" };
    case "home":
      return { [PASSWD.home]: home };
    case "lock":
      return { [PASSWD.password]: locked(password) };
    case "unlock":
      return { [PASSWD.password]: unlocked(password) };
    default:
      return {
        [PASSWD.password]: hash ?? "",
        [PASSWD.uid]: `${uid}`,
        [PASSWD.gid]: `${gid ?? uid}`,
        [PASSWD.gecos]: gecos,
        [PASSWD.home]: home,
        [PASSWD.shell]: shell,
      };
  }
}

/** The fields that a group's entry gets. */
function groupFields(
  { action, gid, members, added, removed }: FtpasswdRequest,
  before: readonly string[] | undefined,
  hash: string | undefined,
): Record<number, string> {
  if (action === "members") {
    const present = (before?.[GROUP.members] ?? "").split(",").filter((name) => name !== "");
    const wanted = [...new Set([...present, ...added])].filter((name) => !removed.includes(name));
    return { [GROUP.members]: wanted.join(",") };
  }
  return {
    [GROUP.password]: hash ?? "x",
    [GROUP.gid]: `${gid}`,
    [GROUP.members]: members.join(","),
  };
}
