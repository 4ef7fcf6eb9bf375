/**
 * Limits that PAM modules set (pam_limits(8)).
 *
 * @module
 */

import { getLimit, RLIMIT, setLimit } from "../../libc/process.ts";
import { asRoot, limitResources } from "../../privilege/mod.ts";

/**
 * Runs `work` as root. A limit on address space that it sets becomes one on memory, as for
 * `RLimitMemory`: the runtime has reserved more address space than any such limit is meant to allow.
 */
export function asRootWithLimits<T>(work: () => T): T {
  const before = getLimit(RLIMIT.AS);
  const result = asRoot(work as () => never);
  const { soft, hard } = getLimit(RLIMIT.AS);
  if (soft === before.soft && hard === before.hard) return result;
  asRoot(() => setLimit(RLIMIT.AS, before.soft, before.hard));
  limitResources({ cpu: undefined, memory: { soft, hard }, openFiles: undefined });
  return result;
}
