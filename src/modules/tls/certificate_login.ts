/**
 * Who is let in by a certificate instead of a password: by `.tlslogin` (`TLSOptions AllowDotLogin`), or
 * by a name in the certificate (`TLSUserName`).
 *
 * @module
 */

import type { ClientCertificates } from "../../libc/openssl/client_certificates.ts";
import { OpenSslError } from "../../libc/openssl/errors.ts";
import { KnownCertificates } from "../../libc/openssl/known_certificates.ts";
import type { TlsStream } from "../../libc/openssl/stream.ts";
import { isSysError } from "../../libc/sys_error.ts";
import type { Session } from "../../session/session.ts";
import { isAboutUser, type NamePart, tlsUserName } from "./clients.ts";
import { dotLoginPath, DotLoginRefused, readDotLogin } from "./dot_login.ts";
import { optionsOf } from "./options.ts";
import type { TlsLog } from "./tls_log.ts";

/** In one session, with one server. Made before login, while libraries can be opened. */
export class CertificateLogin {
  readonly #part: NamePart | undefined;
  readonly #known: KnownCertificates | undefined;

  /** `clients` looks after their certificates; undefined where they are asked for none. */
  constructor(
    private readonly session: Session,
    private readonly log: TlsLog,
    private readonly clients: ClientCertificates | undefined,
  ) {
    this.#part = session.config.get(tlsUserName);
    const isAllowed = optionsOf(session.config).has("AllowDotLogin");
    this.#known = isAllowed ? new KnownCertificates() : undefined;
  }

  /** Whether the client at the other end of `stream` has shown to be `user`. */
  shows(user: string, stream: TlsStream): boolean {
    const { session } = this;
    const way = this.#known && this.#isAtHome(user, stream, this.#known)
      ? ".tlslogin"
      : this.#part !== undefined && this.#isNamed(user, stream, this.#part)
      ? "TLSUserName"
      : undefined;
    if (way === undefined) return false;
    session.log.auth("notice", `USER ${user}: TLS/X509 ${way} authentication successful`);
    return true;
  }

  /** Whether the client's certificate is one of those that the user keeps at home. */
  #isAtHome(user: string, stream: TlsStream, known: KnownCertificates): boolean {
    const isIn = this.#isVerified(stream) && this.#isInFile(user, stream, known);
    this.#note(".tlslogin", isIn, user);
    return isIn;
  }

  #isInFile(user: string, stream: TlsStream, known: KnownCertificates): boolean {
    const account = this.session.auth.find(user);
    if (account === undefined) return false;
    const path = dotLoginPath(account);
    try {
      const isIn = known.hold(readDotLogin(account), stream);
      if (!isIn) this.log.write(".tlslogin local/remote certificate MISMATCH");
      return isIn;
    } catch (error) {
      if (error instanceof DotLoginRefused) {
        this.log.write(`.tlslogin check: unable to use '${path}': ${error.message}`);
      } else if (error instanceof OpenSslError) {
        this.log.write(`.tlslogin check: unable to read '${path}'`, error.reasons);
      } else if (isSysError(error)) {
        this.log.write(`.tlslogin check: unable to open '${path}': ${error.reason}`);
      } else throw error;
      return false;
    }
  }

  #isNamed(user: string, stream: TlsStream, part: NamePart): boolean {
    const isTrue = this.clients !== undefined && isAboutUser(this.clients, stream, part, user);
    this.#note(`TLSUserName '${typeof part === "string" ? part : part.oid}'`, isTrue, user);
    return isTrue;
  }

  /** Whether somebody who is trusted has signed what the client has shown. */
  #isVerified(stream: TlsStream): boolean {
    return this.clients !== undefined && this.clients.problemOf(stream) === undefined &&
      this.clients.inspect(stream, () => true) === true;
  }

  #note(what: string, isSuccessful: boolean, user: string): void {
    const outcome = isSuccessful ? "successful" : "failed";
    this.log.write(`TLS/X509 ${what} check ${outcome} for user '${user}'`);
  }
}
