/**
 * The right to give files to other users, kept past the login: CAP_CHOWN and nothing else, of one
 * thread, and in effect for the moments of `giving` only. For UserOwner.
 *
 * @module
 */

import { CAP, keepCapabilities, setCapabilities } from "../libc/capabilities.ts";
import { orEnd, type Synchronous } from "./as_root.ts";

/**
 * Runs `change`, in which root becomes a user, and leaves this thread the right to take CAP_CHOWN up.
 * A process that has more than that afterwards ends at once. Passes on what `change` throws.
 */
export function keepingChown(change: () => void): void {
  keepCapabilities(true);
  try {
    change();
    orEnd(() => setCapabilities(CAP.CHOWN, 0));
  } finally {
    orEnd(() => keepCapabilities(false));
  }
}

/** Runs `work` with CAP_CHOWN in effect. Only after `keepingChown`. Passes on what `work` throws. */
export function giving<T>(work: () => Synchronous<T>): T {
  setCapabilities(CAP.CHOWN, CAP.CHOWN);
  try {
    return work() as T;
  } finally {
    orEnd(() => setCapabilities(CAP.CHOWN, 0));
  }
}
