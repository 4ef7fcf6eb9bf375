/**
 * From the bytes of a control connection to command lines.
 *
 * A line ends at CR LF (several CR before the LF are one). A lone LF is data, as with the original:
 * a file name may hold one, and nobody can smuggle a second command past whatever looked at the
 * first for CR LF only. A lone CR is data too, CR NUL is how Telnet writes it (RFC 854).
 *
 * Telnet: negotiations are refused, IAC IP and IAC DM vanish, IAC IAC is the byte 255. IAC before
 * anything else is that byte and the next one: many clients send a file name with 255 in it as it
 * is, and the original lets them.
 *
 * @module
 */

import { DM, DO, DONT, IAC, IP, refusal, WILL, WONT } from "./telnet.ts";

const NUL = 0;
const LF = 10;
const CR = 13;

/** What came out of the bytes. */
export type LineEvent =
  /** One line without its end, as a byte string. */
  | { readonly kind: "line"; readonly line: string }
  /** A line longer than the limit has ended; it was not kept. */
  | { readonly kind: "tooLong" }
  /** Bytes to be sent as they are, before the reply to the next line. */
  | { readonly kind: "answer"; readonly bytes: string };

/** The lines of one control connection. Keeps at most one line of at most `limit` bytes. */
export class LineReader {
  readonly #limit: number;
  /** The line so far, without telnet sequences; made when a line first needs a closer look. */
  #line: Uint8Array | undefined;
  #length = 0;
  /** CRs behind the line so far: its end if a LF follows, else part of it. */
  #returns = 0;
  #overflow = false;
  /** The telnet sequence that has begun: IAC, or one of WILL, WONT, DO and DONT behind it. */
  #sequence = 0;
  #answers = "";

  /** `limit`: the most bytes that a line may have, without its CR LF. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Takes the next bytes, the first `length` of `chunk`, to which it keeps no reference, and adds what
   * they complete to `events`.
   */
  feed(chunk: Uint8Array, length: number, events: LineEvent[]): void {
    let at = 0;
    while (at < length) {
      const behind = this.#isBetweenLines() ? this.#wholeLine(chunk, at, length, events) : at;
      at = behind > at ? behind : this.#byBytes(chunk, at, length, events);
    }
    this.#flushAnswers(events);
  }

  /**
   * Forgets an unfinished line. For the moment before a TLS handshake: what came in plain text
   * before it must not count as said under its protection.
   */
  discard(): void {
    this.#line?.fill(0, 0, this.#length); // it may have been a password
    this.#length = 0;
    this.#returns = 0;
    this.#overflow = false;
    this.#sequence = 0;
  }

  #isBetweenLines(): boolean {
    return this.#length === 0 && this.#returns === 0 && this.#sequence === 0 && !this.#overflow;
  }

  /**
   * The common case: a whole plain line is there. Returns the offset behind it, or `start` where
   * the line is incomplete or has anything in it that needs a closer look.
   */
  #wholeLine(chunk: Uint8Array, start: number, length: number, events: LineEvent[]): number {
    const end = chunk.indexOf(LF, start) - 1;
    if (end < start || end + 1 >= length) return start;
    if (chunk[end] !== CR || end - start > this.#limit) return start;
    for (let i = start; i < end; i++) {
      if (chunk[i] === IAC || chunk[i] === CR) return start;
    }
    this.#flushAnswers(events);
    events.push({ kind: "line", line: byteString(chunk, start, end) });
    return end + 2;
  }

  /** One byte after the other, until a line or the chunk ends. Returns the offset behind. */
  #byBytes(chunk: Uint8Array, start: number, length: number, events: LineEvent[]): number {
    for (let at = start; at < length;) {
      if (this.#take(chunk[at++])) {
        this.#endLine(events);
        return at;
      }
    }
    return length;
  }

  /** Takes one byte from the wire; whether it ends the line. */
  #take(byte: number): boolean {
    switch (this.#sequence) {
      case 0:
        if (byte !== IAC) return this.#data(byte);
        this.#sequence = IAC;
        return false;
      case IAC:
        if (byte === WILL || byte === WONT || byte === DO || byte === DONT) {
          this.#sequence = byte;
          return false;
        }
        this.#sequence = 0;
        if (byte === IP || byte === DM) return false;
        this.#data(IAC);
        return byte !== IAC && this.#data(byte);
      default:
        this.#answers += refusal(this.#sequence, byte);
        this.#sequence = 0;
        return false;
    }
  }

  /** Takes one byte of data; whether it ends the line. */
  #data(byte: number): boolean {
    if (byte === CR) {
      this.#returns++;
      return false;
    }
    if (this.#returns > 0) {
      if (byte === LF) return true;
      for (; this.#returns > 0; this.#returns--) this.#append(CR);
      if (byte === NUL) return false;
    }
    this.#append(byte);
    return false;
  }

  #append(byte: number): void {
    if (this.#length === this.#limit) this.#overflow = true;
    else {
      this.#line ??= new Uint8Array(this.#limit);
      this.#line[this.#length++] = byte;
    }
  }

  #endLine(events: LineEvent[]): void {
    this.#flushAnswers(events);
    if (this.#overflow) events.push({ kind: "tooLong" });
    else events.push({ kind: "line", line: byteString(this.#line ?? empty, 0, this.#length) });
    this.discard();
  }

  #flushAnswers(events: LineEvent[]): void {
    if (this.#answers === "") return;
    events.push({ kind: "answer", bytes: this.#answers });
    this.#answers = "";
  }
}

const empty = new Uint8Array();

/** How many bytes `String.fromCharCode` is handed at once; larger ones could exhaust the stack. */
const PIECE = 8192;

/** The bytes `bytes[start..end)` as a byte string. */
function byteString(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += PIECE) {
    const piece = bytes.subarray(at, Math.min(at + PIECE, end));
    text += String.fromCharCode.apply(null, piece as unknown as number[]);
  }
  return text;
}
