/**
 * A daemon and all processes that it has started.
 *
 * @module
 */
import { childrenOf, isAlive } from "./processes.ts";
import { waitFor } from "./wait_for.ts";

/** The numbers of `pid` and of its children, spare sessions included. */
export async function familyOf(pid: number): Promise<number[]> {
  return [pid, ...await childrenOf(pid)];
}

/** Waits until none of `family` is left; throws an `Error` after `deadline` milliseconds. */
export async function waitForEndOfAll(family: readonly number[], deadline?: number): Promise<void> {
  await waitFor(`the end of ${family.join(", ")}`, async () => {
    const alive = await Promise.all(family.map(isAlive));
    return !alive.includes(true);
  }, deadline);
}

/** Those children of `pid` that have ended and wait for it to take notice. */
export async function zombiesOf(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  const alive = await Promise.all(children.map(isAlive));
  return children.filter((_, index) => !alive[index]);
}
