/**
 * Directives that are known and not built yet: FTPS.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const tls: readonly Unbuilt[] = [
  ...rows("mod_tls.c", [
    ["TLSCACertificateFile", "SVG", "restricts"],
    ["TLSCACertificatePath", "SVG", "restricts"],
    ["TLSCARevocationFile", "SVG", "restricts"],
    ["TLSCARevocationPath", "SVG", "restricts"],
    ["TLSCertificateChainFile", "SVG", "restricts"],
    ["TLSCipherSuite", "SVG", "restricts"],
    ["TLSControlsACLs", "S", "comfort"],
    ["TLSCryptoDevice", "SVG", "comfort", "none"],
    ["TLSDHParamFile", "SVG", "comfort"],
    ["TLSDSACertificateFile", "SVG", "restricts"],
    ["TLSDSACertificateKeyFile", "SVG", "restricts"],
    ["TLSECCertificateFile", "SVG", "restricts"],
    ["TLSECCertificateKeyFile", "SVG", "restricts"],
    ["TLSECDHCurve", "SVG", "comfort"],
    ["TLSEngine", "SVG", "restricts", "off"],
    ["TLSLog", "SVG", "comfort", "none"],
    ["TLSMasqueradeAddress", "SV", "comfort"],
    ["TLSNextProtocol", "SVG", "comfort"],
    ["TLSOptions", "SVG", "restricts"],
    ["TLSPassPhraseProvider", "S", "comfort"],
    ["TLSPKCS12File", "SVG", "restricts"],
    ["TLSPreSharedKey", "SVG", "restricts"],
    ["TLSProtocol", "SVG", "restricts"],
    ["TLSRandomSeed", "SVG", "comfort"],
    ["TLSRenegotiate", "SVG", "comfort"],
    ["TLSRequired", "SVGA", "restricts", "off"],
    ["TLSRSACertificateFile", "SVG", "restricts"],
    ["TLSRSACertificateKeyFile", "SVG", "restricts"],
    ["TLSServerCipherPreference", "SVG", "comfort"],
    ["TLSServerInfoFile", "SVG", "comfort"],
    ["TLSSessionCache", "S", "comfort", "off"],
    ["TLSSessionTicketKeys", "S", "comfort"],
    ["TLSSessionTickets", "SVG", "comfort", "off"],
    ["TLSStapling", "SVG", "comfort", "off"],
    ["TLSStaplingCache", "S", "comfort"],
    ["TLSStaplingOptions", "SVG", "comfort"],
    ["TLSStaplingResponder", "SVG", "comfort"],
    ["TLSStaplingTimeout", "SVG", "comfort"],
    ["TLSTimeoutHandshake", "SVG", "comfort"],
    ["TLSUserName", "SVG", "restricts", "off"],
    ["TLSVerifyClient", "SVG", "restricts", "off"],
    ["TLSVerifyDepth", "SVG", "restricts"],
    ["TLSVerifyOrder", "SVG", "restricts"],
    ["TLSVerifyServer", "SVG", "restricts", "off"],
  ]),
];
