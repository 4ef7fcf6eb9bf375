/**
 * What the commands of mod_site_misc.c refuse in one and the same way: by their name and argument.
 *
 * @module
 */

import { SysError } from "../../libc/sys_error.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import { demandUnguarded } from "../../session/guarded_path.ts";
import type { Request } from "../../session/module.ts";
import { permit, permitsName } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";

/**
 * Throws `FtpError` `550 <verb> <argument>: Operation not permitted` where the command may not be used
 * on `path`. `follow`: whether a link at its end counts as what it leads to.
 */
export function demandSite(
  session: Session,
  { verb, argument }: Request,
  path: string,
  follow = true,
): void {
  const line = `${verb} ${argument}`;
  if (!permit(session, `SITE_${verb}`, path, line) || !permitsName(session, path)) {
    throw new FtpError(reply(550, `${line}: Operation not permitted`));
  }
  demandUnguarded(session, path, line, follow);
}

/** Runs `work`; what the kernel refuses is answered with `550 <verb> <argument>: <reason>`. */
export function orRefuse({ verb, argument }: Request, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new FtpError(reply(550, `${verb} ${argument}: ${error.reason}`), { cause: error });
  }
}
