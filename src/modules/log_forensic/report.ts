/**
 * What mod_log_forensic writes: a block with what a session was, and its last messages.
 *
 * @module
 */

import { getegid, geteuid } from "../../libc/process.ts";
import { formatAddress } from "../../net/mod.ts";
import type { Session } from "../../session/session.ts";
import type { Criterion } from "./directives.ts";

/** What the markers around a block say. */
const TITLES: Readonly<Record<Criterion, string>> = {
  FailedLogin: "FAILED LOGIN",
  UntimelyDeath: "UNTIMELY DEATH",
  ModuleConfig: "MODULE CONFIG",
};

/** The block about `session`, which has lasted `elapsed` ms; without its last newline. */
export function reportOf(
  session: Session,
  reason: Criterion,
  elapsed: number,
  lines: readonly string[],
): string {
  const { client, control, local, login, notes, totals } = session;
  const id = notes.get("UNIQUE_ID");
  return [
    `-----BEGIN ${TITLES[reason]} FORENSICS-----`,
    `Client-Address: ${formatAddress(client.address)}`,
    `Server-Address: ${local.shown}:${local.address.port}`,
    `Elapsed: ${Math.round(elapsed)}`,
    `Protocol: ${session.protocol}`,
    ...login ? [`User: ${login.account.name}`] : [],
    `UID: ${login?.account.uid ?? geteuid()}`,
    `GID: ${login?.account.gid ?? getegid()}`,
    ...id === undefined ? [] : [`UNIQUE_ID: ${id}`],
    `Raw-Bytes-In: ${control.bytesIn + totals.wireIn}`,
    `Raw-Bytes-Out: ${control.bytesOut + totals.wireOut}`,
    `Total-Bytes-In: ${totals.bytesIn}`,
    `Total-Bytes-Out: ${totals.bytesOut}`,
    `Total-Files-In: ${totals.filesIn}`,
    `Total-Files-Out: ${totals.filesOut}`,
    "",
    ...lines,
    `-----END ${TITLES[reason]} FORENSICS-----`,
  ].join("\n");
}
