/**
 * Memory that is large, and needed for moments only.
 *
 * @module
 */

import { attempt } from "./kernel.ts";
import type { Region } from "./memory.ts";

const MADV_DONTNEED = 4;

/** The largest page that a kernel for our architectures has (64 KiB, aarch64). */
const PAGE = 64 << 10;

/**
 * madvise(2): gives the pages that lie wholly in `region` back. They cost nothing until they are used
 * again, and are zero then. What the kernel says does not matter: the memory can be used either way.
 */
export function releaseMemory({ address, bytes }: Region): void {
  const start = Math.ceil(address / PAGE) * PAGE;
  const end = Math.floor((address + bytes.length) / PAGE) * PAGE;
  if (end > start) attempt("madvise", start, end - start, MADV_DONTNEED);
}
