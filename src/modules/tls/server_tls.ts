/**
 * What the settings of the server that a client is with make of TLS: the context of all its connections
 * and what goes with it, made while the process can, before login.
 *
 * @module
 */

import type { ClientCertificates } from "../../libc/openssl/client_certificates.ts";
import { ConnectionTexts } from "../../libc/openssl/connection_texts.ts";
import type { TlsContext } from "../../libc/openssl/context.ts";
import { ExportedCertificates } from "../../libc/openssl/exported_certificates.ts";
import type { Session } from "../../session/session.ts";
import { CertificateLogin } from "./certificate_login.ts";
import { contextOf } from "./context.ts";
import { reasonOf } from "./note_failure.ts";
import { optionsOf } from "./options.ts";
import { shareKeys } from "./pre_shared_keys.ts";
import type { Resumption } from "./resumption.ts";
import type { SessionReuse } from "./session_reuse.ts";
import { SiteToSite } from "./site_to_site.ts";
import { stapleFor } from "./stapling/staple.ts";
import type { TlsLog } from "./tls_log.ts";

/** One server's, in one session. */
export interface ServerTls {
  readonly context: TlsContext;
  /** What looks after the certificates of clients, where they are asked for any. */
  readonly clients: ClientCertificates | undefined;
  /** With `StdEnvVars`. */
  readonly texts: ConnectionTexts | undefined;
  /** With `ExportCertData`. */
  readonly exported: ExportedCertificates | undefined;
  readonly certificateLogin: CertificateLogin;
  readonly siteToSite: SiteToSite;
}

/** What of a session goes on when its client goes over to another server. */
export interface SessionParts {
  readonly log: TlsLog;
  /** What data connections go on with. */
  readonly reuse: SessionReuse;
  /** Where there are other processes to share sessions with. */
  readonly resumption: Resumption | undefined;
}

/**
 * Makes it for the server that the client of `session` is with. The files' contents are those that the
 * daemon has checked. Throws what `contextOf` does.
 */
export function serverTls(session: Session, { log, reuse, resumption }: SessionParts): ServerTls {
  const { config } = session;
  const { context, clients } = contextOf(config, (path) => session.materialOf(path));
  const options = optionsOf(config);
  const made: ServerTls = {
    context,
    clients,
    texts: options.has("StdEnvVars") ? new ConnectionTexts() : undefined,
    exported: options.has("ExportCertData") ? new ExportedCertificates() : undefined,
    certificateLogin: new CertificateLogin(session, log, clients),
    siteToSite: new SiteToSite(session, log, context),
  };
  reuse.prepare(context, config);
  stapleFor(context, session, log);
  shareKeys(context, config, (source) => session.materialOf(source), {
    shown: () => reuse.noteKey(),
    stranger: (identity) =>
      log.write(
        `warning: requested PSK identity '${identity}' not configured, providing random fake PSK`,
      ),
    failed: (error) => log.write(`unable to look for a pre-shared key: ${reasonOf(error)}`),
  });
  resumption?.serve(context, session);
  return made;
}
