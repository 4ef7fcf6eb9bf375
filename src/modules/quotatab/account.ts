/**
 * What somebody may use, and what is used of it: in the table, or in this session alone.
 *
 * @module
 */

import {
  type Amounts,
  amounts,
  changed,
  type Kind,
  KINDS,
  type Limit,
  NOTHING,
  type TableTally,
} from "../../quota/mod.ts";

/** What has become of an attempt to count something. */
export interface Verdict {
  /** Whether it was counted: hard limits keep what goes beyond them out. */
  readonly fits: boolean;
  /** What is used, or would be. */
  readonly used: Amounts;
}

/** The quota of one session. Kinds without a limit are not counted. */
export class Account {
  #own: Amounts = NOTHING;

  /** `tally` is undefined where the session counts for itself. */
  constructor(readonly limit: Limit, private readonly tally: TableTally | undefined) {}

  /** What is used. Throws `SysError`. */
  get used(): Amounts {
    return this.tally?.used ?? this.#own;
  }

  /** Whether there is a limit of this kind. */
  isLimited(kind: Kind): boolean {
    return this.limit.amounts[kind] > 0;
  }

  /** Whether nothing is left of this kind. */
  isReached(kind: Kind, used: Amounts): boolean {
    return this.isLimited(kind) && used[kind] >= this.limit.amounts[kind];
  }

  /** Whether more is used than there is. */
  isExceeded(kind: Kind, used: Amounts): boolean {
    return this.isLimited(kind) && used[kind] > this.limit.amounts[kind];
  }

  /** Counts `change`, whatever comes of it, and gives what is used then. Throws `SysError`. */
  add(change: Amounts): Amounts {
    return this.#change((used) => changed(used, this.#limited(change)));
  }

  /** Counts `change` unless more than a hard limit would be used because of it. Throws `SysError`. */
  addWithin(change: Amounts): Verdict {
    let verdict: Verdict = { fits: true, used: NOTHING };
    this.#change((used) => {
      const next = changed(used, this.#limited(change));
      const fits = !this.limit.hard ||
        KINDS.every((kind) => change[kind] <= 0 || !this.isExceeded(kind, next));
      verdict = { fits, used: next };
      return fits ? next : undefined;
    });
    return verdict;
  }

  /** Makes `kinds` what `found` has of them, and tells what was used before. Throws `SysError`. */
  set(kinds: readonly Kind[], found: Amounts): Amounts {
    let before = NOTHING;
    this.#change((used) => {
      before = used;
      return amounts((kind) => kinds.includes(kind) ? found[kind] : used[kind]);
    });
    return before;
  }

  #limited(change: Amounts): Amounts {
    return amounts((kind) => this.isLimited(kind) ? change[kind] : 0);
  }

  #change(decide: (used: Amounts) => Amounts | undefined): Amounts {
    if (this.tally) return this.tally.change(decide);
    return this.#own = decide(this.#own) ?? this.#own;
  }
}
