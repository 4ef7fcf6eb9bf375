/**
 * Directives that are known and not built yet: how much may be moved and kept: quotas, ratios,
 * bandwidth.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const quota: readonly Unbuilt[] = [
  ...rows("mod_ratio.c", [
    ["AnonRatio", "SVGAD", "switched"],
    ["ByteRatioErrMsg", "SVGAD", "comfort"],
    ["CwdRatioMsg", "SVGAD", "comfort"],
    ["FileRatioErrMsg", "SVGAD", "comfort"],
    ["GroupRatio", "SVGAD", "switched"],
    ["HostRatio", "SVGAD", "switched"],
    ["LeechRatioMsg", "SVGAD", "comfort"],
    ["RatioFile", "SVGAD", "comfort"],
    ["Ratios", "SVGAD", "restricts", "off"],
    ["RatioTempFile", "SVGAD", "comfort"],
    ["SaveRatios", "SVGAD", "comfort", "off"],
    ["UserRatio", "SVGAD", "switched"],
  ]),
  ...rows("mod_shaper.c", [
    ["ShaperAll", "", "switched"],
    ["ShaperControlsACLs", "", "comfort"],
    ["ShaperEngine", "", "restricts", "off"],
    ["ShaperLog", "", "comfort", "none"],
    ["ShaperSession", "", "switched"],
    ["ShaperTable", "", "switched"],
  ]),
];
