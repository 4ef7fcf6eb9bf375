/**
 * Replies: the three-digit code and the lines that answer a command (RFC 959 §4.2).
 *
 * A multi-line reply has its code on the first and the last line; every line between starts with
 * one blank, so that no text in it, a file name or a display file, can be taken for the last line.
 *
 * @module
 */

/** What the client is told: a code of three digits and one or more lines of text without it. */
export interface Reply {
  readonly code: number;
  /** Byte strings, without code and line end. */
  readonly lines: readonly string[];
  /**
   * Whether nobody is to send it: the command has done so itself, because more had to happen between it
   * and the next one, or it is for logs alone.
   */
  readonly isSent?: boolean;
}

/** The reply `code` with the given lines. */
export function reply(code: number, ...lines: string[]): Reply {
  return { code, lines };
}

/**
 * The reply as it goes over the wire, as a byte string that ends in CR LF.
 *
 * CR, LF and NUL inside a line become `?`: the original sends them as they are, which lets whoever
 * may name a file write replies of his own to somebody else's client. They are not encoded as NUL,
 * as some servers do, because here NUL ends an argument: sent back, such a name would mean another
 * file.
 */
export function formatReply(reply: Reply): string {
  const { code, lines } = reply;
  const last = lines.length - 1;
  if (last <= 0) return `${code} ${singleLine(lines[0] ?? "")}\r\n`;
  let text = `${code}-${singleLine(lines[0])}\r\n`;
  for (let i = 1; i < last; i++) text += ` ${singleLine(lines[i])}\r\n`;
  return `${text}${code} ${singleLine(lines[last])}\r\n`;
}

/**
 * A failure whose whole meaning is the reply that the client gets. Thrown where a command cannot
 * go on; the dispatcher sends the reply.
 */
export class FtpError extends Error {
  override readonly name = "FtpError";
  readonly reply: Reply;

  constructor(reply: Reply, options?: ErrorOptions) {
    super(`${reply.code} ${reply.lines.join(" | ")}`, options);
    this.reply = reply;
  }
}

const framing = /[\r\n\0]/g;

/** `text` with the bytes that would end a line, or a string in a client written in C, replaced. */
export function singleLine(text: string): string {
  return text.replace(framing, "?");
}
