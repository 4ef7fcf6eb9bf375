/**
 * Parts of root's rights that outlive the login, of one thread, and in effect for the moments of
 * `use` only: to give files to other users (UserOwner), to send from a port below 1024
 * (`RootRevoke off`). All the time in effect is what an administrator asked for (CapabilitiesSet).
 *
 * @module
 */

import { CAP, keepCapabilities, setCapabilities } from "../libc/capabilities.ts";
import { orEnd, type Synchronous } from "./as_root.ts";

const MASKS = {
  chown: CAP.CHOWN,
  bind: CAP.NET_BIND_SERVICE,
  dacOverride: CAP.DAC_OVERRIDE,
  dacReadSearch: CAP.DAC_READ_SEARCH,
  fowner: CAP.FOWNER,
  fsetid: CAP.FSETID,
} as const;

/** A right that can be kept: a capability (capabilities(7)). */
export type KeptRight = keyof typeof MASKS;

/** What a session keeps of root's rights, nothing else and no more than once. */
export class KeptRights {
  readonly #permitted: number;
  readonly #inEffect: number;

  /** `rights` are for `use`; `inEffect` those that the session has in all that it does. */
  constructor(private readonly rights: readonly KeptRight[], inEffect: readonly KeptRight[] = []) {
    this.#inEffect = maskOf(inEffect);
    this.#permitted = maskOf(rights) | this.#inEffect;
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
      orEnd(() => setCapabilities(this.#permitted, this.#inEffect));
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
    setCapabilities(this.#permitted, this.#inEffect | MASKS[right]);
    try {
      return work() as T;
    } finally {
      orEnd(() => setCapabilities(this.#permitted, this.#inEffect));
    }
  }
}

function maskOf(rights: readonly KeptRight[]): number {
  return rights.reduce((mask, right) => mask | MASKS[right], 0);
}
