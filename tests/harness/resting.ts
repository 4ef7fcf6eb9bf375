/**
 * A daemon that has nothing to do, and what it has open then.
 *
 * @module
 */
import { awaitsClient, childrenOf, descriptorCount } from "./processes.ts";
import type { Server } from "./server.ts";
import { Progress, waitFor } from "./wait_for.ts";

/** Waits until `server` has no clients and `reserve` processes beside its own. */
export async function waitForQuiet(server: Server, reserve: number): Promise<void> {
  const progress = new Progress();
  let left = Infinity;
  await waitFor("a server without clients", async () => {
    const children = await childrenOf(server.pid);
    const busy = (await Promise.all(children.map(awaitsClient))).filter((spare) => !spare).length;
    if (busy < left) progress.made();
    left = Math.min(left, busy);
    return children.length === reserve && busy === 0;
  }, progress);
}

/**
 * How many descriptors the daemon has open at rest, with `reserve` processes that wait for clients: a
 * child's start and end take some for a moment. Only root can see it.
 */
export async function restingDescriptors(server: Server, reserve: number): Promise<number> {
  await waitForQuiet(server, reserve);
  let count = 0;
  let looks = 0;
  await waitFor("a steady number of descriptors", async () => {
    const now = await descriptorCount(server.pid);
    looks = now === count ? looks + 1 : 0;
    count = now;
    return looks === 10;
  });
  return count;
}
