/**
 * The server's messages as lines of a file.
 *
 * @module
 */

import { isoTime } from "../libc/time.ts";
import { type Entry, type EntryHead, type EntrySink, type LineSink, lossReport } from "./sink.ts";

/** Who writes: the same in all lines of a process. */
export interface Writer {
  /** The machine's name. */
  readonly host: string;
  /** The process id. */
  readonly pid: number;
}

/** Messages as lines in `sink`. */
export class EntryLines implements EntrySink {
  constructor(private readonly sink: LineSink, private readonly writer: Writer) {}

  write(entry: Entry): void {
    if (this.sink.write(formatEntry(entry, this.writer))) this.#reportLosses(entry);
  }

  close(): void {
    this.sink.close();
  }

  /** Once there is room again the log itself says that it has a gap. */
  #reportLosses(entry: Entry): void {
    const losses = this.sink.takeLosses();
    if (losses === undefined) return;
    this.sink.write(formatEntry({ ...entry, text: lossReport(losses) }, this.writer));
  }
}

/** `2026-11-20 11:29:42,337 host proftpd[123] 10.0.0.1 (client[10.0.0.2]): text` */
export function formatEntry(entry: Entry, { host, pid }: Writer): string {
  const { about, head = USUAL, text, time } = entry;
  const when = head.timestamp ? `${isoTime(time)} ` : "";
  const where = head.hostname ? `${host} ` : "";
  return `${when}${where}${head.label}[${pid}]${about}: ${text}`;
}

const USUAL: EntryHead = { timestamp: true, hostname: true, label: "proftpd" };
