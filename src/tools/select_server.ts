/**
 * Sessions of one virtual host.
 *
 * @module
 */

import { shownServerName } from "../scoreboard/mod.ts";
import type { SessionRecord } from "../scoreboard/mod.ts";

/** Those of `sessions` that the server called `name` (its ServerName) has; undefined means all. */
export function selectServer(
  sessions: readonly SessionRecord[],
  name: string | undefined,
): readonly SessionRecord[] {
  if (name === undefined) return sessions;
  const shown = shownServerName(name);
  return sessions.filter(({ serverName }) => serverName === shown);
}
