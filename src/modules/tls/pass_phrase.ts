/**
 * `TLSPassPhraseProvider`: pass phrases of keys, from a program of the administrator's.
 *
 * @module
 */

import type { Scope } from "../../config/mod.ts";
import type { AskPassPhrase } from "../../libc/openssl/key_files.ts";
import { outputOfProgram } from "../../libc/output_of_program.ts";
import { geteuid } from "../../libc/process.ts";
import { AT_FDCWD, S_IFMT, S_IFREG, statAt } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { tlsPassPhraseProvider } from "./files.ts";

/** Nobody gives a pass phrase, where one is needed. */
export class NoPassPhrase extends Error {
  override readonly name = "NoPassPhrase";
}

/** How long the program may take, in milliseconds. */
const PATIENCE = 30_000;

/** OpenSSL takes no longer pass phrase, its NUL included. */
const LONGEST = 1024;

const NEWLINE = 10;

/**
 * Asks the provider that the main server's settings `main` name for the pass phrase of a key of the
 * server `name` (`servername:port`); `kind` is `RSA`, `DSA`, `EC` or `PKCS12`. Throws `NoPassPhrase`.
 */
export function askProvider(main: Scope, name: string, kind: string): AskPassPhrase {
  return (use) => {
    const provider = main.get(tlsPassPhraseProvider);
    if (provider === undefined) {
      throw new NoPassPhrase("it has a pass phrase, and there is no TLSPassPhraseProvider");
    }
    const { bytes, ending } = run(provider, [name, kind]);
    try {
      if (ending === undefined) throw new NoPassPhrase(`'${provider}' takes too long`);
      if (ending.code !== 0) {
        throw new NoPassPhrase(`'${provider}' gives no pass phrase: status ${ending.code}`);
      }
      const newline = bytes.indexOf(NEWLINE);
      if (newline >= 0) bytes.fill(0, newline);
      if (bytes[0] === 0) throw new NoPassPhrase(`'${provider}' gives no pass phrase`);
      if (bytes[LONGEST - 1] !== 0) throw new NoPassPhrase(`'${provider}' says too much`);
      return use(bytes);
    } finally {
      bytes.fill(0);
    }
  };
}

function run(provider: string, args: readonly string[]): ReturnType<typeof outputOfProgram> {
  try {
    return outputOfProgram(provider, args, { limit: LONGEST, patience: PATIENCE });
  } catch (error) {
    if (!isSysError(error)) throw error;
    throw new NoPassPhrase(`unable to run '${provider}': ${error.reason}`, { cause: error });
  }
}

/** Permissions to write of those who are not the owner. */
const OTHERS_WRITE = 0o022;

/** What is wrong with the provider, if there is one: who can change it would be who runs it. */
export function problemOf(main: Scope): string | undefined {
  const path = main.get(tlsPassPhraseProvider);
  if (path === undefined) return undefined;
  try {
    const { mode, uid } = statAt(AT_FDCWD, path);
    if ((mode & S_IFMT) !== S_IFREG) return `unable to use '${path}': Not a regular file`;
    if ((mode & OTHERS_WRITE) !== 0 || (uid !== 0 && uid !== geteuid())) {
      return `unable to use '${path}': others than its user can change it`;
    }
    return undefined;
  } catch (error) {
    if (!isSysError(error)) throw error;
    return `error checking '${path}': ${error.reason}`;
  }
}
