/**
 * The daemon's end of the control socket: a socket in the file system that nobody else can have put
 * there.
 *
 * @module
 */

import { errno } from "../libc/errno.ts";
import { chmodAt, chownAt, close, O, openAt, umask, unlinkAt } from "../libc/files.ts";
import { accept, bindUnix, connectUnix, listen, socket } from "../libc/sockets.ts";
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, fstat, S_IFMT, tryStatAt } from "../libc/statx.ts";
import { isSysError } from "../libc/sys_error.ts";

/** The file type of a socket. */
const S_IFSOCK = 0o140000;

/** Permissions that others have when they may put a file of their own into a directory. */
const WORLD_WRITABLE = 0o002;

/** Nobody but ourselves, while the socket is being made. */
const CLOSED_UMASK = 0o177;

/** Clients that may wait in the kernel while others are served. */
const BACKLOG = 16;

/** The longest path that a socket can have (struct sockaddr_un, with its NUL). */
const LONGEST_PATH = 107;

/** A place where no control socket is made; the message says why. */
export class SocketRefused extends Error {
  override readonly name = "SocketRefused";

  constructor(path: string, reason: string) {
    super(`unable to use control socket '${path}': ${reason}`);
  }
}

/** Whose the socket is. */
export interface SocketOwner {
  readonly uid: number;
  readonly gid: number;
}

/** A listening control socket. */
export class ControlSocket {
  private constructor(
    readonly fd: number,
    readonly path: string,
    private readonly inode: bigint,
  ) {}

  /**
   * Listens at the absolute `path`. The socket gets the permission bits `mode` and, where one is
   * given, the `owner`. A socket that is there is replaced if nobody listens to it any more. Throws
   * `SocketRefused` for a directory that everybody may write to, for a path that is taken, and
   * `SysError`.
   */
  static open(path: string, mode: number, owner: SocketOwner | undefined): ControlSocket {
    if (path.length > LONGEST_PATH) {
      throw new SocketRefused(path, `it is longer than ${LONGEST_PATH} bytes`);
    }
    const slash = path.lastIndexOf("/");
    const folder = slash <= 0 ? "/" : path.slice(0, slash);
    const name = path.slice(slash + 1);
    const directory = openAt(AT_FDCWD, folder, O.PATH | O.DIRECTORY);
    let fd: number | undefined;
    try {
      if ((fstat(directory).mode & WORLD_WRITABLE) !== 0) {
        throw new SocketRefused(path, `${folder} is a world-writable directory`);
      }
      makeRoom(directory, name, path);
      fd = socket("unix");
      bindAlone(fd, path);
      if (owner) chownAt(directory, name, owner.uid, owner.gid, AT_SYMLINK_NOFOLLOW);
      chmodAt(directory, name, mode);
      listen(fd, BACKLOG);
      const made = tryStatAt(directory, name, AT_SYMLINK_NOFOLLOW);
      return new ControlSocket(fd, path, made?.inode ?? 0n);
    } catch (error) {
      if (fd !== undefined) close(fd);
      throw error;
    } finally {
      close(directory);
    }
  }

  /** The descriptor of a waiting client; undefined when none waits. Throws `SysError`. */
  accept(): number | undefined {
    return accept(this.fd);
  }

  /** Stops listening and removes the socket, unless somebody else's is there by now. */
  close(): void {
    close(this.fd);
    const there = tryStatAt(AT_FDCWD, this.path, AT_SYMLINK_NOFOLLOW);
    if (there?.inode !== this.inode) return;
    try {
      unlinkAt(AT_FDCWD, this.path);
    } catch (error) {
      // Somebody was quicker, or the folder is ours no longer: a stale socket does no harm.
      if (!isSysError(error)) throw error;
    }
  }
}

/** Binds `fd` so that nobody but ourselves can connect before the permissions are set. */
function bindAlone(fd: number, path: string): void {
  const before = umask(CLOSED_UMASK);
  try {
    bindUnix(fd, path);
  } finally {
    umask(before);
  }
}

/** Removes a socket that nobody listens to; throws `SocketRefused` for anything else that is there. */
function makeRoom(directory: number, name: string, path: string): void {
  const there = tryStatAt(directory, name, AT_SYMLINK_NOFOLLOW);
  if (there === undefined) return;
  if ((there.mode & S_IFMT) !== S_IFSOCK) throw new SocketRefused(path, "it is not a socket");
  const fd = socket("unix");
  try {
    connectUnix(fd, path);
  } catch (error) {
    if (!isSysError(error)) throw error;
    if (error.errno === errno.ECONNREFUSED) return unlinkAt(directory, name);
    if (error.errno !== errno.EAGAIN) throw error; // so many wait for it that it has to be in use
  } finally {
    close(fd);
  }
  throw new SocketRefused(path, "another server uses it");
}
