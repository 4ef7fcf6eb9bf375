/**
 * What sessions get of a directory of certificates or of lists of revoked ones: the contents of those of
 * its files that are called by the hashes of the names that they are about, as openssl-rehash(1) calls
 * them. Nobody looks for the others.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { readDirectory } from "../../libc/dirents.ts";
import { close, O, open, readFile } from "../../libc/files.ts";
import { type Hashed, withHash } from "../../libc/openssl/hashed.ts";
import { OpenSslError } from "../../libc/openssl/errors.ts";
import { AT_FDCWD, S_IFMT, S_IFREG, statAt } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { tlsCaRevocationPath } from "./files.ts";

/** Files that are read of one directory, and the bytes of each. */
const MOST_FILES = 1000;
const LARGEST_FILE = 1 << 20;
/** Characters of what all of them hold: every session reads them. */
const MOST = 8 << 20;

/** Names of files, the hash first. */
const NAMES: Readonly<Record<Hashed, RegExp>> = {
  certificate: /^([0-9a-f]{8})\.\d{1,4}$/,
  revocations: /^([0-9a-f]{8})\.r\d{1,4}$/,
};

/** A directory that cannot be used, and why: `message` names the file that is to blame. */
export class UnusableDirectory extends Error {
  override readonly name = "UnusableDirectory";
}

/** The contents of a directory for sessions, and what an administrator should know of it. */
export interface HashedDirectory {
  /** PEM. */
  readonly contents: string;
  readonly warnings: readonly string[];
}

/** Reads the directory at `path` that `directive` names. Throws `UnusableDirectory` and `SysError`. */
export function hashedDirectory(
  directive: Directive<string | undefined>,
  path: string,
): HashedDirectory {
  const kind = directive === tlsCaRevocationPath ? "revocations" : "certificate";
  const names = namesIn(path).filter((name) => NAMES[kind].test(name)).sort();
  if (names.length > MOST_FILES) {
    throw new UnusableDirectory(`more than ${MOST_FILES} files in '${path}'`);
  }
  const warnings: string[] = [];
  let contents = "";
  for (const name of names) {
    const file = `${path}/${name}`;
    const found = contentsOf(kind, file, NAMES[kind].exec(name)?.[1] ?? "");
    if (found === "") warnings.push(`'${file}' is not called by its hash, and is not used`);
    contents += found;
    if (contents.length > MOST) {
      throw new UnusableDirectory(`the files in '${path}' are larger than ${MOST} bytes`);
    }
  }
  if (contents === "") {
    const reason = `no file in '${path}' is called by its hash (openssl rehash)`;
    // Without any list nobody is revoked, which is not what a line about such lists is for.
    if (kind === "revocations") throw new UnusableDirectory(reason);
    warnings.push(reason);
  }
  return { contents, warnings };
}

function namesIn(path: string): string[] {
  const fd = open(path, O.RDONLY | O.DIRECTORY);
  try {
    const names: string[] = [];
    readDirectory(fd, (name) => void names.push(name));
    return names;
  } finally {
    close(fd);
  }
}

function contentsOf(kind: Hashed, file: string, hash: string): string {
  try {
    const { mode, size } = statAt(AT_FDCWD, file);
    if ((mode & S_IFMT) !== S_IFREG) {
      throw new UnusableDirectory(`unable to use '${file}': Not a regular file`);
    }
    if (size > LARGEST_FILE) {
      throw new UnusableDirectory(`unable to use '${file}': larger than ${LARGEST_FILE} bytes`);
    }
    const text = readFile(file, MOST);
    if (/-----BEGIN TRUSTED CERTIFICATE-----/.test(text)) {
      throw new UnusableDirectory(`unable to use '${file}': a certificate with trust settings`);
    }
    return withHash(kind, text, hash);
  } catch (error) {
    if (error instanceof SysError) {
      throw new UnusableDirectory(`unable to read '${file}': ${error.reason}`, { cause: error });
    }
    if (error instanceof OpenSslError) {
      throw new UnusableDirectory(`unable to use '${file}': ${error.message}`, { cause: error });
    }
    throw error;
  }
}
