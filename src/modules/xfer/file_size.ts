/**
 * `MaxRetrieveFileSize` and `MaxStoreFileSize`: how large a file may be that is transferred.
 *
 * @module
 */

import { type Directive, rowOf, type Scope } from "../../config/mod.ts";
import { errno } from "../../libc/errno.ts";
import { SysError } from "../../libc/sys_error.ts";
import { type Audience, lineFor, parseAudience } from "../../session/access/audience.ts";
import { audienceOf } from "../../session/access/audience_of.ts";
import type { Session } from "../../session/session.ts";

/** A limit. */
interface SizeLimit {
  /** In bytes; `Infinity` for none. */
  readonly most: number;
  readonly audience: Audience | undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};

function sizeLimit(name: string): Directive<SizeLimit> {
  return {
    name,
    contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
    syntax: `${name} n B|Kb|Mb|Gb|* [user|group|class expression]`,
    fallback: { most: Infinity, audience: undefined },
    repeat: "all",
    parse(args) {
      const { length } = args.words;
      if (length === 1 && args.word(0) === "*") return { most: Infinity, audience: undefined };
      if (length !== 2 && length !== 4) args.fail("incorrect number of parameters");
      const [number = "", unit = ""] = args.words;
      const factor = rowOf(UNITS, unit);
      const unreadable = `unable to parse: ${number} ${unit}`;
      if (factor === undefined || !/^\d+$/.test(number)) {
        return args.fail(`${unreadable}: Invalid argument`);
      }
      const most = Number(number) * factor;
      if (most === 0) args.fail("size must be greater than zero");
      if (most > Number.MAX_SAFE_INTEGER) args.fail(`${unreadable}: Numerical result out of range`);
      return { most, audience: parseAudience(args, 2, "unknown classifier used") };
    },
  };
}

/** `MaxRetrieveFileSize`: of downloads, whatever part of the file is wanted. */
export const maxRetrieveFileSize = sizeLimit("MaxRetrieveFileSize");
/** `MaxStoreFileSize`: of uploads, together with what is in the file already. */
export const maxStoreFileSize = sizeLimit("MaxStoreFileSize");

/** The limit for the client of `session` where the settings `scope` hold, in bytes. */
export function largest(
  session: Session,
  scope: Scope,
  directive: Directive<SizeLimit>,
): number {
  if (!scope.has(directive)) return Infinity;
  return lineFor(scope, directive, audienceOf(session))?.most ?? Infinity;
}

/** Logs that the limit is reached, and gives the error that ends the transfer of `path`. */
export function tooLarge(
  session: Session,
  directive: Directive<SizeLimit>,
  most: number,
  path: string,
): SysError {
  session.log.notice(`${directive.name} (${most} bytes) reached: aborting transfer of '${path}'`);
  // The reasons that the original gives for either direction.
  return directive === maxStoreFileSize
    ? new SysError("write", errno.EFBIG)
    : new SysError("read", errno.EPERM);
}
