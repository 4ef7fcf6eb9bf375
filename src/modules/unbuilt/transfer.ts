/**
 * Directives that are known and not built yet: transfers and listings.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const transfer: readonly Unbuilt[] = [
  ...rows("mod_xfer.c", [
    ["AllowOverwrite", "SVGADF", "restricts", "off"],
    ["AllowRetrieveRestart", "SVGADF", "restricts", "on"],
    ["AllowStoreRestart", "SVGADF", "restricts", "off"],
    ["DefaultTransferMode", "SVG", "comfort", "ascii"],
    ["DeleteAbortedStores", "SVGADF", "comfort", "off"],
    ["HiddenStores", "SVGAD", "comfort", "off"],
    ["MaxRetrieveFileSize", "SVGADF", "restricts", "*"],
    ["MaxStoreFileSize", "SVGADF", "restricts", "*"],
    ["MaxTransfersPerHost", "SVGADF", "restricts"],
    ["MaxTransfersPerUser", "SVGADF", "restricts"],
    ["StoreUniquePrefix", "SVGADF", "comfort"],
    ["TimeoutNoTransfer", "SVGA", "restricts"],
    ["TimeoutStalled", "SVGA", "restricts"],
    ["TransferOptions", "SVG", "comfort"],
    ["TransferRate", "SVGADF", "restricts"],
    ["UseSendfile", "SVGADF", "comfort"],
  ]),
  ...rows("mod_ls.c", [
    ["DirFakeGroup", "SVGADF", "restricts", "off"],
    ["DirFakeMode", "SVGADF", "restricts"],
    ["DirFakeUser", "SVGADF", "restricts", "off"],
    ["ListOptions", "SVGADF", "comfort"],
    ["ShowSymlinks", "SVGA", "comfort"],
    ["UseGlobbing", "SVGA", "restricts", "on"],
  ]),
  ...rows("mod_facts.c", [
    ["FactsAdvertise", "SVG", "comfort", "on"],
  ]),
];
