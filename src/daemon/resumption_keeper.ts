/**
 * What the daemon keeps for its sessions so that they can go on with each other's TLS sessions: the keys
 * of tickets, which it makes and forgets in turn, and the table of sessions (`TLSSessionCache`).
 *
 * @module
 */

import { close } from "../libc/files.ts";
import { getrandom, sharedMemoryFile } from "../libc/process.ts";
import { SessionTable, TicketKeyMaker } from "../resumption/mod.ts";
import { type SharedSessionCache, tlsSessionCache, tlsSessionTicketKeys } from "../settings/mod.ts";
import type { Loaded } from "./load.ts";
import { PublishedMemory } from "./published_memory.ts";

/** Random bytes that getrandom(2) gives at a time. */
const AT_ONCE = 256;

/** The table as ftpdctl sees it. */
export interface TlsSessionCache {
  readonly settings: SharedSessionCache;
  readonly table: SessionTable;
  /** When it was made, in milliseconds since the epoch. */
  readonly since: number;
}

/** Both, of one daemon. */
export class ResumptionKeeper {
  #keys: { readonly memory: PublishedMemory; readonly maker: TicketKeyMaker } | undefined;
  #cache: (TlsSessionCache & { readonly fd: number }) | undefined;

  /** The table; undefined where there is none. */
  get cache(): TlsSessionCache | undefined {
    return this.#cache;
  }

  /** The descriptors for sessions: of the keys, of the table; undefined for what there is not. */
  get descriptors(): readonly [keys: number | undefined, table: number | undefined] {
    return [this.#keys?.memory.forReading, this.#cache?.fd];
  }

  /**
   * Has what the configuration asks for, and makes a new key: that is what a restart is good for. Throws
   * `SysError`.
   */
  keep({ main, handover }: Loaded): void {
    if (!handover.modules.includes(MODULE)) return this.forget();
    this.#keys ??= makeKeys();
    this.#keys.maker.follow(main.get(tlsSessionTicketKeys), Date.now());
    const settings = main.get(tlsSessionCache);
    const size = settings && SessionTable.sizeFor(settings.size);
    if (this.#cache && this.#cache.table.size !== size) this.removeCache();
    if (settings === undefined || size === undefined) return;
    if (this.#cache) this.#cache = { ...this.#cache, settings };
    else {
      const fd = sharedMemoryFile("tls-sessions", size);
      this.#cache = { fd, settings, table: new SessionTable(fd), since: Date.now() };
    }
  }

  /** Makes a key if it is time for one: true if it has. */
  attend(): boolean {
    return this.#keys?.maker.attend(Date.now()) ?? false;
  }

  /** Milliseconds until `attend` has something to do; `Infinity` for never. */
  get due(): number {
    return this.#keys?.maker.due(Date.now()) ?? Infinity;
  }

  /** Gives the table up: sessions that have it already go on with it until their clients are in. */
  removeCache(): void {
    if (this.#cache) close(this.#cache.fd);
    this.#cache = undefined;
  }

  /** Forgets everything. */
  forget(): void {
    this.removeCache();
    this.#keys?.maker.wipe();
    this.#keys?.memory.close();
    this.#keys = undefined;
  }
}

/** What sessions load where there is TLS. */
const MODULE = "mod_tls.c";

function makeKeys() {
  const memory = new PublishedMemory("tls-ticket-keys");
  const write = (bytes: Uint8Array<ArrayBuffer>, offset: number) => memory.write(bytes, offset);
  return { memory, maker: new TicketKeyMaker(write, fillRandomly) };
}

function fillRandomly(bytes: Uint8Array<ArrayBuffer>): void {
  for (let at = 0; at < bytes.length; at += AT_ONCE) getrandom(bytes.subarray(at, at + AT_ONCE));
}
