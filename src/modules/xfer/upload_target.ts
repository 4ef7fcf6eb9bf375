/**
 * What an upload is written to: which file that is, whether it may be, and what becomes of it in the
 * end. With `AllowStoreRestart`.
 *
 * @module
 */

import { type Scope, settingText, toggle } from "../../config/mod.ts";
import { O } from "../../libc/files.ts";
import { fstat } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import type { TransferStart } from "../../session/data/channel.ts";
import { demandName, demandPermission, truePath } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { allowOverwrite } from "../core/overwrite.ts";
import { withUmask } from "../core/umask.ts";
import { deleteAbortedStores } from "./delete_aborted_stores.ts";
import { type HiddenName, hiddenPath, hiddenStores, reveal } from "./hidden_stores.ts";
import { demandRegular, openRegular, type RegularFile } from "./open_regular.ts";
import { transferOptions } from "./transfer_options.ts";

/** `AllowStoreRestart`: whether uploads may continue, or add to, what is there already. */
export const allowStoreRestart = toggle(
  "AllowStoreRestart",
  ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  false,
  "boolean parameter",
);

/** How an upload meets a file that exists. */
export type Manner = "replace" | "continue" | "append" | "never";

/** The command that stores in a manner. */
export const VERB: Readonly<Record<Manner, string>> = {
  replace: "STOR",
  continue: "STOR",
  append: "APPE",
  never: "STOU",
};

/** An upload that has been asked for. All paths are inside the session's root. */
export interface Upload {
  readonly path: string;
  /** What the client wrote. */
  readonly argument: string;
  readonly manner: Manner;
  readonly start: TransferStart;
  /** The settings that hold at `path`. */
  readonly scope: Scope;
}

/** An open file for an upload. */
export interface Target {
  /** The descriptor. */
  readonly file: number;
  /** Bytes that were in it when it was opened. */
  readonly size: number;
  /** Where the file is in the end, inside the session's root and without links on the way to it. */
  readonly place: string;
  /** Whether it was not there before. */
  readonly created: boolean;
  /** Whether the name was that of a file before. */
  readonly existed: boolean;
  /** Whether it goes away when the upload is broken off. */
  readonly perishable: boolean;
  /** Gives the complete file its name; throws `FtpError`. */
  complete(): void;
  /** Removes it. */
  remove(): void;
}

const WRITING = O.WRONLY | O.NONBLOCK | O.NOCTTY;

/**
 * Opens the file to be written, creating it where it is missing. Throws `FtpError` where the
 * settings do not allow the upload, `SysError` where the file system does not.
 */
export function openTarget(session: Session, upload: Upload): Target {
  const { path, argument, manner, scope } = upload;
  demandPermission(session, VERB[manner], path, argument, "Operation not permitted");
  demandName(session, path, argument);
  const { directories, root } = session;
  const isThere = manner !== "never" && !directories.isMissing(root, path) &&
    (directories.statOf(root, path) ?? root.tryLstat(path)) !== undefined;
  if (isThere) demandReplaceable(session, upload);
  const hidden = VERB[manner] === "STOR" ? scope.get(hiddenStores) : undefined;
  if (hidden) return openHidden(session, upload, hidden, isThere);
  const perishes = scope.get(deleteAbortedStores);
  const isNew = !isThere || isMadeByLink(session, upload);
  // Otherwise never created: a link that leads nowhere must not decide where a file appears.
  const make = manner === "never" ? createUnique : create;
  const place = placeOf(session, path, !isNew);
  const { fd, size } = isNew
    ? made(make(session, path, isThere ? 0 : O.EXCL, manner), isThere)
    : openRegular(root, path, argument, WRITING | (manner === "append" ? O.APPEND : 0));
  return {
    file: fd,
    size,
    place,
    created: isNew,
    existed: !isNew,
    // What was in the file before is not this upload's to lose.
    perishable: perishes && (isNew || manner === "replace"),
    complete() {},
    // What a link led to when it was opened is not looked for again: the link goes.
    remove: () => removed(session, path),
  };
}

/** The file `fd`, just made; `byLink`: where a link leads to, and somebody may have been faster. */
function made(fd: number, byLink: boolean): RegularFile {
  return { fd, size: byLink ? fstat(fd).size : 0 };
}

/** Creates a file; `flags` besides those for writing. */
function create(session: Session, path: string, flags: number, manner: Manner): number {
  const all = WRITING | O.CREAT | flags | (manner === "append" ? O.APPEND : 0);
  return withUmask(session, path, "file", () => session.root.open(path, all, 0o666));
}

/** Creates the file of STOU; throws `FtpError` 450 for every reason, and the log tells which. */
function createUnique(session: Session, path: string, flags: number, manner: Manner): number {
  try {
    return create(session, path, flags, manner);
  } catch (error) {
    if (!isSysError(error)) throw error;
    session.log.error(`error: unable to use mkstemp(): ${error.reason}`);
    throw new FtpError(reply(450, "STOU: unable to generate unique filename"));
  }
}

/** Whether the upload is to a link that leads nowhere, and may make what it leads to. */
function isMadeByLink({ root }: Session, { path, manner, scope }: Upload): boolean {
  if (manner === "never" || !scope.get(transferOptions).allowSymlinkUpload) return false;
  return root.tryLstat(path) !== undefined && root.tryStat(path) === undefined;
}

/** Throws `FtpError` where what is there may not be changed in this manner. */
function demandReplaceable(session: Session, { path, argument, manner, scope }: Upload): void {
  // What is written from the middle takes the place of what is there as well.
  if (manner !== "append" && !scope.get(allowOverwrite)) {
    session.log.debug(
      8,
      () => `${path}: denied by ${settingText(scope, allowOverwrite)}`,
      "directory",
    );
    throw new FtpError(reply(550, `${argument}: Overwrite permission denied`));
  }
  if (manner !== "replace" && !scope.get(allowStoreRestart)) {
    demandRegular(session.root, path, argument);
    session.log.debug(
      8,
      () => `${path}: denied by ${settingText(scope, allowStoreRestart)}`,
      "directory",
    );
    throw new FtpError(reply(451, `${argument}: Append/Restart not permitted, try again`));
  }
}

/** Creates a file that gets the name `path` when it is complete. */
function openHidden(
  session: Session,
  { path, argument, manner, start }: Upload,
  name: HiddenName,
  isThere: boolean,
): Target {
  if (manner === "continue") {
    const command = start.range ? "RANG" : "REST";
    throw new FtpError(reply(501, `${command} not compatible with server configuration`));
  }
  if (isThere) demandRegular(session.root, path, argument);
  const place = placeOf(session, path, isThere);
  const hidden = hiddenPath(place, name);
  let file: number;
  try {
    file = create(session, hidden, O.EXCL, manner);
  } catch (error) {
    if (!isSysError(error, "EEXIST")) throw error;
    const text = `${argument}: Temporary hidden file ${hidden} already exists`;
    throw new FtpError(reply(550, text));
  }
  return {
    file,
    size: 0,
    place,
    created: true,
    existed: isThere,
    perishable: true,
    complete: () => reveal(session, hidden, place),
    remove: () => removed(session, hidden),
  };
}

/** Where a file really is, inside the session's root; `follow`: not where a link to it is. */
function placeOf(session: Session, path: string, follow: boolean): string {
  return truePath(session, path, follow).slice(session.root.realPrefix.length);
}

/** Removes what has come of an upload; what cannot be removed stays, and the log says so. */
function removed(session: Session, path: string): void {
  try {
    session.root.unlink(path);
  } catch (error) {
    if (!isSysError(error)) throw error;
    session.log.debug(0, `error deleting '${path}': ${error.reason}`, "xfer");
  }
}
