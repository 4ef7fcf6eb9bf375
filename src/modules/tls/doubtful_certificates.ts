/**
 * Certificates and keys that OpenSSL takes and an administrator should look at.
 *
 * @module
 */

import { type Directive, type Finding, findingAbout, type Scope } from "../../config/mod.ts";
import { factsOf } from "../../libc/openssl/certificates.ts";
import { AT_FDCWD, statAt } from "../../libc/statx.ts";
import { pairs, tlsCertificateChainFile, tlsPkcs12File } from "./files.ts";

/** Each names a file with a certificate of the server's own. */
export const certificateDirectives: readonly Directive<string | undefined>[] = [
  ...pairs.map(({ certificate }) => certificate),
  tlsPkcs12File,
];

/**
 * Warnings about the files of a server with the settings `config`, whose contents are in `materials` by
 * path: what works, and not for long, or not for everybody, or for too many.
 */
export function doubtfulCertificates(
  config: Scope,
  materials: ReadonlyMap<string, string>,
): Finding[] {
  const findings: Finding[] = [];
  const warn = (directive: Directive<unknown>, reason: string) =>
    void findings.push(findingAbout(config, directive, reason, "warning"));
  for (const directive of [...certificateDirectives, tlsCertificateChainFile]) {
    const path = config.get(directive);
    if (path === undefined) continue;
    for (const { subject, validity } of factsOf(materials.get(path) ?? "")) {
      if (validity === "valid") continue;
      warn(directive, `certificate '${subject}' in '${path}' is ${validity}`);
    }
  }
  const readable = (directive: Directive<string | undefined>) => {
    const path = config.get(directive);
    if (path === undefined || (statAt(AT_FDCWD, path).mode & OTHERS) === 0) return;
    warn(directive, `private key '${path}' can be read by others than its owner and group`);
  };
  readable(tlsPkcs12File);
  for (const { certificate, key, kind } of pairs) {
    const own = config.get(certificate);
    const [facts] = own === undefined ? [] : factsOf(materials.get(own) ?? "");
    if (facts && facts.kind !== kind) {
      const found = facts.kind ?? "another one";
      warn(certificate, `certificate '${own}': expected ${kind} certificate, found ${found}`);
    }
    readable(config.has(key) ? key : certificate);
  }
  return findings;
}

/** Permissions of everybody. */
const OTHERS = 0o007;
