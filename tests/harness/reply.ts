/**
 * Replies as a client sees them.
 *
 * @module
 */

/** One complete reply (RFC 959 §4.2), lines without their CR LF, as byte strings. */
export interface ReceivedReply {
  /** The three digits of the last line. */
  readonly code: number;
  readonly lines: readonly string[];
  /** All lines, joined by `\n`. */
  readonly text: string;
}

/**
 * Takes lines from `next` until a reply is complete. Throws an `Error` when what comes first is no
 * reply line at all.
 */
export async function readReply(next: () => Promise<string>): Promise<ReceivedReply> {
  const lines = [await next()];
  const first = /^(\d\d\d)([ -])/.exec(lines[0] ?? "");
  const digits = first?.[1];
  if (digits === undefined) throw new Error(`not a reply: ${JSON.stringify(lines[0])}`);
  if (first?.[2] === "-") {
    while (!lines.at(-1)?.startsWith(`${digits} `)) lines.push(await next());
  }
  return { code: Number(digits), lines, text: lines.join("\n") };
}
