/**
 * ftpdctl's end of the control socket: one request, one answer.
 *
 * @module
 */

import { close } from "../libc/files.ts";
import { POLL, PollSet } from "../libc/poll.ts";
import { connectUnix, receive, send, socket } from "../libc/sockets.ts";
import { isSysError } from "../libc/sys_error.ts";
import { encodeFrame, FrameReader, FrameRefused, MOST_ANSWER } from "./frame.ts";

/** Milliseconds that the daemon may take for each step. */
const PATIENCE = 30_000;

/** What the daemon answers. */
export interface Answer {
  /** Whether the action was done. */
  readonly done: boolean;
  readonly lines: readonly string[];
}

/** Nothing came back that could be understood; the message says what happened instead. */
export class AnswerMissing extends Error {
  override readonly name = "AnswerMissing";
}

/**
 * Sends `words` to the daemon that listens at `path` and waits for its answer. `tell` hears of the
 * steps. Throws `SysError` when nobody listens there, and `AnswerMissing`.
 */
export async function ask(
  path: string,
  words: readonly string[],
  tell: (step: string) => void = () => {},
): Promise<Answer> {
  const fd = socket("unix");
  try {
    connectUnix(fd, path);
    tell("sending control request");
    await sendAll(fd, encodeFrame(words));
    tell("receiving control response");
    const [status, ...lines] = await receiveFrame(fd);
    return { done: status === "0", lines };
  } catch (error) {
    if (error instanceof FrameRefused) throw new AnswerMissing(error.message);
    throw error;
  } finally {
    close(fd);
  }
}

async function sendAll(fd: number, frame: Uint8Array<ArrayBuffer>): Promise<void> {
  let rest = frame;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(send(fd, rest));
    } catch (error) {
      // The daemon has refused us without listening; its answer tells why.
      if (isSysError(error, "EPIPE", "ECONNRESET")) return;
      throw error;
    }
    if (rest.length > 0) await readiness(fd, POLL.OUT);
  }
}

async function receiveFrame(fd: number): Promise<readonly string[]> {
  const reader = new FrameReader(MOST_ANSWER);
  const buffer = new Uint8Array(65536);
  for (;;) {
    await readiness(fd, POLL.IN);
    const count = receive(fd, buffer);
    if (count === undefined) continue;
    if (count === 0) throw new AnswerMissing("the server closed the connection");
    const words = reader.push(buffer.subarray(0, count));
    if (words) return words;
  }
}

async function readiness(fd: number, events: number): Promise<void> {
  const set = new PollSet(1);
  set.add(fd, events);
  if (await set.wait(PATIENCE) === 0) throw new AnswerMissing("the server does not answer");
}
