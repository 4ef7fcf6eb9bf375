/**
 * Who is at the other end of the control socket.
 *
 * @module
 */

import type { Peer } from "../../controls/mod.ts";
import { peerCredentials } from "../../libc/sockets.ts";
import { getgrgid, getgrouplist, getpwuid } from "../../libc/users.ts";

/** The user who connected, by the kernel's word and the user database's names. Throws `SysError`. */
export function peerOf(connection: number): Peer {
  const { uid, gid } = peerCredentials(connection);
  // Most are root, and a user database may be slow to answer.
  const user = uid === 0 ? "root" : getpwuid(uid)?.name ?? "";
  return {
    uid,
    user,
    groups() {
      const ids = user === "" ? [gid] : [gid, ...getgrouplist(user, gid)];
      return [...new Set(ids)].flatMap((id) => getgrgid(id)?.name ?? []);
    },
  };
}
