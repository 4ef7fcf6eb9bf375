/**
 * Directives that are known and not built yet: who may connect: bans, host tables, conditional
 * sections, lookups elsewhere.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const access: readonly Unbuilt[] = [
  ...rows("mod_ban.c", [
    ["BanCache", "SVG", "comfort"],
    ["BanCacheOptions", "SVG", "comfort"],
  ]),
  ...rows("mod_dnsbl.c", [
    ["DNSBLDomain", "", "switched"],
    ["DNSBLEngine", "", "restricts", "off"],
    ["DNSBLLog", "", "comfort", "none"],
    ["DNSBLPolicy", "", "switched"],
  ]),
  ...rows("mod_geoip.c", [
    ["GeoIPAllowFilter", "", "switched"],
    ["GeoIPDenyFilter", "", "switched"],
    ["GeoIPEngine", "", "restricts", "off"],
    ["GeoIPLog", "", "comfort", "none"],
    ["GeoIPPolicy", "", "switched"],
    ["GeoIPTable", "", "switched"],
  ]),
  ...rows("mod_ifsession.c", [
    ["IfSessionOptions", "SVG", "comfort"],
  ]),
  ...rows("mod_load.c", [
    ["MaxLoad", "SVG", "restricts", "none"],
  ]),
  // A jail that links may lead out of, in the place of chroot(2): without it the jail is closed.
  ...rows("mod_vroot.c", [
    ["VRootAlias", "", "comfort"],
    ["VRootEngine", "", "comfort", "off"],
    ["VRootLog", "", "comfort", "none"],
    ["VRootOptions", "", "comfort"],
  ]),
  ...rows("mod_wrap.c", [
    ["TCPAccessFiles", "SVGA", "restricts"],
    ["TCPAccessSyslogLevels", "SVGA", "comfort"],
    ["TCPGroupAccessFiles", "SVG", "restricts"],
    ["TCPServiceName", "SVG", "comfort"],
    ["TCPUserAccessFiles", "SVG", "restricts"],
  ]),
];
