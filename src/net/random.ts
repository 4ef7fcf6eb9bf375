/**
 * Random whole numbers from the kernel's generator: what a stranger must not be able to guess.
 *
 * @module
 */

import { getrandom } from "../libc/process.ts";

const words = new Uint32Array(16);
let left = 0;

/**
 * A whole number from 0 up to, not including, `bound` (1 to 2^32), every one equally likely:
 * draws from the incomplete last stretch of 2^32 are thrown away, a plain remainder would favour
 * the low numbers.
 */
export function randomBelow(bound: number): number {
  const limit = 2 ** 32 - 2 ** 32 % bound;
  for (;;) {
    const word = nextWord();
    if (word < limit) return word % bound;
  }
}

function nextWord(): number {
  if (left === 0) {
    getrandom(new Uint8Array(words.buffer));
    left = words.length;
  }
  const word = words[--left];
  words[left] = 0; // what was drawn is not left lying in memory
  return word;
}

/**
 * The numbers `first` to `last` (both included) in random order, each order equally likely. Drawn
 * one at a time (Fisher and Yates), so that the first few of a large range cost only themselves.
 */
export function* shuffledRange(first: number, last: number): Generator<number, void> {
  const moved = new Map<number, number>();
  for (let count = last - first + 1; count > 0; count--) {
    const drawn = randomBelow(count);
    const end = count - 1;
    yield first + (moved.get(drawn) ?? drawn);
    moved.set(drawn, moved.get(end) ?? end);
    moved.delete(end);
  }
}
