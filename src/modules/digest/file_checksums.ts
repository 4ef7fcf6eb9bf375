/**
 * The checksum of a file: for whom it is permitted, of what size, and remembered for those who ask again.
 *
 * @module
 */

import type { Root } from "../../fs/root.ts";
import { withoutSlashes } from "../../fs/paths.ts";
import { errno, strerror } from "../../libc/errno.ts";
import { close, O } from "../../libc/files.ts";
import { fstat, S_IFMT, S_IFREG, type Stat } from "../../libc/statx.ts";
import { isSysError, SysError } from "../../libc/sys_error.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import { permit, settingsAt } from "../../session/permit.ts";
import { physicalPathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import type { AlgorithmName } from "./algorithms.ts";
import { DigestCache } from "./cache.ts";
import type { Checksums } from "./checksums.ts";
import { digestFile } from "./digest_file.ts";
import { digestCache, digestEnable, digestMaxSize } from "./directives.ts";
import type { ByteSpan } from "./request.ts";

/** The replies' codes for the reasons to refuse: one command tells them apart, the others do not. */
export interface RefusalCodes {
  /** By `<Limit>` or `DigestEnable`, or no such checksum can be had. */
  readonly denied: number;
  /** What is no regular file. */
  readonly irregular: number;
  /** `DigestMaxSize`. */
  readonly tooLarge: number;
  /** The cache is full: enough was computed lately. */
  readonly busy: number;
}

/** A checksum in lower case, and the bytes that it is about. */
export interface FileChecksum {
  readonly hex: string;
  readonly span: ByteSpan;
}

/** Where `name` leads: the kernel's way, and a slash at its end asks for no directory. */
export function filePath(session: Session, name: string): string {
  return withoutSlashes(physicalPathOf(session, name));
}

/** What is at `path`. Throws `SysError`; that there is nothing in a file is the original's way. */
function statOf(root: Root, path: string): Stat {
  try {
    return root.stat(path);
  } catch (error) {
    throw isSysError(error, "ENOTDIR") ? new SysError("stat", errno.ENOENT, path) : error;
  }
}

/** What one session computes. */
export class FileChecksums {
  readonly #cache = new DigestCache();

  constructor(private readonly session: Session, private readonly checksums: Checksums) {}

  /**
   * The checksum `which` of the file that `argument` of the command `verb` names: of all of it, or of
   * what `span` chooses by the file's size. Throws `FtpError` with one of `codes`, and `SysError`.
   */
  compute(
    verb: string,
    which: AlgorithmName,
    argument: string,
    codes: RefusalCodes,
    span?: (size: number) => ByteSpan,
  ): FileChecksum {
    const { config, root } = this.session;
    const path = filePath(this.session, argument);
    const refuse = (code: number, number: number) =>
      new FtpError(reply(code, `${argument}: ${strerror(number)}`));
    const stat = statOf(root, path);
    const scope = settingsAt(this.session, path);
    if (!permit(this.session, verb, path, argument) || !scope.get(digestEnable)) {
      throw refuse(codes.denied, errno.EPERM);
    }
    if ((stat.mode & S_IFMT) !== S_IFREG) {
      throw new FtpError(reply(codes.irregular, `${argument}: Not a regular file`));
    }
    const bytes = span?.(stat.size) ?? { start: 0, end: stat.size };
    const settings = config.get(digestCache);
    const key = [which, bytes.start, bytes.end, ...identityOf(stat)].join(" ");
    const known = this.#cache.get(key);
    if (known !== undefined) return { hex: known, span: bytes };
    if (this.#cache.isFull(settings)) throw refuse(codes.busy, errno.EBUSY);
    const begin = this.checksums.get(which);
    if (begin === undefined) throw refuse(codes.denied, errno.ENOTSUP);
    const file = root.open(path, O.RDONLY | O.NONBLOCK | O.NOCTTY);
    try {
      if (bytes.end - bytes.start > config.get(digestMaxSize)) {
        throw refuse(codes.tooLarge, errno.EPERM);
      }
      const hex = digestFile(this.session, begin(), file, bytes);
      // One that is not to be found again still counts: the limit is about what computing costs.
      const isLasting = isSettled(stat, fstat(file));
      this.#cache.put(isLasting ? key : `${key} at ${performance.now()}`, hex, settings);
      return { hex, span: bytes };
    } finally {
      close(file);
    }
  }
}

/**
 * Whether a file, `before` and `after` it was read, is one that would be known for another if it
 * changed: times are whole seconds, in which much can happen.
 */
function isSettled(before: Stat, after: Stat): boolean {
  const age = Date.now() / 1000 - Math.max(after.mtime, after.ctime);
  return age > 2 && identityOf(before).join() === identityOf(after).join();
}

/** What a file is known by, and changes with it. */
function identityOf({ device, inode, size, mtime, ctime }: Stat): readonly (number | bigint)[] {
  return [device, inode, size, mtime, ctime];
}
