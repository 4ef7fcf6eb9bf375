/**
 * What a server does after it has replied: the end of sessions, lines in logs.
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

/** Waits until the TransferLog matches `pattern`: it is written after the client has its reply. */
export async function waitForTransferLog(server: Server, pattern: RegExp): Promise<void> {
  await waitFor(`${pattern} in the TransferLog`, async () => {
    return pattern.test(await server.read("xferlog"));
  });
}
