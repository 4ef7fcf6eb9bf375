/**
 * What SITE CHMOD and SITE CHGRP have in common: two parts of an argument, and what must be allowed.
 *
 * @module
 */

import { errno, strerror } from "../../libc/errno.ts";
import type { Stat } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { firstSiteWord, FtpError, reply, siteName } from "../../protocol/mod.ts";
import { demandUnguarded } from "../../session/guarded_path.ts";
import type { Request } from "../../session/module.ts";
import { permit, permitsName } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";

/**
 * The first word and the name behind it, either of which may stand between double quotes; throws
 * `FtpError` 500 where there is no name.
 */
export function twoParts({ verb, argument }: Request): { first: string; rest: string } {
  const { word: first, rest: text } = firstSiteWord(argument);
  const rest = siteName(text.replace(/^ +/, ""));
  if (rest !== "") return { first, rest };
  const line = `SITE ${verb} ${first}`.trimEnd();
  throw new FtpError(reply(500, `'${line}' not understood`, "SITE not understood"));
}

/**
 * What is at `path`, which the client calls `name`. Throws `FtpError` 550 where nothing is; to say of a
 * file that there is nothing in it is the original's way.
 */
export function demandThere({ root }: Session, path: string, name: string): Stat {
  try {
    return root.stat(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    const reason = error.errno === errno.ENOTDIR ? strerror(errno.ENOENT) : error.reason;
    throw new FtpError(reply(550, `${name}: ${reason}`), { cause: error });
  }
}

/** Throws `FtpError` 550 where `path` may not be changed; `denied` is what the reply calls it then. */
export function demandChange(
  session: Session,
  { verb, argument }: Request,
  path: string,
  denied: string,
): void {
  if (!permit(session, `SITE_${verb}`, path, `${verb} ${argument}`)) {
    throw new FtpError(reply(550, `${denied}: Permission denied`));
  }
  if (!permitsName(session, path)) {
    throw new FtpError(reply(550, `${verb} ${argument}: Forbidden filename`));
  }
  demandUnguarded(session, path, denied, true);
}
