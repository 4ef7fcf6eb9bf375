/**
 * Where log lines go. A log is never a reason to end a session: writing to a sink does not throw,
 * and what could not be written is counted.
 *
 * @module
 */

import type { Level } from "./level.ts";

/** Something that takes finished lines: a file, standard error. */
export interface LineSink {
  /** Writes one line, given without its newline; whether that worked. Never throws. */
  write(line: string): boolean;
  /** Lines that could not be written since this was last asked for, and why the last of them. */
  takeLosses(): Losses | undefined;
  /** Gives the descriptor back. Nothing may be written afterwards. */
  close(): void;
}

/** What a sink could not write. */
export interface Losses {
  readonly lines: number;
  /** strerror(3)'s text for the last failure. */
  readonly reason: string;
}

/** The message that tells a reader of the log about a gap in it; comes behind the line after the gap. */
export function lossReport({ lines, reason }: Losses): string {
  return `${lines} log line(s) before the last one could not be written: ${reason}`;
}

/** Counts what a sink loses. */
export class LossCount {
  #lines = 0;
  #reason = "";

  /** One more line is lost. */
  add(reason: string): void {
    this.#lines += 1;
    this.#reason = reason;
  }

  /** As `LineSink.takeLosses`. */
  take(): Losses | undefined {
    if (this.#lines === 0) return undefined;
    const losses = { lines: this.#lines, reason: this.#reason };
    this.#lines = 0;
    return losses;
  }
}

/** One message of the server about itself. */
export interface Entry {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly level: Level;
  /** Whether it is about somebody's right to come in (authpriv of syslog(3)). */
  readonly auth: boolean;
  /** Which server and client it is about, ` 127.0.0.1 (name[ip])` with its blank in front, or "". */
  readonly about: string;
  /** One line without control characters. */
  readonly text: string;
  /** What is in front of it; undefined for all that is usual. */
  readonly head?: EntryHead;
}

/** What is in front of a message where its form can be chosen: not in syslog. */
export interface EntryHead {
  readonly timestamp: boolean;
  readonly hostname: boolean;
  /** What the process is called. */
  readonly label: string;
}

/** Something that takes the server's messages: a file with lines, syslog. */
export interface EntrySink {
  /** Writes one message. Never throws. */
  write(entry: Entry): void;
  /** As `LineSink.close`. */
  close(): void;
}
