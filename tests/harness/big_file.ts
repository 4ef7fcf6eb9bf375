/**
 * Files too big to pass through the buffers of a connection: a transfer of one is still on its way
 * when the client has read a little and does something else.
 *
 * @module
 */
import type { Server } from "./server.ts";

/** Bytes in such a file; the kernel buffers some 6 MB on either side at most (tcp(7)). */
export const BIG = 256 << 20;

/** Makes one, without contents, in the home of the first user. */
export async function makeBigFile(server: Server, name: string): Promise<void> {
  const { home, uid, gid } = server.account();
  using file = await Deno.open(`${home}/${name}`, { write: true, create: true });
  await file.truncate(BIG);
  if (Deno.uid() === 0) await Deno.chown(`${home}/${name}`, uid, gid);
}
