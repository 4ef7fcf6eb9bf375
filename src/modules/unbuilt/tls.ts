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
    ["TLSCACertificateFile", "SVG", "switched"],
    ["TLSCACertificatePath", "SVG", "switched"],
    ["TLSCARevocationFile", "SVG", "switched"],
    ["TLSCARevocationPath", "SVG", "switched"],
    ["TLSCertificateChainFile", "SVG", "switched"],
    ["TLSCipherSuite", "SVG", "switched"],
    ["TLSControlsACLs", "S", "comfort"],
    ["TLSCryptoDevice", "SVG", "comfort", "none"],
    ["TLSDHParamFile", "SVG", "comfort"],
    ["TLSDSACertificateFile", "SVG", "switched"],
    ["TLSDSACertificateKeyFile", "SVG", "switched"],
    ["TLSECCertificateFile", "SVG", "switched"],
    ["TLSECCertificateKeyFile", "SVG", "switched"],
    ["TLSECDHCurve", "SVG", "comfort"],
    ["TLSEngine", "SVG", "restricts", "off"],
    ["TLSLog", "SVG", "comfort", "none"],
    ["TLSMasqueradeAddress", "SV", "comfort"],
    ["TLSNextProtocol", "SVG", "comfort"],
    ["TLSOptions", "SVG", "switched"],
    ["TLSPassPhraseProvider", "S", "comfort"],
    ["TLSPKCS12File", "SVG", "switched"],
    ["TLSPreSharedKey", "SVG", "switched"],
    ["TLSProtocol", "SVG", "switched"],
    ["TLSRandomSeed", "SVG", "comfort"],
    ["TLSRenegotiate", "SVG", "comfort"],
    ["TLSRequired", "SVGA", "restricts", "off"],
    ["TLSRSACertificateFile", "SVG", "switched"],
    ["TLSRSACertificateKeyFile", "SVG", "switched"],
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
    ["TLSUserName", "SVG", "switched", "off"],
    ["TLSVerifyClient", "SVG", "restricts", "off", "optional"],
    ["TLSVerifyDepth", "SVG", "switched"],
    ["TLSVerifyOrder", "SVG", "switched"],
    ["TLSVerifyServer", "SVG", "switched", "off"],
  ]),
];
