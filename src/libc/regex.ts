/**
 * POSIX extended regular expressions (regex(3)), in the C locale: bytes, no characters. The
 * configuration's patterns are written for them, and their meaning differs from JavaScript's;
 * their matcher does not go back and forth for ever over what a client sends.
 *
 * Compiling and matching need only buffers: both go on when the `ffi` permission has been given up,
 * provided that the library was opened before (`prepareRegex`, or the first pattern).
 *
 * @module
 */

import { bytesOf, stringUntilNul } from "./bytes.ts";
import { openLibrary } from "./open_library.ts";
import { type PosixPattern, posixPattern, UnsupportedSyntax } from "./regex_syntax.ts";

const symbols = {
  // int regcomp(regex_t *preg, const char *regex, int cflags)
  regcomp: { parameters: ["buffer", "buffer", "i32"], result: "i32" },
  // int regexec(const regex_t *preg, const char *string, size_t nmatch, regmatch_t pmatch[], int eflags)
  regexec: { parameters: ["buffer", "buffer", "usize", "pointer", "i32"], result: "i32" },
  // size_t regerror(int errcode, const regex_t *preg, char *errbuf, size_t errbuf_size)
  regerror: { parameters: ["i32", "buffer", "buffer", "usize"], result: "usize" },
} as const satisfies Deno.ForeignLibraryInterface;

let opened: Deno.DynamicLibrary<typeof symbols>["symbols"] | undefined;

function libc(): Deno.DynamicLibrary<typeof symbols>["symbols"] {
  return opened ??= openLibrary("libc.so.6", symbols);
}

const REG = { EXTENDED: 1, ICASE: 2, NOSUB: 8 } as const;

/**
 * sizeof(regex_t) is 64 on 64-bit glibc; the rest is room for others. Memory of this size lies outside
 * of V8's heap and does not move between two calls.
 */
const REGEX_SIZE = 128;

/** Longer subjects are not looked at: backtracking over them could take for ever. */
const LONGEST_SUBJECT = 8192;

/** What regexec says of a subject that does not match; anything else is that it could not tell. */
const REG_NOMATCH = 1;

/** Opens the library, for patterns that are compiled after `ffi` is given up. */
export function prepareRegex(): void {
  libc();
}

/** A pattern that is no regular expression; `message` is regerror's text. */
export class RegexError extends Error {
  override readonly name = "RegexError";
}

/** A compiled pattern. */
export interface Regex {
  /**
   * Whether the byte string `subject` matches. Undefined where nobody can tell: for one with a NUL, one
   * over 8 KiB, and where the library has no memory for it. To whoever keeps something out by a
   * pattern, that is no reason to let it in.
   */
  test(subject: string): boolean | undefined;
}

/**
 * Compiles `pattern`, which may use what of PCRE can be said in POSIX (`posixPattern`); throws
 * `RegexError`. The memory that it takes is the process's for good.
 */
export function compileRegex(pattern: string, options: { ignoreCase?: boolean } = {}): Regex {
  if (pattern.includes("\0")) throw new RegexError("a pattern cannot hold a NUL byte");
  const { source, ignoreCase } = rewritten(pattern);
  const { regcomp, regexec, regerror } = libc();
  const compiled = new Uint8Array(new ArrayBuffer(REGEX_SIZE));
  const flags = REG.EXTENDED | REG.NOSUB | (options.ignoreCase || ignoreCase ? REG.ICASE : 0);
  const failure = regcomp(compiled, bytesOf(`${source}\0`), flags);
  if (failure !== 0) {
    const text = new Uint8Array(256);
    regerror(failure, compiled, text, BigInt(text.length));
    throw new RegexError(stringUntilNul(text));
  }
  return {
    test(subject) {
      if (subject.length > LONGEST_SUBJECT || subject.includes("\0")) return undefined;
      const result = regexec(compiled, bytesOf(`${subject}\0`), 0n, null, 0);
      return result === 0 || (result === REG_NOMATCH ? false : undefined);
    },
  };
}

function rewritten(pattern: string): PosixPattern {
  try {
    return posixPattern(pattern);
  } catch (error) {
    if (error instanceof UnsupportedSyntax) throw new RegexError(error.message);
    throw error;
  }
}
