/**
 * Where the daemon leaves a text for all sessions, those in a jail included.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { PublishedMemory } from "./published_memory.ts";

/** A text in memory. */
export class NoticeBoard {
  readonly #memory = new PublishedMemory("notice");

  /** The descriptor for sessions. */
  get forReading(): number {
    return this.#memory.forReading;
  }

  /** Puts `text`, a byte string, in the place of what was there. */
  post(text: string): void {
    this.#memory.write(bytesOf(text), 0);
    this.#memory.cut(text.length);
  }
}
