/**
 * `TLSVerifyServer`: whose certificate the other server of a transfer has to have.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { tlsCaCertificateFile, tlsCaCertificatePath } from "./files.ts";

/**
 * `TLSVerifyServer on|off|NoReverseDNS`: whether an authority of `TLSCACertificateFile` or
 * `TLSCACertificatePath` has to have signed the certificate of the server that a transfer after `SSCN
 * ON` is with. All that is known of that server is its address, and as with the original no name in the
 * certificate is compared with it: `NoReverseDNS` is `on`.
 */
export const tlsVerifyServer: Directive<boolean> = {
  name: "TLSVerifyServer",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSVerifyServer on|off|NoReverseDNS",
  fallback: true,
  parse: (args) => args.word(0).toLowerCase() === "noreversedns" || args.boolean(0),
};

/** Whether a line of `config` asks for authorities, with which servers are verified. */
export function verifiesServers(config: Scope): boolean {
  const hasAuthorities = config.has(tlsCaCertificateFile) || config.has(tlsCaCertificatePath);
  return hasAuthorities && config.has(tlsVerifyServer) && config.get(tlsVerifyServer);
}
