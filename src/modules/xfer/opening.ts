/**
 * The text of the 150 reply.
 *
 * @module
 */

import type { TransferType } from "../../protocol/mod.ts";

/**
 * `Opening BINARY mode data connection for x (6 bytes)`; without `size` for what is not known yet.
 * The original does not tell of no bytes either.
 */
export function openingText(type: TransferType, name: string, size = 0): string {
  const mode = type === "ascii" ? "ASCII" : "BINARY";
  const bytes = size === 0 ? "" : ` (${size} ${size === 1 ? "byte" : "bytes"})`;
  return `Opening ${mode} mode data connection for ${name}${bytes}`;
}
