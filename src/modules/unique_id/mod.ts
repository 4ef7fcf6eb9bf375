/**
 * mod_unique_id.c: a name for each session that no other session has, for logs: in the environment as
 * `UNIQUE_ID`, and as a note. It is there where `LoadModule mod_unique_id.c` or `UniqueIDEngine on`
 * asks for it.
 *
 * @module
 */

import { getpid } from "../../libc/process.ts";
import { setenv } from "../../libc/setenv.ts";
import type { SocketAddress } from "../../libc/sockaddr.ts";
import type { Handlers, Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { uniqueIdEngine } from "../../settings/mod.ts";

const MODULE = "mod_unique_id.c";
const VARIABLE = "UNIQUE_ID";

/** The module. */
export const uniqueId: Module = {
  name: MODULE,
  recordsOnly: true,
  directives: [uniqueIdEngine],
  open(session): Handlers {
    if (session.config.get(uniqueIdEngine) ?? session.loadedModules.includes(MODULE)) name(session);
    return {};
  },
};

function name({ client, local, notes }: Session): void {
  const microseconds = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  const id = uniqueIdOf({
    seconds: Math.floor(Date.now() / 1000),
    microseconds: microseconds % 1_000_000,
    server: local.address,
    client: client.address,
    pid: getpid(),
  });
  notes.set(VARIABLE, id);
  setenv(VARIABLE, id);
}

/** What makes a session different from all others, of this server and of others. */
export interface Circumstances {
  /** Since the epoch. */
  readonly seconds: number;
  readonly microseconds: number;
  readonly server: SocketAddress;
  readonly client: SocketAddress;
  readonly pid: number;
}

/** 24 characters of base64 that stand for `circumstances`; of an IPv6 address the last 32 bits count. */
export function uniqueIdOf({ seconds, microseconds, server, client, pid }: Circumstances): string {
  const bytes = new DataView(new ArrayBuffer(18));
  bytes.setUint32(0, seconds);
  bytes.setUint32(4, lastWord(server));
  bytes.setUint32(8, lastWord(client));
  bytes.setUint32(12, pid);
  bytes.setUint16(16, microseconds & 0xffff);
  return btoa(String.fromCharCode(...new Uint8Array(bytes.buffer)));
}

function lastWord({ bytes }: SocketAddress): number {
  return bytes.slice(-4).reduce((word, byte) => word * 256 + byte, 0);
}
