/**
 * Parts of root's rights that outlive the login, of one thread, and in effect for the moments of
 * `with…` only: to give files to other users (UserOwner), to send from a port below 1024
 * (`RootRevoke off`).
 *
 * @module
 */

import { CAP, keepCapabilities, setCapabilities } from "../libc/capabilities.ts";
import { orEnd, type Synchronous } from "./as_root.ts";

/** A right that can be kept: `chown` is CAP_CHOWN, `bind` CAP_NET_BIND_SERVICE (capabilities(7)). */
export type KeptRight = "chown" | "bind";

const MASKS = { chown: CAP.CHOWN, bind: CAP.NET_BIND_SERVICE } as const;

/** What a session keeps of root's rights, nothing else and no more than once. */
export class KeptRights {
  readonly #permitted: number;

  constructor(private readonly rights: readonly KeptRight[]) {
    this.#permitted = rights.reduce((mask, right) => mask | MASKS[right], 0);
  }

  /**
   * Runs `change`, in which root becomes a user, and leaves this thread what is to be kept, for later.
   * A process that has more than that afterwards ends at once. Passes on what `change` throws.
   */
  outlive(change: () => void): void {
    if (this.#permitted === 0) return change();
    keepCapabilities(true);
    try {
      change();
      orEnd(() => setCapabilities(this.#permitted, 0));
    } finally {
      orEnd(() => keepCapabilities(false));
    }
  }

  /**
   * Runs `work` with `right` in effect, or without it where it was not kept. Only after `outlive`.
   * Passes on what `work` throws.
   */
  use<T>(right: KeptRight, work: () => Synchronous<T>): T {
    if (!this.rights.includes(right)) return work() as T;
    setCapabilities(this.#permitted, MASKS[right]);
    try {
      return work() as T;
    } finally {
      orEnd(() => setCapabilities(this.#permitted, 0));
    }
  }
}
