/**
 * Directives that are known and not built yet: how much may be moved: bandwidth.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const quota: readonly Unbuilt[] = [
  ...rows("mod_shaper.c", [
    ["ShaperAll", "", "switched"],
    ["ShaperControlsACLs", "", "comfort"],
    ["ShaperEngine", "", "restricts", "off"],
    ["ShaperLog", "", "comfort", "none"],
    ["ShaperSession", "", "switched"],
    ["ShaperTable", "", "switched"],
  ]),
];
