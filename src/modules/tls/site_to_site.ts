/**
 * SSCN: transfers between two servers under TLS, of which one has to be the client of the other's
 * handshake.
 *
 * @module
 */

import type { TlsContext } from "../../libc/openssl/context.ts";
import { ServerCertificates } from "../../libc/openssl/server_certificates.ts";
import { TlsStream } from "../../libc/openssl/stream.ts";
import { getpeername } from "../../libc/sockets.ts";
import { formatAddress } from "../../net/mod.ts";
import type { Session } from "../../session/session.ts";
import { asksClients } from "./clients.ts";
import type { TlsLog } from "./tls_log.ts";
import { tlsVerifyServer, verifiesServers } from "./verify_server.ts";

/** What goes from server to server. Listings are the client's own business. */
const TRANSFERS: ReadonlySet<string> = new Set(["APPE", "RETR", "STOR", "STOU"]);

/** In one session, with one server. Made before login, while libraries can be opened. */
export class SiteToSite {
  readonly #verifies: boolean;
  readonly #certificates: ServerCertificates | undefined;

  /** `context` is that of the server that the client is with: its certificate is shown to others, too. */
  constructor(
    session: Session,
    private readonly log: TlsLog,
    private readonly context: TlsContext,
  ) {
    const { config } = session;
    this.#verifies = config.get(tlsVerifyServer);
    this.#certificates = verifiesServers(config) || asksClients(config)
      ? new ServerCertificates()
      : undefined;
  }

  /** Whether the data connection of the command `verb` is one between servers, after `SSCN ON`. */
  static isAbout(verb: string): boolean {
    return TRANSFERS.has(verb);
  }

  /** Our end of the connected socket `fd`: the one that begins the handshake. */
  begin(fd: number): TlsStream {
    this.log.write("making TLS connection for data connection");
    const stream = new TlsStream(this.context, fd, "client");
    this.#certificates?.postpone(stream);
    return stream;
  }

  /** Whether the server at the other end of `stream`, over `fd`, may have the data. */
  accepts(stream: TlsStream, fd: number): boolean {
    const problem = this.#verifies ? this.#problemOf(stream) : undefined;
    if (problem !== undefined) {
      const address = getpeername(fd);
      const name = address === undefined ? "" : formatAddress(address);
      this.log.write(`unable to verify '${name}' server certificate: ${problem}`);
      this.log.write("unable to open data connection: TLS connection failed");
      return false;
    }
    const { name, bits } = stream.cipher;
    this.log.write(`${stream.version} connection created, using cipher ${name} (${bits} bits)`);
    return true;
  }

  #problemOf(stream: TlsStream): string | undefined {
    if (this.#certificates) return this.#certificates.problemOf(stream);
    return "'TLSVerifyServer on' and an authority are needed, or 'TLSVerifyServer off'";
  }
}
