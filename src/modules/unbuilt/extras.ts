/**
 * Directives that are known and not built yet: further commands and helpers.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const extras: readonly Unbuilt[] = [
  ...rows("mod_copy.c", [
    ["CopyEngine", "SVG", "comfort", "off"],
    ["CopyOptions", "SVG", "comfort"],
  ]),
  ...rows("mod_deflate.c", [
    ["DeflateEngine", "", "comfort", "off"],
    ["DeflateLog", "", "comfort", "none"],
  ]),
  ...rows("mod_digest.c", [
    ["DigestAlgorithms", "SVGA", "comfort"],
    ["DigestCache", "SVGA", "comfort", "off"],
    ["DigestDefaultAlgorithm", "SVG", "comfort"],
    ["DigestEnable", "DF", "comfort"],
    ["DigestEngine", "SVGA", "comfort", "off"],
    ["DigestMaxSize", "SVGA", "comfort"],
    ["DigestOptions", "SVG", "comfort"],
  ]),
  ...rows("mod_dynmasq.c", [
    ["DynMasqRefresh", "S", "comfort"],
  ]),
  ...rows("mod_exec.c", [
    ["ExecBeforeCommand", "SVGAD", "comfort"],
    ["ExecEnable", "ADF", "comfort"],
    ["ExecEngine", "SVG", "restricts", "off"],
    ["ExecEnviron", "SVG", "comfort"],
    ["ExecLog", "SVG", "comfort", "none"],
    ["ExecOnCommand", "SVGAD", "comfort"],
    ["ExecOnConnect", "SVGAD", "comfort"],
    ["ExecOnError", "SVGAD", "comfort"],
    ["ExecOnEvent", "SVG", "comfort"],
    ["ExecOnExit", "SVGAD", "comfort"],
    ["ExecOnRestart", "SVGAD", "comfort"],
    ["ExecOptions", "SVG", "comfort"],
    ["ExecTimeout", "SVG", "comfort"],
  ]),
  ...rows("mod_facl.c", [
    ["FACLEngine", "S", "comfort", "off"],
  ]),
  ...rows("mod_qos.c", [
    ["QoSOptions", "", "comfort"],
  ]),
  ...rows("mod_readme.c", [
    ["DisplayReadme", "SVGA", "comfort"],
  ]),
  ...rows("mod_rewrite.c", [
    ["RewriteCondition", "SVGAD", "switched"],
    ["RewriteEngine", "SVG", "restricts", "off"],
    ["RewriteLock", "SVG", "comfort"],
    ["RewriteLog", "SVG", "comfort", "none"],
    ["RewriteMap", "SVG", "comfort"],
    ["RewriteMaxReplace", "SVG", "comfort"],
    ["RewriteRule", "SVGAD", "switched"],
  ]),
  ...rows("mod_site_misc.c", [
    ["SiteMiscEngine", "SVG", "comfort", "off"],
  ]),
  ...rows("mod_statcache.c", [
    ["StatCacheCapacity", "", "comfort"],
    ["StatCacheControlsACLs", "", "comfort"],
    ["StatCacheEngine", "", "comfort", "off"],
    ["StatCacheMaxAge", "", "comfort"],
    ["StatCacheTable", "", "comfort"],
  ]),
  ...rows("mod_unique_id.c", [
    ["UniqueIDEngine", "S", "comfort", "off"],
  ]),
];
