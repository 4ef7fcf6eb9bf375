/**
 * What the TLSLog says of a connection that came to nothing.
 *
 * @module
 */

import { OpenSslError } from "../../libc/openssl/errors.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { NameRefused } from "./asked_name.ts";
import type { TlsLog } from "./tls_log.ts";

/** OpenSSL's words for a client who has shown no certificate, and has to. */
const NO_CERTIFICATE = /peer did not return a certificate/;

/** Writes to `log` why a connection broke, in the original's words where it has any. */
export function noteFailure(log: TlsLog, error: Error): void {
  if (error instanceof NameRefused) {
    log.write(error.message);
    return;
  }
  const isProtocol = error instanceof OpenSslError;
  const kind = isProtocol ? "protocol error" : isSysError(error) ? "system call error" : "end";
  log.write(
    `unable to accept TLS connection: ${kind}: ${isProtocol ? "" : error.message}`,
    isProtocol ? error.reasons : [],
  );
  if (isProtocol && error.reasons.some((line) => NO_CERTIFICATE.test(line))) {
    log.write(
      "unable to accept TLS connection: client did not provide certificate, " +
        "but one is required via 'TLSVerifyClient on'",
    );
  }
}

/** What `error`, whatever it is, says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
