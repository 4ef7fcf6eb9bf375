/**
 * Pass phrases of keys that are encrypted.
 *
 * @module
 */

/** Nobody gives a pass phrase, where one is needed. */
export class NoPassPhrase extends Error {
  override readonly name = "NoPassPhrase";
}

/** Throws `NoPassPhrase`: nobody can be asked. */
export function demandPassPhrase(): never {
  throw new NoPassPhrase("it has a pass phrase, and nobody can be asked for it");
}
