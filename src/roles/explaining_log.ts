/**
 * A log that is kept for whoever asks why: the reasons of decisions, without the course of things.
 *
 * @module
 */

import { type Message, SystemLog } from "../log/mod.ts";

/** The deepest debug level that tells reasons. */
const DEEPEST = 8;

/** The debug level that tells which module gets a command: of no interest here. */
const DISPATCHING = 4;

/** The log of one rehearsal: lines are kept instead of written. */
export class ExplainingLog extends SystemLog {
  readonly #lines: string[];
  #paused = false;

  constructor() {
    const lines: string[] = [];
    const sink = { write: ({ text }: { text: string }) => void lines.push(text), close() {} };
    super({ sink, debugLevel: DEEPEST, level: "debug" });
    this.#lines = lines;
  }

  /** The levels of a virtual host are about its log. */
  override letThrough(levels: Parameters<SystemLog["letThrough"]>[0]): void {
    super.letThrough({ ...levels, debugLevel: DEEPEST, level: "debug" });
  }

  override debug(depth: number, message: Message): void {
    if (depth !== DISPATCHING) super.debug(depth, message);
  }

  /** Nothing more is kept until `take`. */
  pause(): void {
    this.#paused = true;
  }

  override write(...message: Parameters<SystemLog["write"]>): void {
    if (!this.#paused) super.write(...message);
  }

  /** What was said since this was last asked. */
  take(): string[] {
    this.#paused = false;
    return this.#lines.splice(0);
  }
}
