/**
 * Waiting for a condition instead of for a time: tests poll, with a deadline that is generous
 * because it is only ever reached by a failure.
 *
 * @module
 */

/** How long anything in a test may take before it counts as failed, in milliseconds. */
export const DEADLINE = 20_000;

/**
 * Calls `look` every few milliseconds until it gives something truthy, and returns that. Throws an
 * `Error` that names `what` when `deadline` milliseconds have passed.
 */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  deadline = DEADLINE,
): Promise<NonNullable<T>> {
  const end = performance.now() + deadline;
  let pause = 1;
  while (true) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`${what}: not within ${deadline} ms`);
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 20);
  }
}

/** Gives what `promise` gives, or throws an `Error` that names `what` after `deadline` ms. */
export async function within<T>(
  what: string,
  promise: Promise<T>,
  deadline = DEADLINE,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`${what}: not within ${deadline} ms`);
    timer = setTimeout(() => reject(error), deadline);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
