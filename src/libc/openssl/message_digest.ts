/**
 * Checksums by libcrypto (EVP_DigestInit(3)): it has loops for each processor.
 *
 * @module
 */

import { cString, OpenSslError } from "./errors.ts";
import { type Handle, moreOfLibcrypto } from "./library.ts";

const symbols = {
  // const EVP_MD *EVP_get_digestbyname(const char *name)
  EVP_get_digestbyname: { parameters: ["buffer"], result: "u64" },
  // int EVP_MD_get_size(const EVP_MD *md)
  EVP_MD_get_size: { parameters: ["u64"], result: "i32" },
  // EVP_MD_CTX *EVP_MD_CTX_new(void)
  EVP_MD_CTX_new: { parameters: [], result: "u64" },
  // int EVP_DigestInit_ex(EVP_MD_CTX *ctx, const EVP_MD *type, ENGINE *impl)
  EVP_DigestInit_ex: { parameters: ["u64", "u64", "u64"], result: "i32" },
  // int EVP_DigestUpdate(EVP_MD_CTX *ctx, const void *d, size_t cnt)
  EVP_DigestUpdate: { parameters: ["u64", "buffer", "usize"], result: "i32" },
  // int EVP_DigestFinal_ex(EVP_MD_CTX *ctx, unsigned char *md, unsigned int *s)
  EVP_DigestFinal_ex: { parameters: ["u64", "buffer", "u64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

type Library = ReturnType<typeof moreOfLibcrypto<typeof symbols>>;

/** One kind of checksum, for one file after the other. */
export class MessageDigest {
  private constructor(
    private readonly library: Library,
    private readonly name: string,
    private readonly kind: Handle,
    private readonly context: Handle,
  ) {}

  /**
   * Those called `names`, such as `sha256`, as far as they can be had: a machine in FIPS mode has no
   * MD5. Throws `OpenSslMissing`. Each is begun once: later, in a jail, nothing of the library could
   * be found any more.
   */
  static open<Name extends string>(names: readonly Name[]): Map<Name, MessageDigest> {
    const library = moreOfLibcrypto(symbols);
    const digests = new Map<Name, MessageDigest>();
    for (const name of names) {
      const kind = Number(library.EVP_get_digestbyname(cString(name)));
      const context = Number(library.EVP_MD_CTX_new());
      if (kind === 0 || context === 0 || library.EVP_DigestInit_ex(context, kind, 0) !== 1) {
        continue;
      }
      digests.set(name, new MessageDigest(library, name, kind, context));
    }
    return digests;
  }

  /** Begins a checksum; one that is not finished is forgotten. */
  start(): this {
    this.#demand(this.library.EVP_DigestInit_ex(this.context, this.kind, 0));
    return this;
  }

  /** Takes more of the data. */
  update(bytes: Uint8Array<ArrayBuffer>): void {
    this.#demand(this.library.EVP_DigestUpdate(this.context, bytes, bytes.length));
  }

  /** The checksum. */
  finish(): Uint8Array {
    const result = new Uint8Array(this.library.EVP_MD_get_size(this.kind));
    this.#demand(this.library.EVP_DigestFinal_ex(this.context, result, 0));
    return result;
  }

  #demand(result: number): void {
    if (result !== 1) throw new OpenSslError([`${this.name} failed`]);
  }
}
