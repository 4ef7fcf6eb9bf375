/**
 * Facts about this executable and the machine it runs on.
 *
 * @module
 */

import type { Build, Machine, Places } from "../cli/mod.ts";
import { readFile } from "../libc/files.ts";
import { machineFacts } from "../libc/process.ts";
import { isSysError } from "../libc/sys_error.ts";
import { pidFile, scoreboardFile } from "../settings/mod.ts";

/** Where things are unless the command line or the configuration says otherwise: as on Debian. */
export const PLACES: Places = {
  configFile: "/etc/proftpd/proftpd.conf",
  pidFile: pidFile.fallback,
  scoreboardFile: scoreboardFile.fallback ?? "none",
};

/** Set by the build: when it was made. */
declare const PROFTPD_BUILT: string | undefined;

/** The version of this program. */
const VERSION = "0.1.0";

/** What was settled when the executable was made. */
export function build(): Build {
  return {
    version: VERSION,
    built: typeof PROFTPD_BUILT === "string" ? PROFTPD_BUILT : "from source",
    deno: Deno.version.deno,
  };
}

/** The machine that this runs on, for `-V`. */
export function machine(): Machine {
  return { ...machineFacts(), osRelease: osRelease() };
}

function osRelease(): string[] {
  try {
    return readFile("/etc/os-release", 1 << 16).trimEnd().split("\n");
  } catch (error) {
    if (!isSysError(error)) throw error; // else this system does not say what it is
    return [];
  }
}
