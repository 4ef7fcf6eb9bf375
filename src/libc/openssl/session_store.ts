/**
 * Sessions of TLS by their ids, kept somewhere else than in the context that made them.
 *
 * @module
 */

import { stringOf } from "../bytes.ts";
import { region } from "../memory.ts";
import type { TlsContext } from "./context.ts";
import { takeErrors } from "./errors.ts";
import { type Handle, moreOfLibssl, openssl } from "./library.ts";

const ssl = {
  // void SSL_CTX_sess_set_new_cb(SSL_CTX *ctx, int (*new_session_cb)(SSL *, SSL_SESSION *))
  SSL_CTX_sess_set_new_cb: { parameters: ["u64", "function"], result: "void" },
  // void SSL_CTX_sess_set_get_cb(SSL_CTX *ctx, SSL_SESSION *(*get_session_cb)(...))
  SSL_CTX_sess_set_get_cb: { parameters: ["u64", "function"], result: "void" },
  // const unsigned char *SSL_SESSION_get_id(const SSL_SESSION *s, unsigned int *len)
  SSL_SESSION_get_id: { parameters: ["u64", "buffer"], result: "u64" },
  // int SSL_SESSION_get_protocol_version(const SSL_SESSION *s)
  SSL_SESSION_get_protocol_version: { parameters: ["u64"], result: "i32" },
  // int i2d_SSL_SESSION(const SSL_SESSION *in, unsigned char **pp)
  sizeOfSession: { name: "i2d_SSL_SESSION", parameters: ["u64", "u64"], result: "i32" },
  i2d_SSL_SESSION: { parameters: ["u64", "buffer"], result: "i32" },
  // SSL_SESSION *d2i_SSL_SESSION(SSL_SESSION **a, const unsigned char **pp, long length)
  d2i_SSL_SESSION: { parameters: ["u64", "buffer", "i64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Bytes of the largest session that is looked at, written as ASN.1. */
const LARGEST = 16_384;

/** Bytes of the longest id (RFC 5246 section 7.4.1.2). */
const LONGEST_ID = 32;

/** A session as it is kept. */
export interface KeptSession {
  /** A byte string. */
  readonly id: string;
  /** As on the wire: 0x0303 is TLS 1.2. */
  readonly version: number;
  /** All of it, its secret included, as ASN.1; for the length of the call. */
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Where sessions are kept. What is thrown here is told to `failed`. */
export interface SessionStore {
  /** Keeps a new session. */
  keep(session: KeptSession): void;
  /** The content of the session `id`, which is wiped when it has been read; undefined for none. */
  find(id: string): Uint8Array<ArrayBuffer> | undefined;
  /** Told what went wrong, where nobody can be thrown at. */
  failed(error: unknown): void;
}

/**
 * Has `context` keep its new sessions in `elsewhere`, too, and look there for those it does not know.
 * Gives what ends that: from then on connections call nobody back. To be called before the context is
 * given back.
 */
export function keepSessions(context: TlsContext, elsewhere: SessionStore): () => void {
  const functions = moreOfLibssl(ssl);
  const { load } = openssl();
  const memory = region(LARGEST);
  /** `unsigned char **`: the functions move what it points to. */
  const place = new Uint8Array(new ArrayBuffer(8));
  const point = () => new DataView(place.buffer).setBigUint64(0, BigInt(memory.address), true);

  function keep(session: Handle): void {
    const size = functions.sizeOfSession(session, 0);
    if (size <= 0 || size > LARGEST) return;
    const idSize = new Uint8Array(new ArrayBuffer(8));
    const idAt = Number(functions.SSL_SESSION_get_id(session, idSize));
    const id = bytesAt(idAt, new DataView(idSize.buffer).getUint32(0, true));
    if (id === undefined) return;
    point();
    const content = memory.bytes.subarray(0, size);
    try {
      if (functions.i2d_SSL_SESSION(session, place) !== size) return;
      const version = functions.SSL_SESSION_get_protocol_version(session);
      elsewhere.keep({ id, version, content });
    } finally {
      content.fill(0);
    }
  }

  function find(idAt: number, size: number): bigint {
    const id = bytesAt(idAt, size);
    const content = id === undefined ? undefined : elsewhere.find(id);
    if (content === undefined || content.length > LARGEST) return 0n;
    memory.bytes.set(content);
    content.fill(0);
    point();
    const session = functions.d2i_SSL_SESSION(0, place, content.length);
    memory.bytes.fill(0, 0, content.length);
    // Of what cannot be read nobody has to hear: there is a whole handshake then.
    if (Number(session) === 0) takeErrors();
    return BigInt(session);
  }

  function bytesAt(address: number, size: number): string | undefined {
    if (size === 0 || size > LONGEST_ID) return undefined;
    const bytes = new Uint8Array(new ArrayBuffer(size));
    load(bytes, address, size);
    return stringOf(bytes);
  }

  // int (*new_session_cb)(SSL *, SSL_SESSION *): 0 for "not taken over"
  const added = new Deno.UnsafeCallback(
    { parameters: ["u64", "u64"], result: "i32" },
    (_ssl, session) => {
      try {
        keep(Number(session));
      } catch (error) {
        elsewhere.failed(error); // nothing may be thrown through the library
      }
      return 0;
    },
  );
  const noReference = new Uint8Array(new ArrayBuffer(4));
  // SSL_SESSION *(*get_session_cb)(SSL *, const unsigned char *data, int len, int *copy)
  const asked = new Deno.UnsafeCallback(
    { parameters: ["u64", "u64", "i32", "u64"], result: "u64" },
    (_ssl, idAt, size, copyAt) => {
      try {
        openssl().store(Number(copyAt), noReference, noReference.length);
        return find(Number(idAt), size);
      } catch (error) {
        elsewhere.failed(error);
        return 0n;
      }
    },
  );
  context.keep(added, memory);
  context.keep(asked);
  functions.SSL_CTX_sess_set_new_cb(context.handle, added.pointer);
  functions.SSL_CTX_sess_set_get_cb(context.handle, asked.pointer);
  return () => {
    functions.SSL_CTX_sess_set_new_cb(context.handle, null);
    functions.SSL_CTX_sess_set_get_cb(context.handle, null);
  };
}
