/**
 * What functions of OpenSSL that write to a BIO write, as a byte string.
 *
 * @module
 */

import { stringOf } from "../bytes.ts";
import { demandOne, fail } from "./errors.ts";
import { type Handle, moreOfLibcrypto, openssl } from "./library.ts";

const symbols = {
  // const BIO_METHOD *BIO_s_mem(void)
  BIO_s_mem: { parameters: [], result: "u64" },
  // BIO *BIO_new(const BIO_METHOD *type)
  BIO_new: { parameters: ["u64"], result: "u64" },
  // int BIO_read(BIO *b, void *data, int dlen)
  BIO_read: { parameters: ["u64", "buffer", "i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `BIO_CTRL_PENDING`: how many bytes can be read. */
const PENDING = 10;

/** What `work` writes to the BIO that it is given. Throws `OpenSslError`, and what `work` throws. */
export function written(work: (bio: Handle) => void): string {
  const library = moreOfLibcrypto(symbols);
  const { BIO_free, BIO_ctrl } = openssl();
  const bio = demandOne(library.BIO_new(Number(library.BIO_s_mem())));
  try {
    work(bio);
    const bytes = new Uint8Array(Number(BIO_ctrl(bio, PENDING, 0, 0)));
    if (bytes.length === 0) return "";
    if (library.BIO_read(bio, bytes, bytes.length) !== bytes.length) fail();
    const text = stringOf(bytes);
    bytes.fill(0); // it may be a key
    return text;
  } finally {
    BIO_free(bio);
  }
}
