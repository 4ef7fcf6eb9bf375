/**
 * A table of bans that cannot be used, for a reason that is no failed system call.
 *
 * @module
 */

/** What is wrong with it; `message` says it to the administrator, in the original's words. */
export class BanTableRefused extends Error {
  override readonly name = "BanTableRefused";

  /** `reason` completes "unable to use BanTable 'path': …". */
  constructor(readonly path: string, readonly reason: string) {
    super(`mod_ban/0.8: unable to use BanTable '${path}': ${reason}`);
  }
}
