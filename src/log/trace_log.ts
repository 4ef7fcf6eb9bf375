/**
 * The trace log: what the parts of the server are doing, each on a channel of its own with levels of
 * its own (`Trace`, `TraceLog`, `TraceOptions`).
 *
 * @module
 */

import { getpid } from "../libc/process.ts";
import { isoSecond, isoTime } from "../libc/time.ts";
import { harmless } from "./harmless.ts";
import type { LineSink } from "./sink.ts";

/** The channels that have something to say here. */
export const CHANNELS = [
  "auth",
  "auth.pam",
  "binding",
  "command",
  "config",
  "ctrls",
  "data",
  "directory",
  "dns",
  "encode",
  "event",
  "fileperms",
  "ident",
  "quotatab",
  "response",
  "tls",
  "xfer",
] as const;

/** The name of such a channel. */
export type Channel = typeof CHANNELS[number];

/** From which level to which a channel is heard; both are part of it. */
export interface LevelRange {
  readonly least: number;
  readonly most: number;
}

/** Levels by channel. */
export type TraceLevels = ReadonlyMap<string, LevelRange>;

/** What is in front of each line, by `TraceOptions`. */
export interface TraceStyle {
  readonly timestamp: boolean;
  readonly milliseconds: boolean;
  /** Whether lines name both ends of the connection. */
  readonly addresses: boolean;
}

/** An open trace log. */
export class TraceLog {
  readonly #pid = getpid();

  /** `ends`: both ends of the client's connection, in words; empty without one. */
  constructor(
    private readonly sink: LineSink,
    private readonly style: TraceStyle,
    private readonly ends: string,
    public levels: TraceLevels,
  ) {}

  /**
   * Writes what `message` makes if `channel` is heard at `level`, 1 to whatever: the line, or undefined
   * for none. Never throws.
   */
  write(
    channel: Channel,
    level: number,
    message: string | (() => string),
  ): string | undefined {
    const range = this.levels.get(channel);
    if (!range || level < range.least || level > range.most) return undefined;
    const { timestamp, milliseconds, addresses } = this.style;
    const now = Date.now();
    const time = milliseconds ? isoTime(now) : isoSecond(now / 1000);
    const text = harmless(typeof message === "string" ? message : message());
    const line = `${timestamp ? `${time} ` : ""}[${this.#pid}] ` +
      `${addresses && this.ends !== "" ? `(${this.ends}) ` : ""}<${channel}:${level}>: ${text}`;
    this.sink.write(line);
    return line;
  }

  /** Closes the file. */
  close(): void {
    this.sink.close();
  }
}
