/**
 * The one names of directories, as long as one command takes: permission, settings and logs all ask
 * for that of the same directory, and every answer costs seven system calls.
 *
 * @module
 */

import type { Root } from "../fs/root.ts";

/** What has been found out during a command. */
export class KnownDirectories {
  readonly #names = new Map<string, string>();
  #root: Root | undefined;

  /** The path of `path` in `root` with every link resolved. Throws `SysError` where there is none. */
  nameOf(root: Root, path: string): string {
    // A login changes what paths mean.
    if (root !== this.#root) this.forget();
    this.#root = root;
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const name = root.chdir(path);
    this.#names.set(path, name);
    return name;
  }

  /** Forgets everything: others may have moved directories meanwhile. */
  forget(): void {
    this.#names.clear();
  }
}
