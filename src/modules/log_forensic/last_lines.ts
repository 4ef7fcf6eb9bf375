/**
 * The last so many lines.
 *
 * @module
 */

/** Keeps the last `room` lines that were added. */
export class LastLines {
  readonly #lines: string[] = [];
  /** Where the next line goes, once there are as many as there is room for. */
  #at = 0;

  constructor(private readonly room: number) {}

  /** One more; the oldest may go. */
  add(line: string): void {
    this.#lines[this.#at] = line;
    this.#at = (this.#at + 1) % this.room;
  }

  /** All that are kept, the oldest first; none is kept any more. */
  take(): string[] {
    const lines = this.#lines.splice(0);
    const taken = lines.length < this.room
      ? lines
      : [...lines.slice(this.#at), ...lines.slice(0, this.#at)];
    this.#at = 0;
    return taken;
  }
}
