/**
 * iconv(3): from one character set to another, as the C library knows them.
 *
 * The tables of a character set are files that are read when a converter is made: neither they nor
 * the library can be had any more when a process has been jailed and has given up `ffi`. Converting
 * needs neither.
 *
 * @module
 */

import { encodeInto, stringOf } from "./bytes.ts";
import { type Region, region } from "./memory.ts";
import { openLibrary } from "./open_library.ts";

const symbols = {
  // iconv_t iconv_open(const char *tocode, const char *fromcode)
  iconv_open: { parameters: ["buffer", "buffer"], result: "u64" },
  // size_t iconv(iconv_t cd, char **inbuf, size_t *inbytesleft, char **outbuf, size_t *outbytesleft)
  iconv: { parameters: ["u64", "u64", "u64", "u64", "u64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

interface Iconv {
  readonly symbols: Deno.DynamicLibrary<typeof symbols>["symbols"];
  /** The four variables that iconv(3) moves on, then text and result. */
  readonly memory: Region;
}

let opened: Iconv | undefined;

function library(): Iconv {
  return opened ??= {
    symbols: openLibrary("libc.so.6", symbols),
    memory: region(RESULT + RESULT_SIZE),
  };
}

const [IN, IN_LEFT, OUT, OUT_LEFT] = [0, 8, 16, 24];
const TEXT = 32;
/** The longest text in bytes: longer than any path, and than a line that holds two. */
const TEXT_SIZE = 16 << 10;
const RESULT = TEXT + TEXT_SIZE;
/** No character of one byte becomes more than four in a character set for the wire. */
const RESULT_SIZE = 4 * TEXT_SIZE;

/** (size_t) -1, and (iconv_t) -1. */
const FAILED = 0xffff_ffff_ffff_ffffn;

/**
 * Converts a byte string; undefined for one that does not mean anything in the one character set, that
 * the other has no characters for, or of more than 16 KiB.
 */
export type Converter = (text: string) => string | undefined;

/** Opens the library, for processes that wait for somebody to serve. */
export function prepareIconv(): void {
  library();
}

/**
 * A converter between the character sets named `from` and `to` (iconv_open(3)); undefined where the
 * system does not know one of them. It lives as long as the process. Needs `ffi`, unless
 * `prepareIconv` has been called.
 */
export function makeConverter(from: string, to: string): Converter | undefined {
  if (`${from}${to}`.includes("\0")) return undefined;
  const { symbols, memory } = library();
  const handle = symbols.iconv_open(cstring(to), cstring(from));
  if (handle === FAILED) return undefined;
  const { bytes, view, address } = memory;
  const at = (offset: number) => BigInt(address + offset);
  return (text) => {
    if (text.length > TEXT_SIZE) return undefined;
    encodeInto(text, bytes, TEXT);
    view.setBigUint64(IN, at(TEXT), true);
    view.setBigUint64(IN_LEFT, BigInt(text.length), true);
    view.setBigUint64(OUT, at(RESULT), true);
    view.setBigUint64(OUT_LEFT, BigInt(RESULT_SIZE), true);
    symbols.iconv(handle, 0n, 0n, 0n, 0n); // whatever came before
    // Other than 0: an error, or characters that there is no way back from.
    if (symbols.iconv(handle, at(IN), at(IN_LEFT), at(OUT), at(OUT_LEFT)) !== 0n) return undefined;
    if (symbols.iconv(handle, 0n, 0n, at(OUT), at(OUT_LEFT)) !== 0n) return undefined;
    return stringOf(
      bytes,
      RESULT,
      RESULT + RESULT_SIZE - Number(view.getBigUint64(OUT_LEFT, true)),
    );
  };
}

function cstring(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(128, text.length + 1));
  encodeInto(text, bytes, 0);
  return bytes;
}
