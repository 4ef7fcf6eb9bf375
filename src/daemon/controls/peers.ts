/**
 * Who is at the other end of the control socket.
 *
 * The names of users and groups come from the user database, which may be slow to answer, and the
 * daemon serves nobody meanwhile. So it is asked once about each user, and about so many at most;
 * a restart makes it forget.
 *
 * @module
 */

import type { Peer } from "../../controls/mod.ts";
import { peerCredentials } from "../../libc/sockets.ts";
import { getgrgid, getgrouplist, getpwuid } from "../../libc/users.ts";

/** Different users and groups that there can be between two restarts, root not counted. */
export const MOST_PEERS = 64;

/** What is asked: the kernel, and the user database. */
export interface PeerSource {
  /** The ids of the process that connected. Throws `SysError`. */
  credentials(connection: number): { readonly uid: number; readonly gid: number };
  /** The name of a user; empty where there is none. */
  user(uid: number): string;
  /** The names of the groups of `user`, with that of `gid`. */
  groups(user: string, gid: number): readonly string[];
}

const SYSTEM: PeerSource = {
  credentials: peerCredentials,
  user: (uid) => getpwuid(uid)?.name ?? "",
  groups(user, gid) {
    const ids = user === "" ? [gid] : [gid, ...getgrouplist(user, gid)];
    return [...new Set(ids)].flatMap((id) => getgrgid(id)?.name ?? []);
  },
};

/** Those who have connected since the last restart. */
export class Peers {
  readonly #known = new Map<string, Peer>();

  constructor(private readonly source: PeerSource = SYSTEM) {}

  /**
   * The user who connected, by the kernel's word and the user database's names; undefined when there
   * have been too many others. Throws `SysError`.
   */
  of(connection: number): Peer | undefined {
    const { uid, gid } = this.source.credentials(connection);
    const key = `${uid} ${gid}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (uid !== 0 && this.#known.size >= MOST_PEERS) return undefined;
    const { source } = this;
    const user = uid === 0 ? "root" : source.user(uid);
    let groups: readonly string[] | undefined;
    const peer = { uid, user, groups: () => groups ??= source.groups(user, gid) };
    if (uid !== 0) this.#known.set(key, peer);
    return peer;
  }

  /** Forgets all of them. */
  forget(): void {
    this.#known.clear();
  }
}
