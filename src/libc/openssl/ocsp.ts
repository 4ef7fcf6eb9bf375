/**
 * The Online Certificate Status Protocol (RFC 6960): questions about one certificate, and what their
 * answers are worth. For the process that asks responders, which holds no secret: what it reads here
 * comes from strangers.
 *
 * @module
 */

import { bytesOf } from "../bytes.ts";
import { demandOne, takeErrors } from "./errors.ts";
import { type Handle, moreOfLibcrypto, openssl } from "./library.ts";
import { certificatesIn } from "./pem.ts";

const symbols = {
  // OCSP_CERTID *OCSP_cert_to_id(const EVP_MD *dgst, const X509 *subject, const X509 *issuer)
  OCSP_cert_to_id: { parameters: ["u64", "u64", "u64"], result: "u64" },
  // OCSP_REQUEST *OCSP_REQUEST_new(void)
  OCSP_REQUEST_new: { parameters: [], result: "u64" },
  // void OCSP_REQUEST_free(OCSP_REQUEST *a)
  OCSP_REQUEST_free: { parameters: ["u64"], result: "void" },
  // OCSP_ONEREQ *OCSP_request_add0_id(OCSP_REQUEST *req, OCSP_CERTID *cid): takes the id over
  OCSP_request_add0_id: { parameters: ["u64", "u64"], result: "u64" },
  // int OCSP_request_add1_nonce(OCSP_REQUEST *req, unsigned char *val, int len)
  OCSP_request_add1_nonce: { parameters: ["u64", "u64", "i32"], result: "i32" },
  // int i2d_OCSP_REQUEST(const OCSP_REQUEST *a, unsigned char **out)
  i2d_OCSP_REQUEST: { parameters: ["u64", "buffer"], result: "i32" },
  // OCSP_RESPONSE *d2i_OCSP_RESPONSE(OCSP_RESPONSE **a, const unsigned char **in, long len)
  d2i_OCSP_RESPONSE: { parameters: ["u64", "buffer", "i64"], result: "u64" },
  // void OCSP_RESPONSE_free(OCSP_RESPONSE *a)
  OCSP_RESPONSE_free: { parameters: ["u64"], result: "void" },
  // int OCSP_response_status(OCSP_RESPONSE *resp)
  OCSP_response_status: { parameters: ["u64"], result: "i32" },
  // OCSP_BASICRESP *OCSP_response_get1_basic(OCSP_RESPONSE *resp)
  OCSP_response_get1_basic: { parameters: ["u64"], result: "u64" },
  // void OCSP_BASICRESP_free(OCSP_BASICRESP *a)
  OCSP_BASICRESP_free: { parameters: ["u64"], result: "void" },
  // int OCSP_check_nonce(OCSP_REQUEST *req, OCSP_BASICRESP *resp)
  OCSP_check_nonce: { parameters: ["u64", "u64"], result: "i32" },
  // int OCSP_basic_verify(OCSP_BASICRESP *bs, STACK_OF(X509) *certs, X509_STORE *st,
  //                       unsigned long flags)
  OCSP_basic_verify: { parameters: ["u64", "u64", "u64", "u64"], result: "i32" },
  // int OCSP_resp_find_status(OCSP_BASICRESP *bs, OCSP_CERTID *id, int *status, int *reason,
  //                           ASN1_GENERALIZEDTIME **revtime, **thisupd, **nextupd)
  OCSP_resp_find_status: {
    parameters: ["u64", "u64", "buffer", "u64", "u64", "buffer", "buffer"],
    result: "i32",
  },
  // int OCSP_check_validity(ASN1_GENERALIZEDTIME *thisupd, *nextupd, long sec, long maxsec)
  OCSP_check_validity: { parameters: ["u64", "u64", "i64", "i64"], result: "i32" },
  // int ASN1_TIME_diff(int *pday, int *psec, const ASN1_TIME *from, const ASN1_TIME *to)
  ASN1_TIME_diff: { parameters: ["buffer", "buffer", "u64", "u64"], result: "i32" },
  // X509_STORE *X509_STORE_new(void)
  X509_STORE_new: { parameters: [], result: "u64" },
  // void X509_STORE_free(X509_STORE *xs)
  X509_STORE_free: { parameters: ["u64"], result: "void" },
  // int X509_STORE_set_flags(X509_STORE *xs, unsigned long flags)
  X509_STORE_set_flags: { parameters: ["u64", "u64"], result: "i32" },
  // OPENSSL_STACK *OPENSSL_sk_new_null(void)
  OPENSSL_sk_new_null: { parameters: [], result: "u64" },
  // int OPENSSL_sk_push(OPENSSL_STACK *st, const void *data)
  OPENSSL_sk_push: { parameters: ["u64", "u64"], result: "i32" },
  // void OPENSSL_sk_free(OPENSSL_STACK *)
  OPENSSL_sk_free: { parameters: ["u64"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

type Library = ReturnType<typeof moreOfLibcrypto<typeof symbols>>;

/** `X509_V_FLAG_PARTIAL_CHAIN`: who has signed the certificate is trusted, whoever has signed that. */
const PARTIAL_CHAIN = 0x80000;

/** `OCSP_NOEXPLICIT`: no other certificate is trusted because of settings in it. */
const NO_EXPLICIT = 0x20;

/** Seconds that clocks may differ. */
const SKEW = 300;

/**
 * Seconds that an answer may be old which does not say when the next one is due: that means "at any
 * time" (RFC 6960 section 4.2.2.1), and nobody is to be shown last year's.
 */
const MOST_AGE = 86_400;

/** Statuses of an answer other than successful (RFC 6960 §4.2.1). */
const REFUSALS: Readonly<Record<number, string>> = {
  1: "malformedRequest",
  2: "internalError",
  3: "tryLater",
  5: "sigRequired",
  6: "unauthorized",
};

/** Statuses of a certificate. */
const STATUSES = ["good", "revoked", "unknown"] as const;

/** An answer is worth nothing; `message` says why. */
export class AnswerRefused extends Error {
  override readonly name = "AnswerRefused";
}

/** What an answer says. */
export interface Verdict {
  readonly status: (typeof STATUSES)[number];
  /** Seconds until it does not count any more; undefined where it does not say. */
  readonly seconds: number | undefined;
}

/** What OpenSSL says last of why it refuses. */
function lastReason(): string | undefined {
  const line = takeErrors().at(-1);
  return line?.slice(line.lastIndexOf(":") + 1);
}

/** A question about one certificate. Its memory is the process's until that ends. */
export class OcspQuestion {
  readonly #library: Library = moreOfLibcrypto(symbols);
  readonly #issuer: Handle;
  readonly #id: Handle;
  readonly #request: Handle;

  /**
   * About `certificate` that `issuer` has signed, both PEM; with a random number that the answer has
   * to repeat if `nonce`. Throws `OpenSslError`.
   */
  constructor(certificate: string, issuer: string, private readonly nonce: boolean) {
    const { OCSP_cert_to_id, OCSP_REQUEST_new, OCSP_request_add0_id, OCSP_request_add1_nonce } =
      this.#library;
    const [subject] = certificatesIn(certificate);
    [this.#issuer] = certificatesIn(issuer);
    this.#id = demandOne(OCSP_cert_to_id(0, subject, this.#issuer));
    this.#request = demandOne(OCSP_REQUEST_new());
    demandOne(OCSP_request_add0_id(this.#request, this.#id));
    if (nonce) demandOne(OCSP_request_add1_nonce(this.#request, 0, -1));
    openssl().X509_free(subject);
  }

  /** DER. */
  get bytes(): Uint8Array<ArrayBuffer> {
    const { i2d_OCSP_REQUEST } = this.#library;
    const size = demandOne(i2d_OCSP_REQUEST(this.#request, null));
    const bytes = new Uint8Array(new ArrayBuffer(Math.max(size, 64)));
    // What is pointed to moves behind what is written: a copy of the address.
    const pointer = new BigUint64Array(8);
    pointer[0] = Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes));
    demandOne(i2d_OCSP_REQUEST(this.#request, new Uint8Array(pointer.buffer)));
    return bytes.subarray(0, size);
  }

  /** What `answer` (DER, a byte string) says. Throws `AnswerRefused` and `OpenSslError`. */
  verdict(answer: string): Verdict {
    const library = this.#library;
    const bytes = bytesOf(answer.padEnd(64, "\0"));
    const pointer = new BigUint64Array(8);
    const start = Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes));
    pointer[0] = start;
    takeErrors();
    const response = Number(
      library.d2i_OCSP_RESPONSE(0, new Uint8Array(pointer.buffer), answer.length),
    );
    takeErrors();
    if (response === 0) throw new AnswerRefused("it is no OCSP response");
    try {
      // What follows would be sent to clients, too.
      if (pointer[0] - start !== BigInt(answer.length)) {
        throw new AnswerRefused("there is something behind the OCSP response");
      }
      const status = library.OCSP_response_status(response);
      if (status !== 0) throw new AnswerRefused(`the responder says ${REFUSALS[status] ?? status}`);
      const basic = Number(library.OCSP_response_get1_basic(response));
      takeErrors();
      if (basic === 0) throw new AnswerRefused("it is of an unknown kind");
      try {
        return this.#verdictOf(basic);
      } finally {
        library.OCSP_BASICRESP_free(basic);
      }
    } finally {
      library.OCSP_RESPONSE_free(response);
    }
  }

  #verdictOf(basic: Handle): Verdict {
    const { OCSP_check_nonce, OCSP_check_validity, OCSP_resp_find_status } = this.#library;
    if (this.nonce) this.#demandNonce(OCSP_check_nonce(this.#request, basic));
    this.#demandSignature(basic);
    const status = new Int32Array(16);
    const [thisUpdate, nextUpdate] = [new BigUint64Array(8), new BigUint64Array(8)];
    const found = OCSP_resp_find_status(
      basic,
      this.#id,
      new Uint8Array(status.buffer),
      0,
      0,
      new Uint8Array(thisUpdate.buffer),
      new Uint8Array(nextUpdate.buffer),
    );
    if (found !== 1) throw new AnswerRefused("it is about another certificate");
    const [from, until] = [Number(thisUpdate[0]), Number(nextUpdate[0])];
    if (OCSP_check_validity(from, until, SKEW, until === 0 ? MOST_AGE : -1) !== 1) {
      throw new AnswerRefused(`it does not count now: ${lastReason() ?? "no reason"}`);
    }
    const seconds = until === 0 ? undefined : this.#secondsUntil(until);
    // Clients need not be as patient with clocks.
    if (seconds !== undefined && seconds <= 0) throw new AnswerRefused("its time is over");
    const name = STATUSES[status[0]];
    if (name === undefined) throw new AnswerRefused("it has an unknown status");
    return { status: name, seconds };
  }

  /** `result` is that of OCSP_check_nonce: 1 for equal ones, -1 for one in the question alone. */
  #demandNonce(result: number): void {
    if (result === 1) return;
    throw new AnswerRefused(
      result === -1
        ? "it does not repeat the nonce (see the NoNonce TLSStaplingOptions parameter)"
        : "it repeats another nonce",
    );
  }

  /** Who has signed the certificate has to have signed this, or to have said who may. */
  #demandSignature(basic: Handle): void {
    const { OCSP_basic_verify, OPENSSL_sk_free, OPENSSL_sk_new_null, OPENSSL_sk_push } =
      this.#library;
    const { X509_STORE_free, X509_STORE_new, X509_STORE_set_flags } = this.#library;
    const store = demandOne(X509_STORE_new());
    const known = demandOne(OPENSSL_sk_new_null());
    try {
      demandOne(openssl().X509_STORE_add_cert(store, this.#issuer));
      demandOne(X509_STORE_set_flags(store, PARTIAL_CHAIN));
      demandOne(OPENSSL_sk_push(known, this.#issuer));
      if (OCSP_basic_verify(basic, known, store, NO_EXPLICIT) === 1) return;
      const reason = lastReason() ?? "its signature is not right";
      throw new AnswerRefused(`it does not verify: ${reason}`);
    } finally {
      OPENSSL_sk_free(known);
      X509_STORE_free(store);
    }
  }

  #secondsUntil(time: Handle): number {
    const [days, seconds] = [new Int32Array(16), new Int32Array(16)];
    const [day, second] = [new Uint8Array(days.buffer), new Uint8Array(seconds.buffer)];
    demandOne(this.#library.ASN1_TIME_diff(day, second, 0, time));
    return days[0] * 86_400 + seconds[0];
  }
}
