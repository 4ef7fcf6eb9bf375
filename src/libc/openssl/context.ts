/**
 * `SSL_CTX`: what all TLS connections of one session have in common, at either end.
 *
 * Everything comes as text that the caller has read already: a session may be unable to open the
 * files, and they are the daemon's to read (at start and HUP). All methods throw `OpenSslError`.
 *
 * @module
 */

import { bytesOf } from "../bytes.ts";
import { cString, demandOne, fail, takeErrors } from "./errors.ts";
import { type Handle, openssl } from "./library.ts";
import { certificatesIn, keyIn, parametersIn, type Pem, withCertificatesIn } from "./pem.ts";

/** Protocol versions by their names in `TLSProtocol`. */
export const PROTOCOLS = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;
/** A version of the protocol, as `TLSProtocol` names it. */
export type Protocol = (typeof PROTOCOLS)[number];

/** Their numbers on the wire, which are those of `SSL_CTX_set_min_proto_version`. */
const WIRE: Readonly<Record<Protocol, number>> = {
  "SSLv3": 0x0300,
  "TLSv1": 0x0301,
  "TLSv1.1": 0x0302,
  "TLSv1.2": 0x0303,
  "TLSv1.3": 0x0304,
};

/** `SSL_OP_…` (openssl/ssl.h): bits of options. */
const OPTION = {
  enableKtls: 2 ** 3,
  dontInsertEmptyFragments: 2 ** 11,
  noTicket: 2 ** 14,
  noCompression: 2 ** 17,
  cipherServerPreference: 2 ** 22,
  noRenegotiation: 2 ** 30,
  allowClientRenegotiation: 2 ** 8,
} as const;

const NOT: Readonly<Record<Protocol, number>> = {
  "SSLv3": 2 ** 25,
  "TLSv1": 2 ** 26,
  "TLSv1.1": 2 ** 28,
  "TLSv1.2": 2 ** 27,
  "TLSv1.3": 2 ** 29,
};

/** `SSL_CTRL_…` (openssl/ssl.h). */
const CTRL = {
  extraChainCertificate: 14,
  mode: 33,
  sessionCacheMode: 44,
  clearMode: 78,
  chain: 88,
  chainCertificate: 89,
  groups: 92,
  dhAuto: 118,
  minimum: 123,
  maximum: 124,
} as const;

/** `SSL_MODE_…`: a write may be repeated from another place in memory; nothing idle keeps buffers. */
const MODES = 0x2 /* ACCEPT_MOVING_WRITE_BUFFER */ | 0x10; /* RELEASE_BUFFERS */

/**
 * `SSL_MODE_AUTO_RETRY`, which is on by itself: a read would go on for as long as somebody sends changes
 * of keys, and nobody would look at the time.
 */
const AUTO_RETRY = 0x4;

/** `SSL_SESS_CACHE_SERVER`. */
const CACHE_SERVER = 2;

/** `SSL_TLSEXT_ERR_OK` and `SSL_TLSEXT_ERR_NOACK`. */
const ALPN_OK = 0;
const ALPN_NO_ANSWER = 3;

/** What is switched on or off at once. */
export interface ContextOptions {
  /** The server's order of ciphers counts, not the client's. */
  readonly ownPreference: boolean;
  /** Clients may ask for renegotiations (TLS 1.2 and before). */
  readonly clientRenegotiation: boolean;
  /** Tickets for TLS 1.2 and before; TLS 1.3 has them in any event. */
  readonly tickets: boolean;
  /** No countermeasure against BEAST (TLS 1.0). */
  readonly noEmptyFragments: boolean;
}

/** One `SSL_CTX`. */
export class TlsContext {
  /** For `TlsStream`. */
  readonly handle: Handle;
  /** What the library calls back; it must live as long as the context. */
  readonly #callbacks: { close(): void }[] = [];
  /** Memory that it looks at then. */
  readonly #memory: unknown[] = [];

  /** Throws `OpenSslMissing` where there is no OpenSSL 3. */
  constructor() {
    const { SSL_CTX_new, TLS_method } = openssl();
    takeErrors();
    this.handle = demandOne(SSL_CTX_new(Number(TLS_method())));
    this.#ctrl(CTRL.mode, MODES);
    this.#ctrl(CTRL.clearMode, AUTO_RETRY);
  }

  /** Gives the memory back. No connection may use it any more. */
  free(): void {
    openssl().SSL_CTX_free(this.handle);
    for (const callback of this.#callbacks.splice(0)) callback.close();
    this.#memory.length = 0;
  }

  /** Keeps `callback`, and the memory that goes with it, for as long as there is the context. */
  keep(callback: { close(): void }, ...memory: readonly unknown[]): void {
    this.#callbacks.push(callback);
    this.#memory.push(...memory);
  }

  #ctrl(command: number, larg: number, parg: Handle = 0): number {
    return Number(openssl().SSL_CTX_ctrl(this.handle, command, larg, parg));
  }

  #option(bits: number): void {
    openssl().SSL_CTX_set_options(this.handle, bits);
  }

  /** The versions that clients may speak; at least one. */
  allow(protocols: ReadonlySet<Protocol>): void {
    const allowed = PROTOCOLS.filter((protocol) => protocols.has(protocol));
    const lowest = allowed[0] ?? "TLSv1.2";
    const highest = allowed[allowed.length - 1] ?? "TLSv1.3";
    demandOne(this.#ctrl(CTRL.minimum, WIRE[lowest]));
    demandOne(this.#ctrl(CTRL.maximum, WIRE[highest]));
    for (const protocol of PROTOCOLS) {
      if (!protocols.has(protocol)) this.#option(NOT[protocol]);
    }
  }

  /** Sets what `options` say; compression is always off, the kernel's TLS on where it has any. */
  set(options: ContextOptions): void {
    this.#option(OPTION.noCompression);
    this.#option(OPTION.enableKtls);
    if (options.ownPreference) this.#option(OPTION.cipherServerPreference);
    this.#option(
      options.clientRenegotiation ? OPTION.allowClientRenegotiation : OPTION.noRenegotiation,
    );
    if (!options.tickets) this.#option(OPTION.noTicket);
    if (options.noEmptyFragments) this.#option(OPTION.dontInsertEmptyFragments);
  }

  /** The ciphers of TLS 1.2 and before, as openssl-ciphers(1) writes them. */
  setCiphers(list: string): void {
    demandOne(openssl().SSL_CTX_set_cipher_list(this.handle, cString(list)));
  }

  /** The cipher suites of TLS 1.3. */
  setSuites(list: string): void {
    demandOne(openssl().SSL_CTX_set_ciphersuites(this.handle, cString(list)));
  }

  /** How strong keys and algorithms have to be: 0 for anything, 1, 2 … */
  setSecurityLevel(level: number): void {
    openssl().SSL_CTX_set_security_level(this.handle, level);
  }

  /** Curves and groups for the exchange of keys, in order of preference, with `:` between. */
  setGroups(list: string): void {
    demandOne(openssl().ctrlWithBuffer(this.handle, CTRL.groups, 0, cString(list)));
  }

  /** The first certificate of `pem` is the server's own, those behind it are its chain. */
  useCertificate(pem: Pem): void {
    withCertificatesIn(pem, ([own, ...chain]) => {
      demandOne(openssl().SSL_CTX_use_certificate(this.handle, own));
      // Of another certificate for the same kind of key, which this one takes the place of.
      demandOne(this.#ctrl(CTRL.chain, 0));
      for (const certificate of chain) {
        demandOne(this.#ctrl(CTRL.chainCertificate, 1, certificate));
      }
    });
  }

  /** The private key of the last certificate of its kind; throws when it belongs to another. */
  useKey(pem: Pem, passPhrase = ""): void {
    const { SSL_CTX_use_PrivateKey, EVP_PKEY_free } = openssl();
    const key = keyIn(pem, passPhrase);
    try {
      demandOne(SSL_CTX_use_PrivateKey(this.handle, key));
    } finally {
      EVP_PKEY_free(key);
    }
  }

  /** What certificates without a chain of their own are sent with. */
  useChain(pem: Pem): void {
    for (const certificate of certificatesIn(pem)) {
      // Takes the certificate over.
      demandOne(this.#ctrl(CTRL.extraChainCertificate, 0, certificate));
    }
  }

  /** Certificates that chains may end at. */
  trust(pem: Pem): void {
    const { SSL_CTX_get_cert_store, X509_STORE_add_cert } = openssl();
    const store = Number(SSL_CTX_get_cert_store(this.handle));
    withCertificatesIn(pem, (certificates) => {
      for (const certificate of certificates) demandOne(X509_STORE_add_cert(store, certificate));
    });
  }

  /** Parameters for Diffie-Hellman: those in `pem`, or such as fit the server's key. */
  useDhParameters(pem: Pem | undefined): void {
    if (pem === undefined) {
      demandOne(this.#ctrl(CTRL.dhAuto, 1));
      return;
    }
    const { SSL_CTX_set0_tmp_dh_pkey, EVP_PKEY_free } = openssl();
    const parameters = parametersIn(pem);
    if (SSL_CTX_set0_tmp_dh_pkey(this.handle, parameters) === 1) return; // which takes them over
    EVP_PKEY_free(parameters);
    fail();
  }

  /**
   * Which sessions may be resumed: those that were made under the same `name` (at most 32 bytes);
   * for how many seconds, and whether this process remembers any.
   */
  resume(name: string, seconds: number, remembers: boolean): void {
    this.resumeAs(name);
    openssl().SSL_CTX_set_timeout(this.handle, seconds);
    this.#ctrl(CTRL.sessionCacheMode, remembers ? CACHE_SERVER : 0);
  }

  /** Changes the name of `resume`. */
  resumeAs(name: string): void {
    const bytes = bytesOf(name);
    demandOne(openssl().SSL_CTX_set_session_id_context(this.handle, bytes, bytes.length));
  }

  /** Agrees to the protocol `name` where a client offers it (ALPN, RFC 7301). */
  speak(name: string): void {
    const { SSL_CTX_set_alpn_select_cb, load, store } = openssl();
    const offers = new Uint8Array(new ArrayBuffer(LONGEST_OFFER));
    // What `*out` points to has to stay, at most until the handshake is over.
    const address = new Uint8Array(8);
    const length = Uint8Array.of(name.length);
    const callback = new Deno.UnsafeCallback(
      { parameters: ["u64", "u64", "u64", "u64", "u32", "u64"], result: "i32" },
      // int (*cb)(SSL *, const unsigned char **out, unsigned char *outlen,
      //           const unsigned char *in, unsigned int inlen, void *arg)
      (_ssl: bigint, out: bigint, outLength: bigint, offered: bigint, count: number) => {
        if (count > LONGEST_OFFER) return ALPN_NO_ANSWER;
        load(offers, Number(offered), count);
        const at = placeOf(name, offers.subarray(0, count));
        if (at === undefined) return ALPN_NO_ANSWER;
        // The client's own bytes: they live as long as its hello.
        new DataView(address.buffer).setBigUint64(0, offered + BigInt(at), true);
        store(Number(out), address, 8);
        store(Number(outLength), length, 1);
        return ALPN_OK;
      },
    );
    this.#callbacks.push(callback);
    SSL_CTX_set_alpn_select_cb(this.handle, callback.pointer, 0);
  }
}

/** The extension has no room for more. */
const LONGEST_OFFER = 65536;

/** Where in the list of a client's protocols (each behind its length) `name` stands. */
function placeOf(name: string, list: Uint8Array): number | undefined {
  for (let at = 0; at < list.length;) {
    const length = list[at] ?? 0;
    const offered = list.subarray(at + 1, at + 1 + length);
    if (offered.length === name.length && bytesOf(name).every((byte, i) => byte === offered[i])) {
      return at + 1;
    }
    at += 1 + length;
  }
  return undefined;
}
