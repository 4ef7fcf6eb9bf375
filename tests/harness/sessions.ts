/**
 * Waiting for what the session processes of a server come to.
 *
 * @module
 */
import type { Server } from "./server.ts";
import { waitFor } from "./wait_for.ts";

/** Waits until `server` has exactly `count` session processes with or without a client. */
export async function waitForSessions(server: Server, count: number): Promise<void> {
  await waitFor(`${count} sessions`, async () => (await server.sessions()).length === count);
}

/** Waits until `text` is in the server's SystemLog. */
export async function waitForLog(server: Server, text: string | RegExp): Promise<void> {
  await waitFor(`${text} in the log`, async () => {
    const log = await server.log();
    return typeof text === "string" ? log.includes(text) : text.test(log);
  });
}
