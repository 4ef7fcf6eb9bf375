/**
 * What `.ftpaccess` files add to the rules of the configuration.
 *
 * @module
 */

import type { Layer } from "./layer.ts";

/** One `.ftpaccess` file: rules for the directory that it lies in and all that is below. */
export interface Override {
  readonly layer: Layer;
  /** The real path of the directory. */
  readonly directory: string;
  /** How much of a path it speaks of: twice the number of names in its directory's path. */
  readonly depth: number;
}

/** The `.ftpaccess` files of a session. */
export interface Overrides {
  /**
   * Those on the way to the real path `path`, the closest first, its own among them if it is a
   * directory. The same array as long as they are the same.
   */
  at(path: string, isHeeded: (directory: string) => boolean): readonly Override[];
  /** To be called when a command comes: within one, what was looked at is not looked at again. */
  nextCommand(): void;
  /** Whether there is one right in the real directory `path`. */
  isIn(path: string): boolean;
}
