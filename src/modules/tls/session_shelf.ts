/**
 * TLS sessions by their ids in the table that all processes share (`TLSSessionCache`), each sealed under
 * a key of its own that follows from the keys of tickets: so it can be resumed no longer than those are
 * good.
 *
 * @module
 */

import { bytesOf } from "../../libc/bytes.ts";
import { keyedDigest } from "../../libc/openssl/keyed_digest.ts";
import { Seal } from "../../libc/openssl/seal.ts";
import type { KeptSession } from "../../libc/openssl/session_store.ts";
import {
  clearPart,
  MOST_SEALED,
  SessionTable,
  type TicketKey,
  type TicketKeys,
} from "../../resumption/mod.ts";

/** What the keys of sessions are for. */
const PURPOSE = "session";

/** Which sessions these are. */
export interface ShelfSettings {
  /** 32 bytes that stand for the settings that they are made under, a byte string. */
  readonly fingerprint: string;
  /** Seconds for which they can be resumed. */
  readonly seconds: number;
}

/** The sessions of one server. */
export class SessionShelf {
  readonly #seal = new Seal();
  readonly #table: SessionTable;

  /** `table` is the descriptor of the table. Throws `SysError`. */
  constructor(
    table: number,
    private readonly settings: ShelfSettings,
  ) {
    this.#table = new SessionTable(table);
  }

  /** Puts a session there. Throws `SysError` and `OpenSslError`. */
  keep({ id, version, content }: KeptSession, keys: TicketKeys): void {
    const started = Date.now();
    const key = keys.newest(started);
    if (key === undefined) return;
    const { fingerprint, seconds } = this.settings;
    const until = Math.min(started + seconds * 1000, key.until);
    const clear = clearPart({ id, version, started, until, key: key.id, context: fingerprint });
    const sealed = this.#seal.close(this.#keyOf(id, key), clear, content);
    if (sealed.length > MOST_SEALED) this.#table.count("exceeding");
    else this.#table.store(id, clear, sealed, started);
  }

  /** The content of the session `id`; undefined where there is none. Throws as `keep`. */
  find(id: string, keys: TicketKeys): Uint8Array<ArrayBuffer> | undefined {
    const now = Date.now();
    const found = this.#table.find(id, now);
    const key = found && keys.named(found.key, now);
    if (!found || !key || found.context !== this.settings.fingerprint) {
      this.#table.count("misses");
      return undefined;
    }
    const content = this.#seal.open(this.#keyOf(id, key), found.clear, found.sealed);
    this.#table.count(content === undefined ? "errors" : "hits");
    return content;
  }

  #keyOf(id: string, key: TicketKey): Uint8Array<ArrayBuffer> {
    return keyedDigest(key.secret, bytesOf(PURPOSE + id));
  }
}
