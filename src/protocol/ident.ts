/**
 * The Identification Protocol (RFC 1413): who, by the word of the client's machine, has opened a
 * connection from there.
 *
 * @module
 */

/** The port on which machines answer such questions. */
export const IDENT_PORT = 113;

/** What an answer may have, line break and all: 512 characters of a name, and what is around it. */
export const LONGEST_IDENT = 1000;

/** The question about the connection from `theirs`, a port of the machine asked, to our port `ours`. */
export function identQuestion(theirs: number, ours: number): string {
  return `${theirs}, ${ours}\r\n`;
}

/**
 * The user that the answer `line` names (a byte string without its line break); undefined where it
 * names none, is about another connection, or is no answer that a log could show.
 */
export function identOf(line: string, theirs: number, ours: number): string | undefined {
  const answer =
    /^\s*(\d+)\s*,\s*(\d+)\s*:\s*USERID\s*:[^:]*:[ \t]*([!-~\x80-\xff][ -~\x80-\xff]*)$/i
      .exec(line);
  if (!answer || Number(answer[1]) !== theirs || Number(answer[2]) !== ours) return undefined;
  const name = answer[3].trimEnd();
  return name.length <= 512 ? name : undefined;
}
