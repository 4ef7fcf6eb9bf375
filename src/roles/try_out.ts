/**
 * The try-out role (`deno task start`): a server for somebody who has nothing yet. It makes its own
 * folder, configuration and user, listens on this machine only, and says how to use it.
 *
 * @module
 */

import { hashPassword } from "../auth/mod.ts";
import { bytesOf } from "../libc/bytes.ts";
import { environment } from "../libc/environment.ts";
import { chownAt, close, mkdirAt, O, open, writeAll, writeString } from "../libc/files.ts";
import { getrandom, getuid } from "../libc/process.ts";
import { AT_FDCWD } from "../libc/statx.ts";
import { commandRole } from "./command.ts";
import { say } from "./say.ts";

/** Where it listens unless another port is named. */
const PORT = "2121";
const USER = "ftp-user";

/** Letters and digits that nobody mistakes for one another. */
const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Whose files a root's try-out serves: nobody's. */
const NOBODY = 65534;

/**
 * Makes what is needed and serves until Ctrl-C, at the port in `args` if there is one; the result is
 * the exit status.
 */
export async function tryOutRole([port = PORT]: readonly string[]): Promise<number> {
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535) {
    say(`fatal: '${port}' is no port`);
    return 1;
  }
  const folder = `${environment().get("TMPDIR") ?? "/tmp"}/proftpd-try-${randomWord(8)}`;
  const password = randomWord(16);
  const files = `${folder}/files`;
  mkdirAt(AT_FDCWD, folder, 0o711);
  mkdirAt(AT_FDCWD, files, 0o755);
  const uid = getuid() === 0 ? NOBODY : getuid();
  if (getuid() === 0) chownAt(AT_FDCWD, files, uid, uid);
  const hash = hashPassword(password);
  write(`${folder}/passwd`, `${USER}:${hash}:${uid}:${uid}::${files}:/bin/sh\n`);
  write(`${files}/welcome.txt`, "It works.\n");
  write(`${folder}/proftpd.conf`, configuration(folder, port));
  writeString(1, explanation(folder, port, password));
  return await commandRole(["-n", "-c", `${folder}/proftpd.conf`]);
}

function configuration(folder: string, port: string): string {
  return `ServerName "Try-out"
DefaultAddress 127.0.0.1
SocketBindTight on
UseIPv6 off
Port ${port}
PidFile "${folder}/proftpd.pid"
ScoreboardFile "${folder}/proftpd.scoreboard"
AuthOrder mod_auth_file.c
WtmpLog off
AuthUserFile "${folder}/passwd"
RequireValidShell off
DefaultRoot ~
Umask 022
AllowOverwrite on
AllowStoreRestart on
UseReverseDNS off
TransferLog none
`;
}

function explanation(folder: string, port: string, password: string): string {
  return `A server for you, on this machine only:

  files   ${folder}/files
  config  ${folder}/proftpd.conf

Try it from another terminal:

  curl --user '${USER}:${password}' ftp://127.0.0.1:${port}/
  lftp -u '${USER},${password}' -p ${port} 127.0.0.1

The password is shown only here. Ctrl-C stops the server; the folder stays.

`;
}

function write(path: string, text: string): void {
  const fd = open(path, O.WRONLY | O.CREAT | O.EXCL, path.endsWith("passwd") ? 0o600 : 0o644);
  try {
    writeAll(fd, bytesOf(text));
  } finally {
    close(fd);
  }
}

function randomWord(length: number): string {
  const bytes = new Uint8Array(length);
  getrandom(bytes);
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
}
