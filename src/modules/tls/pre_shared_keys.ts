/**
 * `TLSPreSharedKey`: keys that clients have instead of trust in a certificate.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { close, O, open, readToEnd } from "../../libc/files.ts";
import { stringOf } from "../../libc/bytes.ts";
import type { TlsContext } from "../../libc/openssl/context.ts";
import {
  type KeyWitness,
  LONGEST_KEY,
  usePreSharedKeys,
} from "../../libc/openssl/pre_shared_keys.ts";
import { fstat, S_IFMT, S_IFREG } from "../../libc/statx.ts";

/** A key for those who call themselves `identity`. */
export interface PreSharedKey {
  readonly identity: string;
  /** As written, `hex:/path`: what sessions know the contents by, too. */
  readonly source: string;
}

/** How a key is written in its file: the only way that there is. */
const FORMAT = "hex:";

/** `TLSPreSharedKey identity hex:/path`; of several keys for one identity the first counts. */
export const tlsPreSharedKey: Directive<readonly PreSharedKey[]> = {
  name: "TLSPreSharedKey",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSPreSharedKey identity hex:/path",
  fallback: [],
  repeat: "all",
  parse(args) {
    args.atLeast(2);
    const source = args.word(1);
    if (!source.startsWith(FORMAT) || source === FORMAT) {
      args.fail(`unsupported TLSPreSharedKey format: ${source}`);
    }
    if (!keyPath(source).startsWith("/")) args.fail("parameter must be an absolute path");
    return [{ identity: args.word(0), source }];
  },
};

/** All keys of the server with the settings `config`. */
export function preSharedKeysOf(config: Scope): readonly PreSharedKey[] {
  return config.all(tlsPreSharedKey).flat();
}

/** The file that `source` of a key names. */
export function keyPath(source: string): string {
  return source.slice(FORMAT.length);
}

/** A file that is none with a key, or a key that is not secret. */
export class UnusableKey extends Error {
  override readonly name = "UnusableKey";
}

/** Digits of the shortest key. */
const SHORTEST = 20;

/** Bytes of the largest file: its first line counts. */
const LARGEST = 64 << 10;

/** Permissions of everybody to read and write. */
const EVERYBODY = 0o006;

/** The digits of the key in the file that `source` names. Throws `SysError` and `UnusableKey`. */
export function readKey(source: string): string {
  const path = keyPath(source);
  const fd = open(path, O.RDONLY | O.NONBLOCK | O.NOCTTY);
  try {
    const { mode, size } = fstat(fd);
    if ((mode & S_IFMT) !== S_IFREG) throw new UnusableKey(`'${path}' is not a regular file`);
    if ((mode & EVERYBODY) !== 0) {
      throw new UnusableKey(`'${path}' can be read or written by everybody`);
    }
    if (size > LARGEST) throw new UnusableKey(`'${path}' is larger than ${LARGEST} bytes`);
    const [line] = stringOf(readToEnd(fd, LARGEST, path)).split("\n");
    const digits = line.trim();
    if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) {
      throw new UnusableKey(`the first line of '${path}' is not an even number of hex digits`);
    }
    if (digits.length < SHORTEST) {
      throw new UnusableKey(`the key in '${path}' has less than ${SHORTEST} digits`);
    }
    if (digits.length > 2 * LONGEST_KEY) {
      throw new UnusableKey(`the key in '${path}' has more than ${2 * LONGEST_KEY} digits`);
    }
    return digits;
  } finally {
    close(fd);
  }
}

/**
 * Has clients of `context`, which is for the server with the settings `config`, need the keys for the
 * names that they say. `contentOf` gives what `readKey` read, by the source: bytes, which are wiped.
 */
export function shareKeys(
  context: TlsContext,
  config: Scope,
  contentOf: (source: string) => Uint8Array<ArrayBuffer> | undefined,
  witness: KeyWitness,
): void {
  const keys = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { identity, source } of preSharedKeysOf(config)) {
    const digits = contentOf(source);
    if (digits === undefined) throw new UnusableKey(`'${source}' was not read`);
    if (!keys.has(identity)) keys.set(identity, bytesOfKey(digits));
    digits.fill(0);
  }
  if (keys.size > 0) usePreSharedKeys(context, keys, witness);
}

/** The bytes of the key with the digits `text`, in ASCII. */
export function bytesOfKey(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const key = new Uint8Array(new ArrayBuffer(text.length / 2));
  const digit = (index: number) => valueOf(text[index] ?? 0);
  for (let i = 0; i < key.length; i++) key[i] = digit(2 * i) << 4 | digit(2 * i + 1);
  return key;
}

/** What the ASCII code of a hex digit stands for. */
function valueOf(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code & 0x0f) + 9;
}
