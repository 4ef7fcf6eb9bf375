/**
 * Transfers between two servers under TLS: servers for them, and the client that asks for one.
 *
 * @module
 */
import { type Certificate, makeSignedCertificate } from "./certificates.ts";
import { fromFileUrl } from "./file_url.ts";
import { run } from "./programs.ts";
import type { Place, Server } from "./server.ts";

const CLIENT = fromFileUrl(new URL("../e2e/tls/site_to_site.py", import.meta.url));

/** What a test that calls `sendAcross` needs. */
export const SITE_TO_SITE_NEEDS = ["openssl", "python3"] as const;

/**
 * Directives for a server with a certificate that `signer` has signed, and that trusts in whom
 * `authority` has signed; `more` besides.
 */
export function siteDirectives(
  signer: Certificate,
  authority: Certificate,
  more: string,
): (place: Place) => string {
  return ({ folder }) => {
    const own = makeSignedCertificate(folder, signer, "site", "subjectAltName=IP:127.0.0.1");
    return `LoadModule mod_tls.c
      TLSEngine on
      TLSLog ${folder}/tls.log
      TLSECCertificateFile ${own.certificate}
      TLSECCertificateKeyFile ${own.key}
      TLSCACertificateFile ${authority.certificate}
      TLSOptions NoSessionReuseRequired
      DefaultRoot ~
      ${more}
    `;
  };
}

/**
 * Has `sender` send its user's file `f` to `receiver`, where it is to be `got`; the one on the `client`
 * side begins the handshake. What is heard: the answer to SSCN, the ends of both transfers, two to NOOP.
 */
export async function sendAcross(
  sender: Server,
  receiver: Server,
  client: "from" | "to",
): Promise<string[]> {
  const { name, password } = sender.account();
  const ports = [sender.port, receiver.port].map(String);
  const { stdout, stderr } = await run("python3", [
    ...["-B", CLIENT, ...ports, name, password, client],
  ]);
  if (stderr !== "") throw new Error(stdout + stderr);
  return stdout.trimEnd().split("\n");
}
