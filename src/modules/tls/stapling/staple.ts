/**
 * What a session staples: the answer that the daemon's child has fetched, as it is at that moment.
 *
 * @module
 */

import type { TlsContext } from "../../../libc/openssl/context.ts";
import { answerStatusRequests } from "../../../libc/openssl/status_request.ts";
import { isSysError } from "../../../libc/sys_error.ts";
import type { Session } from "../../../session/session.ts";
import { findStaple } from "../../../staples/mod.ts";
import type { TlsLog } from "../tls_log.ts";
import { tlsStapling, tlsStaplingOptions } from "./directives.ts";

/** An OCSPResponse with the status tryLater (RFC 6960 §4.2.1), in DER. */
const TRY_LATER = Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03);

/** Has clients of `context` get the status of the certificate that they are shown, if so configured. */
export function stapleFor(context: TlsContext, session: Session, log: TlsLog): void {
  const { config, staples } = session;
  if (!config.get(tlsStapling)) return;
  const isHonest = config.all(tlsStaplingOptions).flat().includes("NoFakeTryLater");
  answerStatusRequests(context, ({ fingerprint, isMustStaple }) => {
    const staple = staples === undefined ? undefined : stapleAt(staples, fingerprint, log);
    if (staple !== undefined) return staple;
    // A client of such a certificate expects something, as the original sees it.
    if (isHonest && !isMustStaple) return undefined;
    log.write("no OCSP response at hand, returning fake tryLater OCSP response");
    return TRY_LATER;
  });
}

function stapleAt(
  board: number,
  fingerprint: string,
  log: TlsLog,
): Uint8Array<ArrayBuffer> | undefined {
  try {
    return findStaple(board, fingerprint, Date.now());
  } catch (error) {
    // The handshake is the library's, which knows nothing of exceptions.
    if (!isSysError(error)) throw error;
    log.write(`unable to read OCSP responses: ${error.message}`);
    return undefined;
  }
}
