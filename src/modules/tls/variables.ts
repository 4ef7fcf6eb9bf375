/**
 * What logs and Display files can tell of a session's TLS: notes (`%{note:TLS_CIPHER}`), and with
 * `TLSOptions StdEnvVars` and `ExportCertData` variables of the environment (`%{TLS_CIPHER}e`, `%{env:TLS_CIPHER}`).
 *
 * @module
 */

import type { ConnectionTexts } from "../../libc/openssl/connection_texts.ts";
import type { ExportedCertificates } from "../../libc/openssl/exported_certificates.ts";
import type { TlsStream } from "../../libc/openssl/stream.ts";
import { harmless } from "../../log/harmless.ts";
import type { Session } from "../../session/session.ts";

/**
 * Sets them, after the handshake of `stream`; `texts` where `StdEnvVars` is on. Names and certificates
 * are the client's words: what would break a line is escaped.
 */
export function tellConnection(
  session: Session,
  stream: TlsStream,
  texts: ConnectionTexts | undefined,
): void {
  const { name: cipher, bits } = stream.cipher;
  const serverName = session.servers.settled?.name;
  const known = new Map([["FTPS", "1"], ["TLS_PROTOCOL", stream.version], ["TLS_CIPHER", cipher]]);
  if (serverName !== undefined) known.set("TLS_SERVER_NAME", harmless(serverName));
  for (const [name, text] of known) session.notes.set(name, text);
  if (texts === undefined) return;
  known.set("TLS_CIPHER_KEYSIZE_USED", String(bits));
  known.set("TLS_CIPHER_KEYSIZE_POSSIBLE", String(stream.cipher.possibleBits));
  known.set("TLS_SESSION_ID", texts.sessionId(stream));
  known.set("TLS_LIBRARY_VERSION", texts.libraryVersion);
  for (const [name, text] of texts.own(stream)) known.set(`TLS_SERVER_${name}`, harmless(text));
  for (const [name, text] of texts.peers(stream)) known.set(`TLS_CLIENT_${name}`, harmless(text));
  for (const [name, text] of known) session.environment.set(name, text);
}

/**
 * Sets the variables that are whole certificates (`ExportCertData`), as PEM: several lines of letters
 * and digits. The original counts those of the client's chain from one.
 */
export function tellCertificates(
  session: Session,
  stream: TlsStream,
  certificates: ExportedCertificates,
): void {
  const { environment } = session;
  const [own, peers] = [certificates.own(stream), certificates.peers(stream)];
  if (own !== undefined) environment.set("TLS_SERVER_CERT", own);
  if (peers === undefined) return;
  environment.set("TLS_CLIENT_CERT", peers);
  certificates.chain(stream).forEach((text, index) => {
    environment.set(`TLS_CLIENT_CERT_CHAIN${index + 1}`, text);
  });
}
