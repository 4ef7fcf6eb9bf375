/**
 * What sessions get of a file: its contents, with keys free of pass phrases.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { readFile } from "../../libc/files.ts";
import { pemOfPkcs12 } from "../../libc/openssl/key_files.ts";
import { tlsPkcs12File } from "./files.ts";
import { demandPassPhrase } from "./pass_phrase.ts";

/** No file of certificates is larger. */
const LARGEST = 8 << 20;

/**
 * The contents of the file at `path`, which `directive` names, as a byte string. Throws `SysError`,
 * `OpenSslError`, `OpenSslMissing` and `NoPassPhrase`.
 */
export function plainMaterial(directive: Directive<unknown>, path: string): string {
  const contents = readFile(path, LARGEST);
  return directive === tlsPkcs12File ? pemOfPkcs12(contents, demandPassPhrase) : contents;
}
