/**
 * Command lines by the rules of getopt_long(3): short options may be grouped (`-nq`) and carry
 * their value attached (`-d5`) or as the next word; long ones take `--name value` or
 * `--name=value` and may be shortened as long as that fits one name only; options and other words
 * come in any order; `--` ends the options.
 *
 * @module
 */

/** One option of a program. `Name` is what the program itself calls it. */
export interface OptionRow<Name extends string> {
  readonly name: Name;
  /** The letter of its short form. */
  readonly short?: string;
  /** Its long form, without the dashes. */
  readonly long?: string;
  /** Whether a value has to follow. */
  readonly takesValue: boolean;
}

/** What a command line consists of, piece by piece. */
export type Piece<Name extends string> =
  | { readonly kind: "option"; readonly name: Name; readonly value: string }
  /** A word that belongs to no option. */
  | { readonly kind: "word"; readonly word: string }
  /** An option that is unknown or misused, as the user wrote it: `z` or `--zebra`. */
  | { readonly kind: "wrong"; readonly option: string; readonly reason: WrongOption };

/** What is wrong with an option. */
export type WrongOption = "unknown" | "ambiguous" | "value missing" | "value not wanted";

/**
 * Reads `words` piece by piece, from left to right, so that a reader may stop at the first piece
 * that settles the matter. The value of an option without one is "".
 */
export function* getopt<Name extends string>(
  table: readonly OptionRow<Name>[],
  words: readonly string[],
): Generator<Piece<Name>> {
  let optionsOver = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (optionsOver || word === "-" || !word.startsWith("-")) {
      yield { kind: "word", word };
    } else if (word === "--") {
      optionsOver = true;
    } else {
      const next = word.startsWith("--")
        ? yield* longOption(table, word, words[at + 1])
        : yield* shortOptions(table, word, words[at + 1]);
      if (next === "value taken") at += 1;
    }
  }
}

/** Whether the word behind an option was its value. */
type Consumed = "value taken" | "value left";

function* longOption<Name extends string>(
  table: readonly OptionRow<Name>[],
  word: string,
  next: string | undefined,
): Generator<Piece<Name>, Consumed> {
  const equals = word.indexOf("=");
  const written = equals < 0 ? word : word.slice(0, equals);
  const candidates = withLongName(table, written.slice(2));
  if (candidates.length !== 1) {
    const reason = candidates.length === 0 ? "unknown" : "ambiguous";
    yield { kind: "wrong", option: written, reason };
    return "value left";
  }
  const [{ name, takesValue }] = candidates;
  if (!takesValue) {
    yield equals < 0
      ? { kind: "option", name, value: "" }
      : { kind: "wrong", option: written, reason: "value not wanted" };
    return "value left";
  }
  if (equals >= 0) {
    yield { kind: "option", name, value: word.slice(equals + 1) };
    return "value left";
  }
  return yield* valueFrom(name, written, next);
}

/** The options whose long form starts with `written`; just the one that is it, if there is one. */
function withLongName<Name extends string>(
  table: readonly OptionRow<Name>[],
  written: string,
): readonly OptionRow<Name>[] {
  const exact = table.filter((row) => row.long === written);
  return exact.length > 0 ? exact : table.filter((row) => row.long?.startsWith(written));
}

function* shortOptions<Name extends string>(
  table: readonly OptionRow<Name>[],
  word: string,
  next: string | undefined,
): Generator<Piece<Name>, Consumed> {
  for (let i = 1; i < word.length; i++) {
    const letter = word[i];
    const row = table.find(({ short }) => short === letter);
    if (row === undefined) {
      yield { kind: "wrong", option: letter, reason: "unknown" };
    } else if (!row.takesValue) {
      yield { kind: "option", name: row.name, value: "" };
    } else if (i + 1 < word.length) {
      yield { kind: "option", name: row.name, value: word.slice(i + 1) };
      return "value left";
    } else {
      return yield* valueFrom(row.name, letter, next);
    }
  }
  return "value left";
}

function* valueFrom<Name extends string>(
  name: Name,
  written: string,
  next: string | undefined,
): Generator<Piece<Name>, Consumed> {
  if (next === undefined) {
    yield { kind: "wrong", option: written, reason: "value missing" };
    return "value left";
  }
  yield { kind: "option", name, value: next };
  return "value taken";
}
