/**
 * What SITE CHMOD and SITE CHGRP have in common: two parts of an argument, and what must be allowed.
 *
 * @module
 */

import { firstWord, FtpError, reply } from "../../protocol/mod.ts";
import { demandUnguarded } from "../../session/guarded_path.ts";
import type { Request } from "../../session/module.ts";
import { permit, permitsName } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";

/** The first word and all behind it; throws `FtpError` 500 where there is no second one. */
export function twoParts({ verb, argument }: Request): { first: string; rest: string } {
  const { word: first, rest } = firstWord(argument.trimStart());
  const name = rest.trimStart();
  if (name !== "") return { first, rest: name };
  const line = `SITE ${verb} ${first}`.trimEnd();
  throw new FtpError(reply(500, `'${line}' not understood`, "SITE not understood"));
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
