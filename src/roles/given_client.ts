/**
 * What a spare session does until it has a client.
 *
 * @module
 */

import { close } from "../libc/files.ts";
import { receiveDescriptor } from "../libc/pass_descriptor.ts";
import { POLL } from "../libc/poll.ts";
import { duplicateOnto } from "../libc/process.ts";
import { SessionEnd } from "../session/session_end.ts";
import type { Stage } from "../session/stage.ts";

/** The descriptor that a client is found at. */
export const CLIENT = 0;

/**
 * Waits until the daemon hands over a client through the Unix socket at descriptor 0, where the client
 * is then; false when the daemon closes the socket instead.
 */
export function isGivenClient(stage: Stage): boolean {
  stage.complete();
  try {
    stage.waiter.wait(CLIENT, POLL.IN);
  } catch (error) {
    if (error instanceof SessionEnd) return false; // a signal: there is nobody to say goodbye to
    throw error;
  }
  const received = receiveDescriptor(CLIENT);
  if (received === undefined) return false;
  duplicateOnto(received.fd, CLIENT, false);
  close(received.fd);
  return true;
}
