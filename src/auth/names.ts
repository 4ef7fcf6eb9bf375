/**
 * Names for ids, taken out of a database while it is at hand: what listings need of it.
 *
 * @module
 */

import { bytesOf, stringOf } from "../libc/bytes.ts";

/** How many names are kept. Ids beyond show as numbers: the memory of a session has its limit. */
export const MOST_NAMES = 65536;

/**
 * `text` in memory of its own: what is cut out of a text keeps all of it in memory, and there it is a
 * file with passwords.
 */
export function ownCopy(text: string): string {
  return stringOf(bytesOf(text));
}

/** Names by id; of several names for an id the first counts. */
export class Names {
  readonly #byId = new Map<number, string>();

  /** Adds a name unless the id has one; false when there is no room for more. */
  add(id: number, name: string): boolean {
    if (this.#byId.size >= MOST_NAMES) return false;
    if (!this.#byId.has(id)) this.#byId.set(id, ownCopy(name));
    return true;
  }

  /** The name of `id`. */
  name(id: number): string | undefined {
    return this.#byId.get(id);
  }

  /** The first id that is called `name`. */
  id(name: string): number | undefined {
    for (const [id, known] of this.#byId) if (known === name) return id;
    return undefined;
  }
}
