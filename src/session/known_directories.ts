/**
 * What things are really called, as long as one command takes: permission, settings and logs all ask
 * for the one name of the same file or directory, and every answer costs system calls.
 *
 * @module
 */

import { joinPath } from "../fs/paths.ts";
import type { Root } from "../fs/root.ts";
import { S_IFDIR, S_IFMT, type Stat } from "../libc/statx.ts";

/** What has been found out during a command. */
export class KnownDirectories {
  readonly #names = new Map<string, string>();
  readonly #places = new Map<string, string>();
  readonly #files = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #stats = new Map<string, Stat>();
  #root: Root | undefined;

  /**
   * What may be in any directory and will be asked for there (`.ftpaccess`): that it is not, which is the
   * rule, also says that the directory's name is its true one.
   */
  expected: string | undefined;

  /**
   * The path of `path` in `root` with every link resolved; `path` itself, or `SysError`, where there is
   * no such directory.
   */
  nameOf(root: Root, path: string): string {
    this.#look(root);
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const name = this.isTrueName(root, path) ? path : root.chdir(path);
    this.#names.set(path, name);
    return name;
  }

  /** As `isTrueName` of `root`; may also say yes to a name that nothing has. */
  isTrueName(root: Root, path: string): boolean {
    return this.lacksExpected(root, path) || this.#names.get(path) === path ||
      root.isTrueName(path);
  }

  /**
   * Whether the directory `path` of `root` has nothing in it that is called as `expected` says; false also
   * where that cannot be told at once.
   */
  lacksExpected(root: Root, path: string): boolean {
    this.#look(root);
    if (this.expected === undefined) return false;
    const file = joinPath(path, this.expected);
    if (this.#missing.has(file)) return true;
    const isThere = root.isThere(file);
    if (isThere !== undefined) this.#names.set(path, path);
    if (isThere !== false) return false;
    this.#missing.add(file);
    return true;
  }

  /** Whether there was nothing at `path` in `root` when that was asked for. */
  isMissing(root: Root, path: string): boolean {
    this.#look(root);
    return this.#missing.has(path);
  }

  /** What `keep` was told about `path` in `root`. */
  placeOf(root: Root, path: string): string | undefined {
    this.#look(root);
    return this.#places.get(path);
  }

  /** Whether `place`, as `keep` was told, is something else than a directory. */
  isFile(place: string): boolean {
    return this.#files.has(place);
  }

  /** What was there at `path` in `root`, when that was asked for; undefined where it was not. */
  statOf(root: Root, path: string): Stat | undefined {
    this.#look(root);
    return this.#stats.get(path);
  }

  /**
   * Notes that `path`, which is no link, is really at `place`, both in the same root; `stat` is what is
   * there, undefined for nothing.
   */
  keep(path: string, place: string, stat: Stat | undefined): void {
    this.#places.set(path, place);
    if (stat === undefined) this.#missing.add(path);
    else this.#stats.set(path, stat);
    // What is not there, and may be made, is no directory either.
    if (stat === undefined || (stat.mode & S_IFMT) !== S_IFDIR) this.#files.add(place);
  }

  /** Notes that the directory `path` is called so. */
  keepName(path: string): void {
    this.#places.set(path, path);
  }

  /** Forgets everything: others may have moved directories meanwhile. */
  forget(): void {
    // A map that is cleared gets new memory, empty or not.
    if (this.#names.size > 0) this.#names.clear();
    if (this.#places.size > 0) this.#places.clear();
    if (this.#files.size > 0) this.#files.clear();
    if (this.#missing.size > 0) this.#missing.clear();
    if (this.#stats.size > 0) this.#stats.clear();
  }

  /** A login changes what paths mean. */
  #look(root: Root): void {
    if (root === this.#root) return;
    this.forget();
    this.#root = root;
  }
}
