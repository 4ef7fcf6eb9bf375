/**
 * One line of meaning for each directive and section, for `docs/directives.md`. Nothing that runs
 * the server loads it.
 *
 * @module
 */

import { auth } from "./auth.ts";
import { contrib } from "./contrib.ts";
import { core } from "./core.ts";
import { own } from "./own.ts";
import { process } from "./process.ts";
import { transfer } from "./transfer.ts";

/** What the manual says of one name. */
export interface ManualEntry {
  /** The default as text; empty for none. */
  readonly fallback: string;
  /** Since which version of ProFTPD; empty where that is not known. */
  readonly since: string;
  readonly meaning: string;
}

/** By name, sections with their brackets. */
export const manual: ReadonlyMap<string, ManualEntry> = new Map(
  [...core, ...auth, ...transfer, ...process, ...contrib, ...own].map((
    [name, fallback, since, meaning],
  ) => [name, { fallback, since, meaning }]),
);
