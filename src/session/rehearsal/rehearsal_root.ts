/**
 * A file tree in which everything can be looked at and nothing can be changed: for rehearsals.
 *
 * @module
 */

import { LookingRoot } from "../../fs/looking_root.ts";
import { dirname, withoutSlashes } from "../../fs/paths.ts";
import { errno } from "../../libc/errno.ts";
import { ACCESS, O } from "../../libc/files.ts";
import { SysError } from "../../libc/sys_error.ts";
import { Rehearsed } from "./rehearsed.ts";

/**
 * `root` without its powers: whatever would change something throws `Rehearsed`, or `SysError` where
 * the kernel would not let the user do it.
 */
export class RehearsalRoot extends LookingRoot {
  open(path: string, flags: number, mode?: number): number {
    if ((flags & (O.WRONLY | O.RDWR | O.CREAT)) === 0) return this.root.open(path, flags, mode);
    const exists = this.root.tryStat(path) !== undefined;
    if (!exists) return this.#changeEntry("open", path, "create");
    this.#demand("open", path, ACCESS.W);
    throw new Rehearsed(`write to ${path}`);
  }

  mkdir(path: string): void {
    if (this.root.tryLstat(path)) throw new SysError("mkdir", errno.EEXIST, path);
    this.#changeEntry("mkdir", path, "make the directory");
  }

  rmdir(path: string): void {
    this.root.lstat(path);
    this.#changeEntry("rmdir", path, "remove the directory");
  }

  unlink(path: string): void {
    this.root.lstat(path);
    this.#changeEntry("unlink", path, "remove");
  }

  rename(from: string, to: string, { replace }: { replace: boolean }): void {
    if (!replace && this.root.tryLstat(to)) throw new SysError("rename", errno.EEXIST, to);
    this.#demand("rename", dirname(from), ACCESS.W | ACCESS.X);
    this.#changeEntry("rename", to, `rename ${from} to`);
  }

  symlink(_target: string, path: string): void {
    this.#changeEntry("symlink", path, "make the link");
  }

  chmod(path: string): void {
    this.#changeAttributes(path, "the mode");
  }

  chown(path: string): void {
    this.#changeAttributes(path, "the owner");
  }

  utimes(path: string): void {
    this.#changeAttributes(path, "the times");
  }

  #changeEntry(call: string, path: string, deed: string): never {
    const folder = dirname(withoutSlashes(path));
    this.root.stat(folder);
    this.#demand(call, folder, ACCESS.W | ACCESS.X);
    throw new Rehearsed(`${deed} ${path}`);
  }

  #changeAttributes(path: string, what: string): never {
    this.root.stat(path);
    throw new Rehearsed(`change ${what} of ${path}`);
  }

  #demand(call: string, path: string, mode: number): void {
    if (!this.root.mayAccess(path, mode)) throw new SysError(call, errno.EACCES, path);
  }
}
