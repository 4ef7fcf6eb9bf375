/**
 * File trees that stand in front of others.
 *
 * @module
 */

import type { Stat } from "../libc/statx.ts";
import type { Root } from "./root.ts";

/** A file tree in which looking is looking at `root`; what changes something is a subclass's own. */
export abstract class LookingRoot implements Root {
  constructor(protected readonly root: Root) {}

  abstract open(path: string, flags: number, mode?: number): number;
  abstract mkdir(path: string, mode: number): void;
  abstract rmdir(path: string): void;
  abstract unlink(path: string): void;
  abstract rename(from: string, to: string, options: { replace: boolean }): void;
  abstract symlink(target: string, path: string): void;
  abstract chmod(path: string, mode: number): void;
  abstract chown(path: string, uid: number, gid: number): void;
  abstract utimes(path: string, atime: number, mtime: number): void;

  get realPrefix(): string {
    return this.root.realPrefix;
  }

  openDirectory(path: string): number {
    return this.root.openDirectory(path);
  }

  stat(path: string): Stat {
    return this.root.stat(path);
  }

  lstat(path: string): Stat {
    return this.root.lstat(path);
  }

  tryStat(path: string): Stat | undefined {
    return this.root.tryStat(path);
  }

  tryLstat(path: string): Stat | undefined {
    return this.root.tryLstat(path);
  }

  readlink(path: string): string {
    return this.root.readlink(path);
  }

  mayAccess(path: string, mode: number): boolean {
    return this.root.mayAccess(path, mode);
  }

  chdir(path: string): string {
    return this.root.chdir(path);
  }

  isTrueName(path: string): boolean {
    return this.root.isTrueName(path);
  }

  isThere(path: string): boolean | undefined {
    return this.root.isThere(path);
  }

  freeBytes(path: string): number {
    return this.root.freeBytes(path);
  }

  realPath(path: string): string {
    return this.root.realPath(path);
  }
}
