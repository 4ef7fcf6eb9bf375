/**
 * How the daemon passes a shutdown on to its sessions, which cannot read the file themselves once
 * they are in a jail: as a text in a descriptor that they have inherited.
 *
 * @module
 */

import type { Shutdown } from "./read_shutdown.ts";

/** The text of `shutdown`, a byte string. */
export function formatNotice({ times, message }: Shutdown): string {
  return `${times.deny} ${times.disconnect} ${times.shutdown}\n${message}`;
}

/** The shutdown in `text`; undefined where there is none. */
export function parseNotice(text: string): Shutdown | undefined {
  const match = /^(-?\d+) (-?\d+) (-?\d+)\n([^]*)$/.exec(text);
  if (!match) return undefined;
  const [deny, disconnect, shutdown] = match.slice(1, 4).map(Number);
  return { times: { deny, disconnect, shutdown }, message: match[4] };
}
