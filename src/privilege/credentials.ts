/**
 * Whose rights a process has: ids as the kernel knows them.
 *
 * @module
 */

/** A user by its ids. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  /** The supplementary groups; `gid` may be among them. */
  readonly groups: readonly number[];
}
