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
    ["SFTPAcceptEnv", "", "restricts"],
    ["SFTPAuthMethods", "", "restricts"],
    ["SFTPAuthorizedHostKeys", "", "restricts"],
    ["SFTPAuthorizedUserKeys", "", "restricts"],
    ["SFTPAuthPublicKeys", "", "restricts"],
    ["SFTPCiphers", "", "restricts"],
    ["SFTPClientAlive", "", "restricts"],
    ["SFTPClientMatch", "", "restricts"],
    ["SFTPCompression", "", "restricts"],
    ["SFTPCryptoDevice", "", "comfort"],
    ["SFTPDHParamFile", "", "restricts"],
    ["SFTPDigests", "", "restricts"],
    ["SFTPDisplayBanner", "", "comfort"],
    ["SFTPEngine", "", "restricts", "off"],
    ["SFTPExtensions", "", "restricts"],
    ["SFTPHostKey", "", "restricts"],
    ["SFTPHostKeys", "", "restricts"],
    ["SFTPKeyBlacklist", "", "restricts"],
    ["SFTPKeyExchanges", "", "restricts"],
    ["SFTPKeyFingerprints", "", "restricts"],
    ["SFTPKeyLimits", "", "restricts"],
    ["SFTPLog", "", "comfort", "none"],
    ["SFTPMaxChannels", "", "restricts"],
    ["SFTPOptions", "", "restricts"],
    ["SFTPPassPhraseProvider", "", "restricts"],
    ["SFTPRekey", "", "restricts"],
    ["SFTPTrafficPolicy", "", "restricts"],
  ]),
  ...rows("mod_sftp_pam.c", [
    ["SFTPPAMEngine", "", "restricts", "off"],
    ["SFTPPAMOptions", "", "restricts"],
    ["SFTPPAMServiceName", "", "restricts"],
  ]),
];
