/**
 * `.tlslogin`: the certificates that log in to an account without its password (`TLSOptions
 * AllowDotLogin`), in a file that its user keeps at home.
 *
 * @module
 */

import type { Account } from "../../auth/mod.ts";
import { stringOf } from "../../libc/bytes.ts";
import { close, O, open, readToEnd } from "../../libc/files.ts";
import { fstat, S_IFMT, S_IFREG } from "../../libc/statx.ts";
import { asUser } from "../../privilege/mod.ts";
import { credentialsOf } from "../auth/jail.ts";

/** Bytes of the largest file that is read: some forty certificates. */
const LARGEST = 64 << 10;

/** Permissions to write that nobody but the owner may have. */
const FOREIGN_WRITE = 0o022;

/** The file is none that may be trusted. */
export class DotLoginRefused extends Error {
  override readonly name = "DotLoginRefused";
}

/** Where the file of `account` is. */
export function dotLoginPath({ home }: Account): string {
  return `${home}/.tlslogin`;
}

/**
 * What is in the file of `account`, a byte string. Read with the user's rights, before login; who could
 * have written it besides the user and root must not decide who logs in. The original reads it as root and asks nothing.
 * Throws `SysError`, ELOOP for a link among them, and `DotLoginRefused`.
 */
export function readDotLogin(account: Account): string {
  const { uid } = account;
  const path = dotLoginPath(account);
  if (!path.startsWith("/")) throw new DotLoginRefused("the home directory is no full path");
  return asUser(credentialsOf(account), () => {
    const fd = open(path, O.RDONLY | O.NOFOLLOW | O.NONBLOCK | O.NOCTTY);
    try {
      const { mode, uid: owner, size } = fstat(fd);
      if ((mode & S_IFMT) !== S_IFREG) throw new DotLoginRefused("not a regular file");
      if (owner !== uid && owner !== 0) throw new DotLoginRefused("another user's file");
      if ((mode & FOREIGN_WRITE) !== 0) throw new DotLoginRefused("others may write to it");
      if (size > LARGEST) throw new DotLoginRefused(`larger than ${LARGEST} bytes`);
      return stringOf(readToEnd(fd, LARGEST, path));
    } finally {
      close(fd);
    }
  });
}
