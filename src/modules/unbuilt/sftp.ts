/**
 * Directives that are known and not built yet: SFTP and SCP.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const sftp: readonly Unbuilt[] = [
  ...rows("mod_sftp.c", [
    ["SFTPAcceptEnv", "", "switched"],
    ["SFTPAuthMethods", "", "switched"],
    ["SFTPAuthorizedHostKeys", "", "switched"],
    ["SFTPAuthorizedUserKeys", "", "switched"],
    ["SFTPAuthPublicKeys", "", "switched"],
    ["SFTPCiphers", "", "switched"],
    ["SFTPClientAlive", "", "switched"],
    ["SFTPClientMatch", "", "switched"],
    ["SFTPCompression", "", "switched"],
    ["SFTPCryptoDevice", "", "comfort"],
    ["SFTPDHParamFile", "", "switched"],
    ["SFTPDigests", "", "switched"],
    ["SFTPDisplayBanner", "", "comfort"],
    ["SFTPEngine", "", "restricts", "off"],
    ["SFTPExtensions", "", "switched"],
    ["SFTPHostKey", "", "switched"],
    ["SFTPHostKeys", "", "switched"],
    ["SFTPKeyBlacklist", "", "switched"],
    ["SFTPKeyExchanges", "", "switched"],
    ["SFTPKeyFingerprints", "", "switched"],
    ["SFTPKeyLimits", "", "switched"],
    ["SFTPLog", "", "comfort", "none"],
    ["SFTPMaxChannels", "", "switched"],
    ["SFTPOptions", "", "switched"],
    ["SFTPPassPhraseProvider", "", "switched"],
    ["SFTPRekey", "", "switched"],
    ["SFTPTrafficPolicy", "", "switched"],
  ]),
  ...rows("mod_sftp_pam.c", [
    ["SFTPPAMEngine", "", "switched", "off"],
    ["SFTPPAMOptions", "", "switched"],
    ["SFTPPAMServiceName", "", "switched"],
  ]),
];
