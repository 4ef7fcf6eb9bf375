/**
 * The name that is all of the argument of a sub-command of SITE.
 *
 * @module
 */

import { FtpError, reply, siteName } from "../../protocol/mod.ts";
import type { Request } from "../../session/module.ts";

/**
 * The name, quoted words without their quotes. Throws `FtpError` 500 where it is empty: to the original that is
 * the working directory, which nobody means to remove or to copy.
 */
export function nameIn(request: Request): string {
  const name = siteName(request.argument);
  return name === "" ? notUnderstood(request) : name;
}

/** Throws `FtpError` 500 where a sub-command has fewer words than it needs. */
export function notUnderstood({ verb }: Request): never {
  throw new FtpError(reply(500, `'SITE ${verb}' not understood`));
}
