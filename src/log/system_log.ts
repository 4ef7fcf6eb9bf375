/**
 * The server's log of its own doings (SystemLog, or syslog without that directive).
 *
 * @module
 */

import { harmless } from "./harmless.ts";
import { type Level, severity } from "./level.ts";
import type { Entry, EntryHead, EntrySink } from "./sink.ts";
import type { Channel, TraceLog } from "./trace_log.ts";

/** What a system log lets through, and where to. */
export interface SystemLogOptions {
  readonly sink: EntrySink;
  /** DebugLevel or `-d`: 0 to 10. */
  readonly debugLevel: number;
  /**
   * SyslogLevel. Where it is not given, `notice`; with a debug level above 0 everything, since
   * whoever asks for debugging wants to see it.
   */
  readonly level?: Level;
}

/** What the process does: part of the lines where `LogOptions` wants it there. */
export type Role = "daemon" | "session";

/** LogOptions: what messages have in front. */
export interface LogStyle {
  readonly timestamp: boolean;
  readonly hostname: boolean;
  readonly virtualHost: boolean;
  readonly roleLabels: boolean;
}

/** Somebody who sees all that a session logs, what no log wants as well (mod_log_forensic). */
export interface Witness {
  /** A message of the server, whatever its level. */
  message(entry: Entry): void;
  /** A line of another log, a module's own being `Unspec`; `level` is that of a trace. */
  line(
    kind: "TransferLog" | "ExtendedLog" | "TraceLog" | "Unspec",
    text: string,
    level?: number,
  ): void;
}

/** A message, or how to make it: for those that cost something and are seldom wanted. */
export type Message = string | (() => string);

/** The server's log. Writing to it never throws. */
export class SystemLog {
  readonly #usualSink: EntrySink;
  #sink: EntrySink;
  #head: EntryHead | undefined;
  #namesServer = true;
  #threshold = 0;
  #debugLevel = 0;
  #server = "";
  /** Sees everything; undefined for nobody. */
  witness: Witness | undefined;
  #client = "";
  #trace: TraceLog | undefined;

  constructor(options: SystemLogOptions) {
    this.#usualSink = options.sink;
    this.#sink = options.sink;
    this.letThrough(options);
  }

  /** Messages of `debug` above this are left out. */
  get debugLevel(): number {
    return this.#debugLevel;
  }

  /** Sets what gets through from now on: a virtual host may have levels of its own. */
  letThrough({ debugLevel, level }: Omit<SystemLogOptions, "sink">): void {
    this.#debugLevel = debugLevel;
    this.#threshold = severity(level ?? (debugLevel > 0 ? "debug" : "notice"));
  }

  /** Says what further messages have in front, in a process that is a `role`. */
  arrange(style: LogStyle, role: Role): void {
    const { timestamp, hostname, virtualHost, roleLabels } = style;
    this.#namesServer = virtualHost;
    this.#head = { timestamp, hostname, label: roleLabels ? role : "proftpd" };
  }

  /** Sends further messages to `sink`, which is the log's from now on; undefined: where they went first. */
  redirect(sink: EntrySink | undefined): void {
    if (this.#sink !== this.#usualSink) this.#sink.close();
    this.#sink = sink ?? this.#usualSink;
  }

  /** Names the server in all further lines: its address. */
  aboutServer(address: string): void {
    this.#server = ` ${harmless(address)}`;
  }

  /** Names the client in all further lines. `name` is its address where DNS has no name for it. */
  aboutClient(name: string, address: string): void {
    this.#client = ` (${harmless(name)}[${harmless(address)}])`;
  }

  /** Something that others depend on does not work. */
  critical(text: string): void {
    this.write("crit", text);
  }

  /** Something did not work. */
  error(text: string): void {
    this.write("error", text);
  }

  /** Something may be wrong. */
  warning(text: string): void {
    this.write("warn", text);
  }

  /** Nothing is wrong, but the administrator wants to know. */
  notice(text: string): void {
    this.write("notice", text);
  }

  /** The ordinary course of things. */
  info(text: string): void {
    this.write("info", text);
  }

  /** Who came in, who did not: `authpriv` in syslog, since names and guesses are private. */
  auth(level: Level, text: string): void {
    this.write(level, text, true);
  }

  /**
   * For whoever looks for a fault; `depth` is 0 to 10, deeper means more detail. What belongs to a
   * `channel` of the trace log is traced as well, at the level `depth` or 1.
   */
  debug(depth: number, message: Message, channel?: Channel): void {
    const isDeep = depth > this.debugLevel;
    if (!isDeep || this.witness) this.#put("debug", message, false, isDeep);
    if (channel !== undefined) this.trace(channel, depth || 1, message);
  }

  /** For the trace log alone; `level` is 1 to whatever, more means more detail. */
  trace(channel: Channel, level: number, message: Message): void {
    const line = this.#trace?.write(channel, level, message);
    if (line !== undefined) this.witness?.line("TraceLog", line, level);
  }

  /** Has a trace log from now on. */
  traceTo(trace: TraceLog): void {
    this.#trace?.close();
    this.#trace = trace;
  }

  /** Whether anything at `level` gets through. */
  wants(level: Level): boolean {
    return severity(level) <= this.#threshold;
  }

  /** Writes a message at `level`; control characters in it come out as `\x1b`. */
  write(level: Level, message: Message, auth = false): void {
    this.#put(level, message, auth, false);
  }

  #put(level: Level, message: Message, auth: boolean, isDeep: boolean): void {
    const isWanted = !isDeep && this.wants(level);
    if (!isWanted && !this.witness) return;
    const text = harmless(typeof message === "string" ? message : message());
    const about = (this.#namesServer ? this.#server : "") + this.#client;
    const entry = { time: Date.now(), level, auth, about, text, head: this.#head };
    if (isWanted) this.#sink.write(entry);
    this.witness?.message(entry);
  }

  /** Closes the file or socket; nothing may be written afterwards. */
  close(): void {
    this.redirect(undefined);
    this.#sink.close();
    this.#trace?.close();
  }
}
