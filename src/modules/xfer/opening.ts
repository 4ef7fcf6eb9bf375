/**
 * The text of the 150 reply.
 *
 * @module
 */

import type { TransferType } from "../../protocol/mod.ts";

/** `Opening BINARY mode data connection for x (6 bytes)`; without `size` for what is not known yet. */
export function openingText(type: TransferType, name: string, size?: number): string {
  const mode = type === "ascii" ? "ASCII" : "BINARY";
  const bytes = size === undefined ? "" : ` (${size} ${size === 1 ? "byte" : "bytes"})`;
  return `Opening ${mode} mode data connection for ${name}${bytes}`;
}
