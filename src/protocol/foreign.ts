/**
 * Other protocols on the FTP port: mail servers, SSH clients, and browsers that a web page makes post
 * FTP commands in the body of a request (cross-protocol attacks). The original closes the connection
 * without a word, and so does this server.
 *
 * @module
 */

import { firstWord } from "./command_line.ts";

/** Which protocol a line belongs to, and the word that betrays it, as the log names them. */
export interface ForeignCommand {
  readonly protocol: "HTTP" | "SMTP" | "SSH2";
  readonly word: string;
}

/** The words of 1.3.8, in upper case only: FTP verbs in lower case are FTP. */
const foreignWords: ReadonlyMap<string, "HTTP" | "SMTP"> = new Map([
  ...["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    .map((word) => [word, "HTTP"] as const),
  ...["DATA", "EHLO", "HELO", "MAIL", "RCPT", "RSET", "VRFY"]
    .map((word) => [word, "SMTP"] as const),
]);

/** The first words of an SSH client that speaks protocol 2 (RFC 4253 §4.2 and §5.1). */
const sshIdentification = /^SSH-(?:2\.0|1\.99)-/;

/** What protocol `line`, as it came in, is a line of, unless it may be FTP. */
export function recogniseForeign(line: string): ForeignCommand | undefined {
  const word = firstWord(line.split("\0", 1)[0]).word;
  const protocol = sshIdentification.test(word) ? "SSH2" : foreignWords.get(word);
  return protocol && { protocol, word };
}

/** The line for the log, in the original's words. */
export function foreignMessage({ protocol, word }: ForeignCommand): string {
  return `client sent ${protocol} command '${word}', disconnecting`;
}
