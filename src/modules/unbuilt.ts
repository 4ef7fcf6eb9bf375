/**
 * Every directive of the original and its modules that is known by name.
 *
 * A line of one that is not built is never called unknown and never silently passed over: where
 * leaving it out would lift a restriction it is an error, else a warning. A directive that gets
 * built hides its row here (`knownNames`), so rows are only ever added. Sessions do not need this
 * table; only what checks a configuration loads it.
 *
 * @module
 */

import type { Unbuilt } from "../config/mod.ts";
import { access } from "./unbuilt/access.ts";
import { auth } from "./unbuilt/auth.ts";
import { core } from "./unbuilt/core.ts";
import { extras } from "./unbuilt/extras.ts";
import { log } from "./unbuilt/log.ts";
import { process } from "./unbuilt/process.ts";
import { quota } from "./unbuilt/quota.ts";
import { sftp } from "./unbuilt/sftp.ts";
import { sources } from "./unbuilt/sources.ts";
import { tls } from "./unbuilt/tls.ts";
import { transfer } from "./unbuilt/transfer.ts";

/** All of them, sorted by name. */
export const unbuilt: readonly Unbuilt[] = [
  ...access,
  ...auth,
  ...core,
  ...extras,
  ...log,
  ...process,
  ...quota,
  ...sftp,
  ...sources,
  ...tls,
  ...transfer,
].sort((a, b) => a.name < b.name ? -1 : 1);
