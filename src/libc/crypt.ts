/**
 * crypt(3): the one-way function behind every password file, and crypt_gensalt(3).
 *
 * The schemes are those of the system's libcrypt: DES, MD5 (`$1$`), bcrypt (`$2b$`), SHA-256
 * (`$5$`), SHA-512 (`$6$`), yescrypt (`$y$`) and whatever comes next. The process stands still for
 * the tens of milliseconds that a good scheme takes by design. The library is opened at first use:
 * only those who check a password pay for it.
 *
 * @module
 */

import { encodeInto, stringUntilNul } from "./bytes.ts";
import { type Region, region } from "./memory.ts";
import { openLibrary } from "./open_library.ts";
import { getrandom } from "./process.ts";

const symbols = {
  // char *crypt_r(const char *phrase, const char *setting, struct crypt_data *data)
  crypt_r: { parameters: ["u64", "u64", "u64"], result: "u64" },
  // char *crypt_gensalt_rn(const char *prefix, unsigned long count, const char *rbytes,
  //                        int nrbytes, char *output, int output_size)
  crypt_gensalt_rn: {
    parameters: ["u64", "u64", "u64", "i32", "u64", "i32"],
    result: "u64",
    optional: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** libxcrypt's older and newer soname; the older one is also that of glibc's own library. */
const LIBRARIES = ["libcrypt.so.1", "libcrypt.so.2"];

/** sizeof(struct crypt_data): libxcrypt's and that of glibc's own libcrypt, which came before it. */
const XCRYPT_DATA = 32768;
const GLIBC_DATA = 131232;

/** No password is longer (CRYPT_MAX_PASSPHRASE_SIZE, the NUL included) … */
const PHRASE_SIZE = 512;
/** … and no hash or setting (CRYPT_OUTPUT_SIZE). */
const SETTING_SIZE = 384;

interface Crypt {
  readonly symbols: Deno.DynamicLibrary<typeof symbols>["symbols"];
  /** phrase, setting, struct crypt_data: one after the other. */
  readonly memory: Region;
  /** prefix and new setting. */
  readonly settings: Region;
}

let opened: Crypt | undefined;

function libcrypt(): Crypt {
  return opened ??= openCrypt();
}

function openCrypt(): Crypt {
  let failure: unknown;
  for (const name of LIBRARIES) {
    try {
      const library = openLibrary(name, symbols);
      const size = library.crypt_gensalt_rn === null ? GLIBC_DATA : XCRYPT_DATA;
      return {
        symbols: library,
        memory: region(DATA + size),
        settings: region(2 * SETTING_SIZE),
      };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

const ASTERISK = 42;

/** A hash or setting of crypt(5): a byte string, or bytes that whoever has them wipes. */
export type Hash = string | Uint8Array;

const SETTING = PHRASE_SIZE;
const DATA = SETTING + SETTING_SIZE;

/**
 * The hash of `phrase` with the scheme, cost and salt of `setting` (a hash made before will do), as
 * crypt(3) writes it. `undefined` where libcrypt refuses: a setting it does not know, a phrase that
 * is too long or holds a NUL, which would cut it short. All byte strings. Nothing of the phrase
 * stays in memory that this function filled. Needs `ffi`, unless `prepareCrypt` has been called.
 */
export function crypt(phrase: string, setting: Hash): string | undefined {
  return compute(phrase, setting, (hash) => stringUntilNul(hash));
}

/**
 * Whether `phrase` has the hash `hash`; undefined where libcrypt refuses, as `crypt` does. The time
 * depends on nothing but the setting, and no string is made of either hash.
 */
export function hasHash(phrase: string, hash: Hash): boolean | undefined {
  return compute(phrase, hash, (computed) => {
    const end = computed.indexOf(0);
    // No copy of a string's bytes: nobody would wipe it.
    const wanted = typeof hash === "string"
      ? (i: number) => hash.charCodeAt(i)
      : (i: number) => hash[i];
    let difference = (end < 0 ? computed.length : end) ^ hash.length;
    // Behind the end of the memory there is nothing, which counts as 0.
    for (let i = 0; i < hash.length; i++) difference |= computed[i] ^ wanted(i);
    return difference === 0;
  });
}

/** What `use` makes of the hash of `phrase`, in memory that is wiped then. */
function compute<T>(phrase: string, setting: Hash, use: (hash: Uint8Array) => T): T | undefined {
  if (phrase.length >= PHRASE_SIZE || setting.length >= SETTING_SIZE) return undefined;
  if (phrase.includes("\0")) return undefined;
  if (typeof setting === "string" ? setting.includes("\0") : setting.includes(0)) return undefined;
  const { symbols, memory } = libcrypt();
  const { bytes, address } = memory;
  try {
    bytes[encodeInto(phrase, bytes, 0)] = 0;
    if (typeof setting === "string") encodeInto(setting, bytes, SETTING);
    else bytes.set(setting, SETTING);
    bytes[SETTING + setting.length] = 0;
    const result = symbols.crypt_r(
      BigInt(address),
      BigInt(address + SETTING),
      BigInt(address + DATA),
    );
    // The hash lies inside struct crypt_data, where depends on the library; NULL is glibc's "no".
    const at = Number(result) - address;
    if (at < DATA || at >= bytes.length) return undefined;
    // "*0" and "*1" are libxcrypt's "no": no scheme's hash starts so (crypt(5)).
    return bytes[at] === ASTERISK ? undefined : use(bytes.subarray(at, at + SETTING_SIZE));
  } finally {
    bytes.fill(0);
  }
}

/**
 * A fresh setting for `crypt`: `prefix` names the scheme (`$6$` SHA-512, `$y$` yescrypt, `$2b$`
 * bcrypt, `$1$`, `$5$`, "" for DES, null for the one that libxcrypt prefers), `cost` its work
 * factor (0: the scheme's own default). The salt comes from the kernel's random numbers. Throws
 * `RangeError` for a scheme or cost that the system's libcrypt does not have.
 */
export function cryptSetting(prefix: string | null, cost = 0): string {
  const { symbols, settings } = libcrypt();
  if (symbols.crypt_gensalt_rn === null) return ownSetting(prefix ?? "$6$", cost);
  const { bytes, address } = settings;
  if (prefix !== null) bytes[encodeInto(prefix, bytes, SETTING_SIZE)] = 0;
  const result = symbols.crypt_gensalt_rn(
    BigInt(prefix === null ? 0 : address + SETTING_SIZE),
    BigInt(cost),
    0n, // no random bytes of ours: libxcrypt asks the kernel
    0,
    BigInt(address),
    SETTING_SIZE,
  );
  if (Number(result) === 0) throw new RangeError(`no crypt scheme ${prefix} with cost ${cost}`);
  return stringUntilNul(bytes, 0, SETTING_SIZE);
}

/** Set once: the answer does not change while the library stays loaded. */
let preferred: string | undefined;

/**
 * A setting of the scheme that the system's libcrypt prefers for new passwords (yescrypt with
 * libxcrypt, SHA-512 with glibc's own), the same at every call.
 */
export function preferredSetting(): string {
  return preferred ??= libcrypt().symbols.crypt_gensalt_rn === null
    ? cryptSetting("$6$")
    : cryptSetting(null);
}

/** The 64 characters of salts, in crypt(3)'s order. */
const SALT_CHARACTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** glibc's own libcrypt has no gensalt; its schemes take any 16 characters as salt. */
function ownSetting(prefix: string, cost: number): string {
  const random = new Uint8Array(16);
  getrandom(random);
  const salt = Array.from(random, (byte) => SALT_CHARACTERS[byte & 63]).join("");
  if (prefix === "") return salt.slice(0, 2);
  if (prefix === "$1$") return prefix + salt.slice(0, 8);
  if (prefix === "$5$" || prefix === "$6$") {
    return `${prefix}${cost === 0 ? "" : `rounds=${cost}$`}${salt}`;
  }
  throw new RangeError(`no crypt scheme ${prefix}`);
}

/** Opens the library now, for those who need it after `ffi` is given up. */
export function prepareCrypt(): void {
  libcrypt();
}
