/**
 * AES-256-GCM (NIST SP 800-38D): what is sealed can be read and changed by nobody without the key.
 *
 * @module
 */

import { getrandom } from "../process.ts";
import { demandOne, takeErrors } from "./errors.ts";
import { moreOfLibcrypto, openssl } from "./library.ts";

const crypto = {
  // const EVP_CIPHER *EVP_aes_256_gcm(void)
  EVP_aes_256_gcm: { parameters: [], result: "u64" },
  // EVP_CIPHER_CTX *EVP_CIPHER_CTX_new(void)
  EVP_CIPHER_CTX_new: { parameters: [], result: "u64" },
  // void EVP_CIPHER_CTX_free(EVP_CIPHER_CTX *ctx)
  EVP_CIPHER_CTX_free: { parameters: ["u64"], result: "void" },
  // int EVP_CIPHER_CTX_ctrl(EVP_CIPHER_CTX *ctx, int type, int arg, void *ptr)
  EVP_CIPHER_CTX_ctrl: { parameters: ["u64", "i32", "i32", "buffer"], result: "i32" },
  // int EVP_CipherUpdate(EVP_CIPHER_CTX *, unsigned char *out, int *outl, const unsigned char *in, int)
  EVP_CipherUpdate: { parameters: ["u64", "buffer", "buffer", "buffer", "i32"], result: "i32" },
  // the same for what is only looked at
  lookAt: {
    name: "EVP_CipherUpdate",
    parameters: ["u64", "u64", "buffer", "buffer", "i32"],
    result: "i32",
  },
  // int EVP_CipherFinal_ex(EVP_CIPHER_CTX *ctx, unsigned char *outm, int *outl)
  EVP_CipherFinal_ex: { parameters: ["u64", "buffer", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `EVP_CTRL_AEAD_GET_TAG` and `EVP_CTRL_AEAD_SET_TAG`. */
const CTRL = { getTag: 16, setTag: 17 } as const;

const IV_SIZE = 12;
const TAG_SIZE = 16;

/** Bytes that a sealed text has more than an open one. */
export const SEAL_SIZE = IV_SIZE + TAG_SIZE;

/** Opens the functions. */
export class Seal {
  readonly #crypto = moreOfLibcrypto(crypto);

  /** Seals `text` with the 32 bytes of `key`, together with `clear`, which stays legible. */
  close(
    key: Uint8Array<ArrayBuffer>,
    clear: Uint8Array<ArrayBuffer>,
    text: Uint8Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer> {
    const sealed = new Uint8Array(SEAL_SIZE + text.length);
    const iv = new Uint8Array(new ArrayBuffer(IV_SIZE));
    getrandom(iv);
    sealed.set(iv);
    const tag = new Uint8Array(new ArrayBuffer(TAG_SIZE));
    this.#run(key, iv, clear, text, 1, (context, out) => {
      demandOne(this.#crypto.EVP_CIPHER_CTX_ctrl(context, CTRL.getTag, TAG_SIZE, tag));
      sealed.set(tag, IV_SIZE);
      sealed.set(out, SEAL_SIZE);
    }, () => {});
    return sealed;
  }

  /** What `close` has sealed with the same `key` and `clear`; undefined for anything else. */
  open(
    key: Uint8Array<ArrayBuffer>,
    clear: Uint8Array<ArrayBuffer>,
    sealed: Uint8Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer> | undefined {
    if (sealed.length <= SEAL_SIZE) return undefined;
    const iv = sealed.slice(0, IV_SIZE);
    const tag = sealed.slice(IV_SIZE, SEAL_SIZE);
    let text: Uint8Array<ArrayBuffer> | undefined;
    this.#run(key, iv, clear, sealed.slice(SEAL_SIZE), 0, (_, out) => {
      text = out;
    }, (context) => {
      demandOne(this.#crypto.EVP_CIPHER_CTX_ctrl(context, CTRL.setTag, TAG_SIZE, tag));
    });
    return text;
  }

  /** Runs the cipher over `text`; `done` is called with the outcome, unless that is a forgery. */
  #run(
    key: Uint8Array<ArrayBuffer>,
    iv: Uint8Array<ArrayBuffer>,
    clear: Uint8Array<ArrayBuffer>,
    text: Uint8Array<ArrayBuffer>,
    isSealing: 0 | 1,
    done: (context: number, out: Uint8Array<ArrayBuffer>) => void,
    prepare: (context: number) => void,
  ): void {
    const { EVP_CIPHER_CTX_new, EVP_CIPHER_CTX_free, EVP_aes_256_gcm } = this.#crypto;
    const { EVP_CipherUpdate, EVP_CipherFinal_ex, lookAt } = this.#crypto;
    const { EVP_CipherInit_ex } = openssl();
    const context = demandOne(EVP_CIPHER_CTX_new());
    try {
      const count = new Uint8Array(new ArrayBuffer(8));
      const out = new Uint8Array(text.length);
      demandOne(EVP_CipherInit_ex(context, Number(EVP_aes_256_gcm()), 0, key, iv, isSealing));
      prepare(context);
      demandOne(lookAt(context, 0, count, clear, clear.length));
      demandOne(EVP_CipherUpdate(context, out, count, text, text.length));
      const rest = new Uint8Array(new ArrayBuffer(16));
      if (EVP_CipherFinal_ex(context, rest, count) === 1) done(context, out);
      else takeErrors();
    } finally {
      EVP_CIPHER_CTX_free(context);
    }
  }
}
