/**
 * What responders are to be asked about: the certificates of the servers with `TLSStapling on`. Worked
 * out by the daemon when it reads its configuration.
 *
 * @module
 */

import type { Directive, Scope } from "../../../config/mod.ts";
import { type Standing, standingOf } from "../../../libc/openssl/issuer.ts";
import { MOST_STAPLES, type StapleTask } from "../../../staples/mod.ts";
import {
  materialName,
  pairs,
  tlsCaCertificateFile,
  tlsCaCertificatePath,
  tlsCertificateChainFile,
  tlsPkcs12File,
} from "../files.ts";
import {
  tlsStapling,
  tlsStaplingOptions,
  tlsStaplingResponder,
  tlsStaplingTimeout,
} from "./directives.ts";
import { parseResponderUrl } from "./responder_url.ts";

/** Seconds that any responder has at most: the next one waits. */
const LONGEST = 60;

/** Something that will not be stapled, and the line that is to blame. */
export interface Unstapled {
  readonly directive: Directive<unknown>;
  readonly reason: string;
}

/** Adds to `tasks`, by fingerprint, what the settings `config` ask for, which have been tried. */
export function addStapleTasks(
  tasks: Map<string, StapleTask>,
  config: Scope,
  contentOf: (name: string) => string | undefined,
): readonly Unstapled[] {
  if (!config.get(tlsStapling)) return [];
  const read = (directive: Directive<string | undefined>) => {
    const path = config.get(directive);
    const content = path === undefined ? undefined : contentOf(materialName(directive, path));
    return content === undefined || content === "" ? [] : [content];
  };
  const others = [tlsCertificateChainFile, tlsCaCertificateFile, tlsCaCertificatePath]
    .flatMap(read);
  const unstapled: Unstapled[] = [];
  const refuse = (directive: Directive<unknown>, reason: string) =>
    void unstapled.push({ directive, reason: `${reason}, nothing can be stapled` });
  for (const directive of [...pairs.map(({ certificate }) => certificate), tlsPkcs12File]) {
    for (const pem of read(directive)) {
      const standing = standingOf(pem, others);
      const { certificate, fingerprint, subject, issuer, isSelfSigned } = standing;
      const about = `certificate '${subject}'`;
      if (isSelfSigned) {
        refuse(directive, `${about} is self-signed`);
        continue;
      }
      if (issuer === undefined) {
        refuse(directive, `who has signed ${about} is not among the configured certificates`);
        continue;
      }
      const url = config.get(tlsStaplingResponder) ?? responderOf(standing);
      if (url === undefined || parseResponderUrl(url) === undefined) {
        const why = url === undefined
          ? "names no OCSP responder"
          : `has an OCSP responder that is not asked over http://, '${url}'`;
        refuse(directive, `${about} ${why}`);
        continue;
      }
      if (tasks.has(fingerprint)) continue;
      if (tasks.size === MOST_STAPLES) {
        refuse(directive, `there are more than ${MOST_STAPLES} certificates`);
        continue;
      }
      const seconds = config.get(tlsStaplingTimeout);
      tasks.set(fingerprint, {
        fingerprint,
        subject,
        certificate,
        issuer,
        url,
        seconds: seconds === 0 ? LONGEST : Math.min(seconds, LONGEST),
        nonce: !config.all(tlsStaplingOptions).flat().includes("NoNonce"),
      });
    }
  }
  return unstapled;
}

/** The first responder that can be asked. */
function responderOf({ urls }: Standing): string | undefined {
  return urls.find((url) => parseResponderUrl(url) !== undefined) ?? urls[0];
}
