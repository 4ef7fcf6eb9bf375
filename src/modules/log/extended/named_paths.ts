/**
 * What `%d`, `%D`, `%f` and `%F` say of a command, by its verb, as the original does: paths as the
 * client wrote them are joined to its directory and not tidied.
 *
 * @module
 */

import { joinLexically } from "../../../fs/paths.ts";
import type { Reply } from "../../../protocol/mod.ts";
import type { Request } from "../../../session/module.ts";
import type { Session } from "../../../session/session.ts";
import type { TransferRecord } from "../../../session/transfer_record.ts";

/** One command and what became of it. */
export interface Deed {
  readonly request: Request;
  /** Undefined at the beginning and the end of the session. */
  readonly answer: Reply | undefined;
  /** The file that was transferred or deleted. */
  readonly transfer: TransferRecord | undefined;
}

/** Those that go to a directory. */
const GOING = new Set(["CWD", "XCWD"]);
const GOING_UP = new Set(["CDUP", "XCUP"]);
/** Those whose argument is a directory, for `%d` and `%D`. */
const ABOUT_DIRECTORIES = new Set([
  ...["LIST", "NLST", "MLSD", "MKD", "XMKD", "RMD", "XRMD", ...GOING, ...GOING_UP],
]);
const TELLING = new Set(["PWD", "XPWD"]);
const CHANGING_DIRECTORIES = new Set(["MKD", "XMKD", "RMD", "XRMD"]);
const UPLOADING = new Set(["STOR", "APPE"]);
/** Those about one file or directory, there or not. */
const ABOUT_NAMES = new Set(["DELE", "RNTO", "MDTM", "MLST"]);

/** `%d`: the last part of the argument of commands about directories, else where the client is. */
export function directoryName(session: Session, { request }: Deed): string {
  const { verb, argument } = request;
  return ABOUT_DIRECTORIES.has(verb) ? lastPart(argument) : session.cwd;
}

/** `%D`: the whole path of commands about directories, outside of the session's root. */
export function directoryPath(session: Session, { request }: Deed): string | undefined {
  const { verb, argument } = request;
  if (!ABOUT_DIRECTORIES.has(verb)) return undefined;
  return GOING.has(verb) ? session.root.realPath(session.cwd) : joined(session, argument);
}

/** `%f`: the path of the command's file or directory, outside of the session's root. */
export function filePath(session: Session, deed: Deed): string | undefined {
  const { request: { verb, argument }, answer, transfer } = deed;
  const { root, cwd } = session;
  if (transfer) return transfer.path;
  if (GOING.has(verb)) return root.realPath(cwd);
  if (TELLING.has(verb) || GOING_UP.has(verb)) return root.realPrefix + cwd;
  if (ABOUT_DIRECTORIES.has(verb) || ABOUT_NAMES.has(verb) || UPLOADING.has(verb)) {
    return joined(session, argument);
  }
  if (verb === "RNFR") return succeeded(answer) ? joined(session, argument) : undefined;
  const rest = VERBOSE[verb]?.exec(argument)?.[1];
  return rest === undefined ? undefined : joined(session, rest);
}

/** Commands with other words in front of the name, and how to take those away. */
const VERBOSE: Readonly<Record<string, RegExp>> = {
  MFMT: /^\S+ +(.+)$/,
  SITE: /^(?:chmod|chgrp) +\S+ +(.+)$/i,
};

/** `%F`: the path as the client sees it, of commands that transfer, make, remove or rename. */
export function shownPath(session: Session, deed: Deed): string | undefined {
  const { request: { verb, argument }, answer, transfer } = deed;
  if (transfer) return transfer.path.slice(session.root.realPrefix.length) || "/";
  const isNamed = verb === "DELE" || verb === "RNTO" || CHANGING_DIRECTORIES.has(verb) ||
    verb === "RNFR" && succeeded(answer);
  return isNamed ? joinLexically(session.cwd, argument) : undefined;
}

/** `%{basename}`: the last part of `%f`. */
export function baseName(session: Session, deed: Deed): string | undefined {
  const path = filePath(session, deed);
  if (path === undefined) return undefined;
  const { verb } = deed.request;
  const isOwn = GOING.has(verb) || GOING_UP.has(verb) || TELLING.has(verb);
  if (isOwn && path.endsWith("/")) return "/";
  return path.slice(path.lastIndexOf("/") + 1);
}

function succeeded(answer: Reply | undefined): boolean {
  return answer !== undefined && answer.code < 400;
}

/** The path outside of the root that `argument` means, as it was written. */
function joined({ cwd, root }: Session, argument: string): string {
  const path = argument.startsWith("/") ? argument : `${cwd === "/" ? "" : cwd}/${argument}`;
  return root.realPrefix + path;
}

/** What is behind the last slash, slashes at the end apart; `/` where there is nothing else. */
function lastPart(path: string): string {
  const end = path.replace(/\/+$/, "");
  if (end === "") return path === "" ? "" : "/";
  return end.slice(end.lastIndexOf("/") + 1);
}
