/**
 * The first step from text to tree: lines, and words in them.
 *
 * The rules are those of the original, tried out on `proftpd -t`: a `\` at the end of a line joins
 * the next one; a `#` where a word could start opens a comment, and a line that is only a comment
 * is never continued; a word that starts with a double quote ends with the next one, `\` takes the
 * following character as it is in there and nowhere else.
 *
 * @module
 */

/** A line with its continuations. */
export interface Line {
  /** Without line end. */
  readonly text: string;
  /** The number of its last part, counted from 1: the one that the original names in messages. */
  readonly number: number;
  /** Whether the file ended where more was to come: no newline, or a `\` at the very end. */
  readonly truncated: boolean;
  /** Whether it goes over several lines of the file. */
  readonly continued: boolean;
}

const BACKSLASH = 0x5c;
const HASH = 0x23;
const QUOTE = 0x22;

/** Space, tab and the line-end characters of other systems: what C's isspace(3) takes. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Reads a file's text line by line. */
export class LineReader {
  #at = 0;
  #number = 0;

  constructor(private readonly text: string) {}

  /** The number of the last physical line that was read. */
  get number(): number {
    return this.#number;
  }

  /** The next line that has more than blanks and comments in it, or `undefined` at the end. */
  next(): Line | undefined {
    while (this.#at < this.text.length) {
      const first = this.#physical();
      const start = skipBlanks(first.text, 0);
      if (start === first.text.length || first.text.charCodeAt(start) === HASH) continue;
      return this.#continued(first.text, first.complete);
    }
    return undefined;
  }

  #continued(first: string, complete: boolean): Line {
    let text = first;
    let continued = false;
    // The original takes "\", CR, LF for a backslash before the line end; files that come from
    // another system mean a continuation.
    while (text.charCodeAt(text.length - 1) === BACKSLASH) {
      text = text.slice(0, -1);
      if (this.#at >= this.text.length) {
        return { text, number: this.#number, truncated: true, continued };
      }
      const more = this.#physical();
      text += more.text;
      continued = true;
      complete = more.complete;
    }
    return { text, number: this.#number, truncated: !complete, continued };
  }

  #physical(): { text: string; complete: boolean } {
    const newline = this.text.indexOf("\n", this.#at);
    const complete = newline >= 0;
    const end = complete ? newline : this.text.length;
    const crlf = end > this.#at && this.text.charCodeAt(end - 1) === 0x0d;
    const text = this.text.slice(this.#at, crlf ? end - 1 : end);
    this.#at = end + 1;
    this.#number += 1;
    return { text, complete };
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/**
 * The words of a line. An unterminated quote takes the rest of the line, as in the original. Where
 * each begins is added to `starts`.
 */
export function splitWords(text: string, starts?: number[]): string[] {
  const words: string[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === HASH) break;
    starts?.push(at);
    if (code === QUOTE) {
      const quoted = readQuoted(text, at + 1);
      words.push(quoted.word);
      at = quoted.end;
    } else {
      const start = at;
      while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
      words.push(text.slice(start, at));
    }
    at = skipBlanks(text, at);
  }
  return words;
}

/** The word whose opening quote stands before `from`, and the offset behind its closing quote. */
function readQuoted(text: string, from: number): { word: string; end: number } {
  let word = "";
  let start = from;
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return { word: word + text.slice(start, at), end: at + 1 };
    if (code === BACKSLASH && at + 1 < text.length) {
      word += text.slice(start, at);
      start = ++at; // the escaped character begins the next piece
    }
  }
  return { word: word + text.slice(start), end: at };
}

/**
 * Words of a section line made like those of a directive: `<Directory`, `/x>` becomes
 * `<Directory>`, `/x`. Words that do not form a section tag are returned as they are.
 */
export function closeTag(words: string[]): string[] {
  const last = words.length - 1;
  if (last < 1 || !words[0].startsWith("<") || !words[last].endsWith(">")) return words;
  const tail = words[last].slice(0, -1);
  const inner = words.slice(1, last);
  if (tail !== "") inner.push(tail);
  return [`${words[0]}>`, ...inner];
}

/** `word` with every `%{env:NAME}` replaced; a variable that is not set gives nothing. */
export function expandEnvironment(
  word: string,
  env: (name: string) => string | undefined,
): string {
  if (!word.includes("%{env:")) return word;
  return word.replace(/%\{env:([^}]*)\}/g, (_, name: string) => env(name) ?? "");
}
