/**
 * Extensions of one's own in the hello of a server, in the format of SSL_CTX_use_serverinfo_file(3).
 *
 * @module
 */

import { region } from "../memory.ts";
import type { TlsContext } from "./context.ts";
import { takeErrors } from "./errors.ts";
import { moreOfLibssl, openssl } from "./library.ts";

const symbols = {
  // int SSL_CTX_add_custom_ext(SSL_CTX *ctx, unsigned int ext_type, unsigned int context,
  //                            SSL_custom_ext_add_cb_ex add_cb, SSL_custom_ext_free_cb_ex free_cb,
  //                            void *add_arg, SSL_custom_ext_parse_cb_ex parse_cb, void *parse_arg)
  SSL_CTX_add_custom_ext: {
    parameters: ["u64", "u32", "u32", "function", "u64", "u64", "u64", "u64"],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** One extension. */
export interface ServerExtension {
  /** Its number (RFC 8446 section 4.2). */
  readonly type: number;
  /** `SSL_EXT_…`: the messages that it may be in. */
  readonly messages: number;
  readonly content: Uint8Array<ArrayBuffer>;
}

/**
 * What extensions of the first version may be in: the hello of a server under TLS 1.2, and none that
 * goes on with a session (SSL_extension_supported(3)).
 */
const FIRST_VERSION = 0x01d0;

/** `SSL_EXT_TLS1_3_CERTIFICATE`: a message with several certificates. */
const CERTIFICATES = 0x1000;

/** The lines around an extension, before the name that somebody has given it. */
const BEGIN = "-----BEGIN SERVERINFO";
const END = "-----END SERVERINFO";

/** There is no extension in a text, or one that is of no use. */
export class NoServerInfo extends Error {
  override readonly name = "NoServerInfo";
}

/** All extensions in `pem`. Throws `NoServerInfo`. */
export function serverInfoIn(pem: string): readonly ServerExtension[] {
  const [, ...blocks] = pem.split(BEGIN);
  if (blocks.length === 0) throw new NoServerInfo("no extension is in it");
  return blocks.map((block) => {
    const [label = "", ...lines] = block.split("\n").map((line) => line.trimEnd());
    const end = lines.findIndex((line) => line.startsWith(END));
    if (end < 0) throw new NoServerInfo("an extension has no end");
    const bytes = bytesOfBase64(lines.slice(0, end).join(""));
    const isSecond = label.startsWith("V2");
    const head = isSecond ? 8 : 4;
    if (bytes.length < head) throw new NoServerInfo("an extension is broken");
    const view = new DataView(bytes.buffer);
    const [type, length] = [view.getUint16(head - 4), view.getUint16(head - 2)];
    if (bytes.length !== head + length) throw new NoServerInfo("an extension is broken");
    const messages = isSecond ? view.getUint32(0) : FIRST_VERSION;
    return { type, messages, content: bytes.slice(head) };
  });
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new NoServerInfo("an extension is no Base64 text", { cause: error });
  }
}

/**
 * Has the server show `extensions` to clients that ask for them, whatever its certificate:
 * SSL_CTX_use_serverinfo_ex(3) is about one certificate, and takes the same for no other. Throws
 * `NoServerInfo`.
 */
export function useServerInfo(
  context: TlsContext,
  extensions: readonly ServerExtension[],
): void {
  const { SSL_CTX_add_custom_ext } = moreOfLibssl(symbols);
  for (const { type, messages, content } of extensions) {
    const callback = showing(context, content);
    const added = SSL_CTX_add_custom_ext(context.handle, type, messages, callback, 0, 0, 0, 0);
    if (added === 1) continue;
    takeErrors();
    throw new NoServerInfo(`extension ${type} is there twice, or OpenSSL's own`);
  }
}

/** The function that `context` asks for the content of an extension. */
function showing(context: TlsContext, content: Uint8Array<ArrayBuffer>): Deno.PointerObject {
  const { store } = openssl();
  const memory = region(Math.max(content.length, 1));
  memory.bytes.set(content);
  const place = new Uint8Array(new ArrayBuffer(8));
  new DataView(place.buffer).setBigUint64(0, BigInt(memory.address), true);
  const size = new Uint8Array(new ArrayBuffer(8));
  new DataView(size.buffer).setBigUint64(0, BigInt(content.length), true);
  const callback = new Deno.UnsafeCallback(
    {
      parameters: ["u64", "u32", "u32", "u64", "u64", "u64", "usize", "u64", "u64"],
      result: "i32",
    },
    // int (*cb)(SSL *s, unsigned int ext_type, unsigned int context, const unsigned char **out,
    //           size_t *outlen, X509 *x, size_t chainidx, int *al, void *add_arg)
    (_ssl, _type, message, out, outLength, _certificate, index) => {
      // It is about the server's own certificate.
      if ((message & CERTIFICATES) !== 0 && index > 0n) return 0;
      store(Number(out), place, place.length);
      store(Number(outLength), size, size.length);
      return 1;
    },
  );
  context.keep(callback, memory);
  return callback.pointer;
}
