/**
 * Copying the contents of one file.
 *
 * @module
 */

import { copyContents } from "../../fs/copy_contents.ts";
import { dirname, joinPath } from "../../fs/paths.ts";
import { errno } from "../../libc/errno.ts";
import { ACCESS, close, closeWritten, fchmod, O } from "../../libc/files.ts";
import { fstat, S_IFMT, S_IFREG } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import type { Session } from "../../session/session.ts";
import { uniqueName } from "../xfer/unique_name.ts";

/**
 * Copies the regular file `from` to `to`. The copy has another name until it is complete; it has the
 * permission bits of the original, set-user-ID and its like left out. `replace`: whether it takes the
 * place of a file that the user may write to. Throws `SysError`.
 */
export function copyFile(session: Session, from: string, to: string, replace: boolean): void {
  const { root } = session;
  if (replace && !root.mayAccess(to, ACCESS.W)) throw new SysError("copy", errno.EACCES, to);
  const source = root.open(from, O.RDONLY | O.NONBLOCK | O.NOCTTY | O.NOFOLLOW);
  try {
    const { mode } = fstat(source);
    if ((mode & S_IFMT) !== S_IFREG) throw new SysError("copy", errno.EINVAL, from);
    const part = joinPath(dirname(to), uniqueName(".copy."));
    const target = root.open(part, O.WRONLY | O.CREAT | O.EXCL, 0o600);
    let isOpen = true;
    try {
      // Between the pieces of a large file the session looks at its timers and signals.
      copyContents(source, target, (bytes) => {
        session.spend?.(bytes);
        session.waiter.attend();
      });
      fchmod(target, mode & 0o777);
      isOpen = false;
      closeWritten(target);
      root.rename(part, to, { replace });
    } catch (error) {
      root.unlink(part);
      throw error;
    } finally {
      if (isOpen) close(target);
    }
  } finally {
    close(source);
  }
}
