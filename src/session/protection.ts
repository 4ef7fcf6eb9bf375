/**
 * What may lie between a session and a socket: TLS, seen as nothing more than another way to send and
 * receive. Sessions without it never load anything else of it.
 *
 * @module
 */

/** Something that bytes go through. */
export interface Protection {
  /**
   * Receives into `buffer`: the number of bytes, 0 at the end of the stream, undefined when nothing is
   * there yet. Throws `SysError` for a connection that broke.
   */
  receive(buffer: Uint8Array<ArrayBuffer>): number | undefined;
  /**
   * Sends `bytes`: how many were taken, 0 for none now. What was not taken has to come again, in front
   * of anything else. Throws `SysError`.
   */
  send(bytes: Uint8Array<ArrayBuffer>): number;
  /** What to wait for before `receive` can go on: bits of `POLL`. */
  readonly receivesAt: number;
  /** The same for `send`. */
  readonly sendsAt: number;
  /** Whether there is something to receive that poll(2) does not know of. */
  readonly hasPending: boolean;
}
