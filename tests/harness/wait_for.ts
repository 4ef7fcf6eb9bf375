/**
 * Waiting for a condition instead of for a time: tests poll, with a deadline that is generous
 * because it is only ever reached by a failure.
 *
 * @module
 */

/** How long anything in a test may take before it counts as failed, in milliseconds. */
export const DEADLINE = 20_000;

/**
 * A deadline that moves: what many do at once may take as long as a slow machine needs, as long as
 * one of them gets on. It is over when nobody has for `DEADLINE` milliseconds.
 */
export class Progress {
  #end = performance.now() + DEADLINE;

  /** Says that somebody got on. */
  made(): void {
    this.#end = performance.now() + DEADLINE;
  }

  /** Milliseconds that are left. */
  get left(): number {
    return this.#end - performance.now();
  }
}

/** Milliseconds, or as long as something gets on. */
export type Deadline = number | Progress;

function leftOf(deadline: Deadline, start: number): number {
  return typeof deadline === "number" ? start + deadline - performance.now() : deadline.left;
}

function late(what: string, deadline: Deadline): Error {
  const fixed = typeof deadline === "number";
  return new Error(
    `${what}: ${fixed ? `not within ${deadline} ms` : `nothing got on for ${DEADLINE} ms`}`,
  );
}

/**
 * Calls `look` every few milliseconds until it gives something truthy, and returns that. Throws an
 * `Error` that names `what` when `deadline` has passed.
 */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  deadline: Deadline = DEADLINE,
): Promise<NonNullable<T>> {
  const start = performance.now();
  let pause = 1;
  while (true) {
    const seen = await look();
    if (seen) return seen;
    if (leftOf(deadline, start) < 0) throw late(what, deadline);
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 20);
  }
}

/** Gives what `promise` gives, or throws an `Error` that names `what` when `deadline` has passed. */
export async function within<T>(
  what: string,
  promise: Promise<T>,
  deadline: Deadline = DEADLINE,
): Promise<T> {
  const start = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<never>((_, reject) => {
    const error = late(what, deadline);
    const look = (): void => {
      const left = leftOf(deadline, start);
      if (left > 0) timer = setTimeout(look, left);
      else reject(error);
    };
    look();
  });
  try {
    return await Promise.race([promise, passed]);
  } finally {
    clearTimeout(timer);
  }
}
