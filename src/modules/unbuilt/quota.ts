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
  ...rows("mod_quotatab.c", [
    ["QuotaDefault", "SVG", "restricts"],
    ["QuotaDirectoryTally", "SVG", "restricts", "off"],
    ["QuotaDisplayUnits", "SVG", "comfort"],
    ["QuotaEngine", "SVG", "restricts", "off"],
    ["QuotaExcludeFilter", "SVG", "comfort", "none"],
    ["QuotaLimitTable", "SVG", "restricts"],
    ["QuotaLock", "SVG", "comfort"],
    ["QuotaLog", "SVG", "comfort", "none"],
    ["QuotaOptions", "SVG", "restricts"],
    ["QuotaShowQuotas", "SVG", "comfort"],
    ["QuotaTallyTable", "SVG", "restricts"],
  ]),
  ...rows("mod_ratio.c", [
    ["AnonRatio", "SVGAD", "restricts"],
    ["ByteRatioErrMsg", "SVGAD", "comfort"],
    ["CwdRatioMsg", "SVGAD", "comfort"],
    ["FileRatioErrMsg", "SVGAD", "comfort"],
    ["GroupRatio", "SVGAD", "restricts"],
    ["HostRatio", "SVGAD", "restricts"],
    ["LeechRatioMsg", "SVGAD", "comfort"],
    ["RatioFile", "SVGAD", "comfort"],
    ["Ratios", "SVGAD", "restricts", "off"],
    ["RatioTempFile", "SVGAD", "comfort"],
    ["SaveRatios", "SVGAD", "comfort", "off"],
    ["UserRatio", "SVGAD", "restricts"],
  ]),
  ...rows("mod_shaper.c", [
    ["ShaperAll", "", "restricts"],
    ["ShaperControlsACLs", "", "comfort"],
    ["ShaperEngine", "", "restricts", "off"],
    ["ShaperLog", "", "comfort", "none"],
    ["ShaperSession", "", "restricts"],
    ["ShaperTable", "", "restricts"],
  ]),
];
