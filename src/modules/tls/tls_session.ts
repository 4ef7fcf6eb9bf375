/**
 * TLS in one session: the protection of its connections, and what data connections have to have in
 * common with the control connection.
 *
 * @module
 */

import type { TlsContext } from "../../libc/openssl/context.ts";
import { TlsStream } from "../../libc/openssl/stream.ts";
import type { Reply } from "../../protocol/mod.ts";
import { raise } from "../../session/raise.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";
import { heedName, nameInHello } from "./asked_name.ts";
import { ClearingProtection, ControlProtection, EVENTS } from "./control_protection.ts";
import { SecureDataConnection } from "./data_connection.ts";
import { type KeyChange, tlsRenegotiate, tlsTimeoutHandshake } from "./directives.ts";
import { noteFailure, reasonOf } from "./note_failure.ts";
import { optionsOf, type TlsOption } from "./options.ts";
import { isFromItsPlace } from "./place_check.ts";
import { Resumption } from "./resumption.ts";
import { type ServerTls, serverTls } from "./server_tls.ts";
import { SessionReuse } from "./session_reuse.ts";
import { SiteToSite } from "./site_to_site.ts";
import { shakeHands } from "./shake_hands.ts";
import { TlsLog } from "./tls_log.ts";
import { tellCertificates, tellConnection } from "./variables.ts";

/** What is raised when a handshake on the control connection comes to nothing. */
const HANDSHAKE = "mod_tls.ctrl-handshake";

/** One session's. */
export class TlsSession {
  readonly log: TlsLog;
  /** What data connections go on with. */
  readonly reuse: SessionReuse;
  /** What the settings of the server that the client is with have come to. */
  #server: ServerTls | undefined;
  #control: TlsStream | undefined;
  /** Where there are other processes to share sessions with. */
  readonly #resumption: Resumption | undefined;
  /** Whether handshakes of transfers are ours to begin (`SSCN ON`). */
  isClient = false;
  /** The command that is at work. */
  #verb = "";
  /** When its keys were made, in milliseconds of the monotonic clock. */
  #changed = 0;

  constructor(private readonly session: Session) {
    this.log = new TlsLog(session);
    this.reuse = new SessionReuse(this.log);
    const { sharedTls } = session;
    this.#resumption = sharedTls &&
      // There is a whole handshake then.
      new Resumption(
        sharedTls,
        (error) => this.log.write(`unable to look for a session to resume: ${reasonOf(error)}`),
      );
  }

  /** Whether the control connection is protected now. */
  get isControlProtected(): boolean {
    return this.#control !== undefined;
  }

  /** Whether there has been a handshake in this session. */
  get hasBegun(): boolean {
    return this.reuse.hasBegun;
  }

  /** Whether data connections are protected (PROT P). */
  get isDataProtected(): boolean {
    return this.session.data.protect !== undefined;
  }

  /** `TLSTimeoutHandshake`, in seconds. */
  get seconds(): number {
    return this.session.config.get(tlsTimeoutHandshake);
  }

  /** `TLSRenegotiate`. */
  get keyChange(): KeyChange {
    return this.session.config.get(tlsRenegotiate);
  }

  /**
   * To be called before every command. Changes the keys of the control connection when it is time for that: with the
   * next reply.
   */
  attend(verb: string): void {
    this.#verb = verb;
    const { control: seconds } = this.keyChange;
    if (seconds === undefined || !this.#control) return;
    const now = performance.now();
    if (now - this.#changed < seconds * 1000) return;
    this.#changed = now;
    this.#control.changeKeys(true);
    this.log.write("changing the keys of the control connection");
  }

  /** Whether `TLSOptions` has `option`. */
  has(option: TlsOption): boolean {
    return optionsOf(this.session.config).has(option);
  }

  /**
   * Makes what a handshake needs, while the process can: before login. The files' contents are those
   * that the daemon has checked.
   */
  prepare(): void {
    this.log.open();
    this.context();
  }

  /** Whether that is done. */
  get isPrepared(): boolean {
    return this.#server !== undefined;
  }

  /** The context of the server that the client is with. */
  context(): TlsContext {
    return this.#made.context;
  }

  get #made(): ServerTls {
    return this.#server ??= serverTls(this.session, {
      log: this.log,
      reuse: this.reuse,
      resumption: this.#resumption,
    });
  }

  /** Gives up what leads to other sessions: the client is about to be let in. */
  confine(): void {
    this.#resumption?.close();
  }

  /** The settings are another server's now: what follows from them is made again. */
  forget(): void {
    if (this.hasBegun) return;
    this.#server?.context.free();
    this.#server = undefined;
  }

  /**
   * The handshake on the control connection. Throws `SessionEnd` with `farewell` when it fails. What the client has
   * sent before, in plain text, never counts.
   */
  protectControl(farewell?: Reply): void {
    const { control, waiter } = this.session;
    const { seconds } = this;
    waiter.timers.start("handshake", seconds, () => {
      this.log.write(`TLS/TLS-C negotiation timed out (${seconds} seconds)`);
      return raise(this.session, HANDSHAKE) ??
        new SessionEnd("TLS handshake timed out", farewell);
    });
    let stream: TlsStream | undefined;
    try {
      this.#hearName();
      this.prepare();
      stream = new TlsStream(this.context(), control.fd);
      shakeHands(stream, control.fd, (need) => waiter.wait(control.fd, EVENTS[need]));
    } catch (error) {
      if (!(error instanceof Error) || error instanceof SessionEnd) {
        stream?.free();
        throw error;
      }
      if (stream) this.#noteCertificate(stream);
      this.noteFailure(error);
      stream?.free();
      this.log.write("TLS/TLS-C negotiation failed on control channel");
      throw raise(this.session, HANDSHAKE) ??
        new SessionEnd(`TLS handshake failed: ${error.message}`, farewell);
    } finally {
      waiter.timers.stop("handshake");
    }
    this.#demandPlace(stream);
    this.#control = stream;
    this.#changed = performance.now();
    const identity = stream.identity();
    this.reuse.begin(identity);
    this.#resumption?.settle({ isResumed: stream.isResumed, version: identity.version });
    this.#tellEverybody(stream);
    control.protect(new ControlProtection(stream, (error) => this.noteFailure(error)));
    this.log.write(`${this.#described(stream, "connection")}`);
    if (stream.isResumed) {
      this.log.write("client reused previous TLS session for control connection");
    }
  }

  /** Goes over to the server that the client names. */
  #hearName(): void {
    const { session } = this;
    if (session.login) return;
    const { control, waiter } = session;
    const hello = this.has("IgnoreSNI")
      ? undefined
      : nameInHello(control.fd, () => waiter.wait(control.fd, EVENTS.readable));
    heedName(session, hello);
  }

  /** Ends the session of a client whose certificate is about another place than it comes from. */
  #demandPlace(stream: TlsStream): void {
    const { log, session } = this;
    const clients = this.#server?.clients;
    const subject = clients?.inspect(stream, (certificate) => certificate.subject);
    if (!clients || subject === undefined) return;
    log.write(`Client: ${subject}`);
    if (isFromItsPlace(session, clients, stream, optionsOf(session.config), log)) return;
    log.write("TLS/TLS-C negotiation failed on control channel");
    // The connection is the client's under TLS: nothing can be said in plain text.
    stream.sayGoodbye();
    stream.free();
    const reason = "the client's certificate is about another place";
    throw raise(session, HANDSHAKE) ?? new SessionEnd(`TLS handshake failed: ${reason}`);
  }

  /** Writes down what was wrong with the certificate of a client who has come to nothing by it. */
  #noteCertificate(stream: TlsStream): void {
    const problem = this.#server?.clients?.problemOf(stream);
    if (problem !== undefined) this.log.write(`client certificate failed verification: ${problem}`);
  }

  /** Whether the client has shown to be `user` by its certificate: before login. */
  vouchesFor(user: string): boolean {
    const stream = this.#control;
    return stream !== undefined && this.#server?.certificateLogin.shows(user, stream) === true;
  }

  /** What changes for the rest of the session when its control connection is protected. */
  #tellEverybody(stream: TlsStream): void {
    const { session } = this;
    const { texts, exported } = this.#made;
    tellConnection(session, stream, texts);
    if (exported) tellCertificates(session, stream, exported);
    session.protocol = "ftps";
    session.score.nameProtocol(session.protocol);
    session.masquerade = session.tlsMasquerade ?? session.masquerade;
  }

  #described(stream: TlsStream, what: string): string {
    const { name, bits } = stream.cipher;
    const resumed = stream.isResumed ? ", resumed session" : "";
    return `${stream.version} ${what} accepted, using cipher ${name} (${bits} bits${resumed})`;
  }

  /** PROT P and PROT C. */
  protectData(isWanted: boolean): void {
    this.session.data.protect = isWanted
      ? (...parts) => {
        this.reuse.expectHandshake();
        const isOurs = this.isClient && SiteToSite.isAbout(this.#verb);
        return new SecureDataConnection(
          this,
          isOurs ? this.#server?.siteToSite : undefined,
          ...parts,
        );
      }
      : undefined;
  }

  /** Whether a data connection whose handshake is done may be used, by whose session it goes on with. */
  accepts(stream: TlsStream): boolean {
    // After CCC anybody on the way could ask for a data connection: there is nothing left to protect by
    // this, and some clients have thrown their session away. The original does not ask then, either.
    const isAsked = this.isControlProtected && !this.has("NoSessionReuseRequired");
    const isAccepted = !isAsked || this.reuse.accepts(stream);
    this.log.write(
      isAccepted
        ? this.#described(stream, "data connection")
        : "unable to open data connection: TLS negotiation failed",
    );
    return isAccepted;
  }

  /** CCC: says goodbye on the control connection, which goes on in plain text. */
  clearControl(): void {
    const { control } = this.session;
    const stream = this.#control;
    if (stream === undefined) return;
    this.#control = undefined;
    stream.sayGoodbye();
    control.protect(
      new ClearingProtection(control.fd, stream, () => {
        control.protect(undefined);
        stream.free();
      }),
    );
  }

  /** Writes down why a connection broke. */
  noteFailure(error: Error): void {
    noteFailure(this.log, error);
  }

  /** Says goodbye. */
  close(): void {
    this.#control?.sayGoodbye();
    this.log.close();
  }
}
