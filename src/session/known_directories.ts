/**
 * What things are really called, as long as one command takes: permission, settings and logs all ask
 * for the one name of the same file or directory, and every answer costs system calls.
 *
 * @module
 */

import type { Root } from "../fs/root.ts";

/** What has been found out during a command. */
export class KnownDirectories {
  readonly #names = new Map<string, string>();
  readonly #places = new Map<string, string>();
  readonly #files = new Set<string>();
  #root: Root | undefined;

  /** The path of `path` in `root` with every link resolved. Throws `SysError` where there is none. */
  nameOf(root: Root, path: string): string {
    this.#look(root);
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const name = root.isTrueName(path) ? path : root.chdir(path);
    this.#names.set(path, name);
    return name;
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

  /**
   * Notes that `path`, which is no link, is really at `place`, both in the same root; what is not there,
   * and may be made, is no directory.
   */
  keep(path: string, place: string, isDirectory: boolean): void {
    this.#places.set(path, place);
    if (!isDirectory) this.#files.add(place);
  }

  /** Forgets everything: others may have moved directories meanwhile. */
  forget(): void {
    // A map that is cleared gets new memory, empty or not.
    if (this.#names.size > 0) this.#names.clear();
    if (this.#places.size > 0) this.#places.clear();
    if (this.#files.size > 0) this.#files.clear();
  }

  /** A login changes what paths mean. */
  #look(root: Root): void {
    if (root === this.#root) return;
    this.forget();
    this.#root = root;
  }
}
