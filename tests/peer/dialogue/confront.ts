/**
 * Two servers' notes side by side: what differs has to be meant.
 *
 * @module
 */
import assert from "node:assert/strict";

/** A difference that is meant: notes of the original, and what ours has in their place. */
export interface Difference {
  /** Why ours is not like the original here. */
  readonly why: string;
  /** The original's notes, masked; a pattern stands for one note. */
  readonly theirs: readonly (string | RegExp)[];
  /** Ours in their place. */
  readonly ours: readonly (string | RegExp)[];
}

/** A stretch of notes: the same in both, or not. */
interface Stretch {
  readonly theirs: string[];
  readonly ours: string[];
  readonly same: boolean;
}

/**
 * Throws an `AssertionError` unless `theirs` and `ours` are the same but for `differences`, each of
 * which has to occur at least once.
 */
export function confront(
  theirs: readonly string[],
  ours: readonly string[],
  differences: readonly Difference[],
): void {
  const stretches = aligned(theirs, ours);
  const seen = new Set<Difference>();
  const open = stretches.filter((stretch) => {
    if (stretch.same) return false;
    const meant = explanation(stretch, differences);
    meant?.forEach((difference) => seen.add(difference));
    return meant === undefined;
  });
  if (open.length > 0) assert.fail(`\n${stretches.map(shown).join("\n")}`);
  const gone = differences.filter((difference) => !seen.has(difference));
  assert.deepEqual(gone, [], "these differences are gone");
}

/** The differences that, one after the other, make up all of `stretch`; undefined for none. */
function explanation(
  { theirs, ours }: Stretch,
  differences: readonly Difference[],
): readonly Difference[] | undefined {
  if (theirs.length === 0 && ours.length === 0) return [];
  for (const difference of differences) {
    const { length } = difference.theirs;
    if (!begins(theirs, difference.theirs) || !begins(ours, difference.ours)) continue;
    if (length + difference.ours.length === 0) continue;
    const rest = explanation(
      { theirs: theirs.slice(length), ours: ours.slice(difference.ours.length), same: false },
      differences,
    );
    if (rest !== undefined) return [difference, ...rest];
  }
  return undefined;
}

function begins(notes: readonly string[], wanted: readonly (string | RegExp)[]): boolean {
  return wanted.every((one, index) => {
    const note = notes[index];
    if (note === undefined) return false;
    return typeof one === "string" ? one === note : one.test(note);
  });
}

/** Takes both apart into what is the same and what is not (longest common subsequence). */
function aligned(theirs: readonly string[], ours: readonly string[]): Stretch[] {
  const width = ours.length + 1;
  const common = new Uint32Array((theirs.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = theirs.length - 1; i >= 0; i--) {
    for (let j = ours.length - 1; j >= 0; j--) {
      common[i * width + j] = theirs[i] === ours[j]
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const stretches: Stretch[] = [];
  const last = (same: boolean): Stretch => {
    const found = stretches.at(-1);
    if (found?.same === same) return found;
    const fresh = { theirs: [], ours: [], same };
    stretches.push(fresh);
    return fresh;
  };
  for (let i = 0, j = 0; i < theirs.length || j < ours.length;) {
    const their = theirs[i];
    const our = ours[j];
    if (their !== undefined && their === our) {
      const stretch = last(true);
      stretch.theirs.push(their);
      stretch.ours.push(our);
      i++;
      j++;
    } else if (our === undefined || their !== undefined && at(i + 1, j) >= at(i, j + 1)) {
      last(false).theirs.push(their ?? "");
      i++;
    } else {
      last(false).ours.push(our);
      j++;
    }
  }
  return stretches;
}

function shown({ theirs, ours, same }: Stretch): string {
  if (same) return theirs.map((note) => `    ${note}`).join("\n");
  return [
    ...theirs.map((note) => `original: ${note}`),
    ...ours.map((note) => `ours:     ${note}`),
  ].join("\n");
}
