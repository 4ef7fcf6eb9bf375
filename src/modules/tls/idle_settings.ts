/**
 * Settings about TLS that come to nothing, as in the original, for want of others.
 *
 * @module
 */

import { type Directive, type Finding, findingAbout, type Scope } from "../../config/mod.ts";
import { useReverseDNS } from "../../settings/mod.ts";
import { asksClients, tlsUserName } from "./clients.ts";
import { tlsCaCertificateFile, tlsCaCertificatePath } from "./files.ts";
import { optionsOf, type TlsOption, tlsOptions } from "./options.ts";
import { DEMANDS, NAME_DEMANDS } from "./place_check.ts";
import { tlsVerifyServer } from "./verify_server.ts";

/** Options that are about the certificates of clients. */
const ABOUT_CERTIFICATES: readonly TlsOption[] = ["AllowDotLogin", ...DEMANDS];

/** What an administrator should know of the server with the settings `config`; `main` is the main server. */
export function idleSettings(config: Scope, main: Scope): readonly Finding[] {
  const findings: Finding[] = [];
  const warn = (directive: Directive<unknown>, reason: string) =>
    void findings.push(findingAbout(config, directive, reason, "warning"));
  const options = optionsOf(config);
  for (const option of ABOUT_CERTIFICATES.filter((option) => options.has(option))) {
    const missing = !asksClients(config)
      ? "without TLSVerifyClient"
      : NAME_DEMANDS.includes(option) && !main.get(useReverseDNS)
      ? "with 'UseReverseDNS off'"
      : undefined;
    if (missing !== undefined) warn(tlsOptions, `TLSOption '${option}' has no effect ${missing}`);
  }
  if (config.get(tlsUserName) !== undefined && !asksClients(config)) {
    warn(tlsUserName, "it has no effect without TLSVerifyClient");
  }
  const authorities = [tlsCaCertificateFile, tlsCaCertificatePath];
  const hasAuthorities = authorities.some((directive) => config.has(directive));
  if (config.has(tlsVerifyServer) && config.get(tlsVerifyServer) && !hasAuthorities) {
    warn(
      tlsVerifyServer,
      "no server can pass without TLSCACertificateFile or TLSCACertificatePath",
    );
  }
  return findings;
}
