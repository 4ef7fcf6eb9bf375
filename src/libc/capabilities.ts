/**
 * Parts of root's rights (capabilities(7)), of the calling thread alone.
 *
 * @module
 */

import { demand } from "./kernel.ts";
import { region } from "./memory.ts";

/** Capabilities as bits of a mask. */
export const CAP = {
  CHOWN: 1 << 0,
  DAC_OVERRIDE: 1 << 1,
  DAC_READ_SEARCH: 1 << 2,
  FOWNER: 1 << 3,
  FSETID: 1 << 4,
  NET_BIND_SERVICE: 1 << 10,
} as const;

/** The format of capset(2) with 64 bits of capabilities. */
const VERSION_3 = 0x2008_0522;
const PR_SET_KEEPCAPS = 8;

/** struct __user_cap_header_struct, then two of struct __user_cap_data_struct. */
const place = region(32);

/**
 * Sets what the thread may take up (`permitted`) and what it has now (`effective`), masks of `CAP`. More
 * than it was permitted before is EPERM: throws `SysError`.
 */
export function setCapabilities(permitted: number, effective: number): void {
  const { view, address } = place;
  view.setUint32(0, VERSION_3, true);
  view.setInt32(4, 0, true); // this thread
  [effective, permitted, 0, 0, 0, 0].forEach((mask, i) => view.setUint32(8 + 4 * i, mask, true));
  demand("capset", undefined, address, address + 8);
}

/** Whether the thread's permitted capabilities outlive the change of its user id from root's. */
export function keepCapabilities(keep: boolean): void {
  demand("prctl", undefined, PR_SET_KEEPCAPS, keep ? 1 : 0, 0, 0, 0);
}
