/**
 * What sessions get of a file: its contents, with keys free of pass phrases.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { readFile } from "../../libc/files.ts";
import {
  type AskPassPhrase,
  isEncrypted,
  pemOfPkcs12,
  withPlainKey,
} from "../../libc/openssl/key_files.ts";
import { pairs, tlsPkcs12File } from "./files.ts";

/** No file of certificates is larger. */
const LARGEST = 8 << 20;

/**
 * The contents of the file at `path`, which `directive` of the server with the settings `config`
 * names, as a byte string. `ask` is for keys of the kind that it is told. Throws `SysError`,
 * `OpenSslError`, `OpenSslMissing` and what `ask` throws.
 */
export function plainMaterial(
  config: Scope,
  directive: Directive<unknown>,
  path: string,
  ask: (kind: string) => AskPassPhrase,
): string {
  const contents = readFile(path, LARGEST);
  if (directive === tlsPkcs12File) return pemOfPkcs12(contents, ask("PKCS12"));
  const pair = pairs.find(({ certificate, key }) =>
    (config.get(key) ?? config.get(certificate)) === path
  );
  return pair !== undefined && isEncrypted(contents)
    ? withPlainKey(contents, ask(pair.kind))
    : contents;
}
