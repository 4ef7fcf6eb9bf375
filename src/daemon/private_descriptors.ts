/**
 * What the daemon has been started with, and no session is to have.
 *
 * @module
 */

import { openDescriptors } from "../libc/open_descriptors.ts";
import { setInheritable } from "../libc/process.ts";

const STDERR = 2;

/**
 * Keeps all descriptors but the three standard ones from the programs that are started from now on:
 * those that whoever started the daemon has left open, and the runtime's copy of standard input, which
 * may be a terminal. To be called before anything is opened that sessions are to inherit. Throws
 * `SysError`.
 */
export function keepDescriptors(): void {
  for (const fd of openDescriptors()) if (fd > STDERR) setInheritable(fd, false);
}
