/**
 * Extensions of one's own in the hello of a server, in the format of SSL_CTX_use_serverinfo_file(3).
 *
 * @module
 */

import type { TlsContext } from "./context.ts";
import { demandOne } from "./errors.ts";
import { moreOfLibssl } from "./library.ts";

const symbols = {
  // int SSL_CTX_use_serverinfo_ex(SSL_CTX *ctx, unsigned int version,
  //                               const unsigned char *serverinfo, size_t serverinfo_length)
  SSL_CTX_use_serverinfo_ex: { parameters: ["u64", "u32", "buffer", "usize"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `SSL_SERVERINFOV2`: each extension stands behind the messages that it may be in. */
const VERSION_2 = 2;

/**
 * What extensions of the first version may be in: the hello of a server under TLS 1.2, and none that
 * goes on with a session (SSL_extension_supported(3)).
 */
const FIRST_VERSION = Uint8Array.of(0, 0, 0x01, 0xd0);

/** The lines around an extension, before the name that somebody has given it. */
const BEGIN = "-----BEGIN SERVERINFO";
const END = "-----END SERVERINFO";

/** There is no extension in a text, or one that is broken. */
export class NoServerInfo extends Error {
  override readonly name = "NoServerInfo";
}

/** All extensions in `pem`, in the second version's form. Throws `NoServerInfo`. */
export function serverInfoIn(pem: string): Uint8Array<ArrayBuffer> {
  const [, ...blocks] = pem.split(BEGIN);
  if (blocks.length === 0) throw new NoServerInfo("no extension is in it");
  const parts = blocks.flatMap((block) => {
    const [label = "", ...lines] = block.split("\n").map((line) => line.trimEnd());
    const end = lines.findIndex((line) => line.startsWith(END));
    if (end < 0) throw new NoServerInfo("an extension has no end");
    const bytes = bytesOfBase64(lines.slice(0, end).join(""));
    const isSecond = label.startsWith("V2");
    const head = isSecond ? 8 : 4;
    const length = (bytes[head - 2] ?? 0) * 256 + (bytes[head - 1] ?? 0);
    if (bytes.length !== head + length) throw new NoServerInfo("an extension is broken");
    return [...isSecond ? [] : FIRST_VERSION, ...bytes];
  });
  return Uint8Array.from(parts);
}

function bytesOfBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new NoServerInfo("an extension is no Base64 text", { cause: error });
  }
}

/**
 * Has the server show the extensions `info` (`serverInfoIn`) to clients that ask for them, with the
 * certificate that `context` was given last. Throws `OpenSslError`.
 */
export function useServerInfo(context: TlsContext, info: Uint8Array<ArrayBuffer>): void {
  const { SSL_CTX_use_serverinfo_ex } = moreOfLibssl(symbols);
  demandOne(SSL_CTX_use_serverinfo_ex(context.handle, VERSION_2, info, info.length));
}
