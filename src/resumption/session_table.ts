/**
 * A bounded table of TLS sessions by their ids (RFC 5246 section 7.3), in memory that the daemon and
 * its sessions share (`TLSSessionCache`).
 *
 * What stands in a record besides its id is sealed under the key of tickets that the record names: who
 * has the memory alone can read nothing and put nothing in. So nobody locks what is a write of one
 * record: half a record is one that cannot be opened. The lock is for the counts.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { pread, pwrite } from "../libc/files.ts";
import { lockForProcess, unlockForProcess } from "../libc/locks.ts";
import { fstat } from "../libc/statx.ts";

/** Bytes in front of the records. */
const HEAD_SIZE = 1024;

/** Bytes of a record. */
const RECORD_SIZE = 1024;

/** Bytes of an id, at most (RFC 5246). */
const ID_SIZE = 32;

/** Bytes of what tells whose sessions may go on with which. */
const CONTEXT_SIZE = 32;

/** Offsets in a record. */
const AT = {
  idSize: 0,
  version: 4,
  started: 8,
  until: 16,
  key: 24,
  id: 32,
  context: 64,
  size: 96,
  sealed: 104,
} as const;

/** Bytes of a record that whoever opens what is sealed has to find unchanged. */
const CLEAR_SIZE = AT.size;

/** Bytes that a sealed session may have. */
export const MOST_SEALED = RECORD_SIZE - AT.sealed;

/** Places that a record may be at: a session that comes when all are taken drives out the oldest. */
const WAYS = 4;

/** Milliseconds to wait for others who count: a thousand times longer than anybody needs. */
const PATIENCE = 50;

/** What is counted, in the order in which it stands in the head. */
const COUNTS = ["hits", "misses", "stored", "deleted", "expired", "errors", "exceeding"] as const;

/** What the table counts of its own use, for `ftpdctl tls`. */
export type Count = (typeof COUNTS)[number];

/** Where they stand in the head. */
const COUNTS_AT = 64;

/** What a record says of its session without being opened. */
export interface SessionFacts {
  /** At most `ID_SIZE` bytes, as a byte string. */
  readonly id: string;
  /** As on the wire: 0x0303 is TLS 1.2. */
  readonly version: number;
  /** Milliseconds since the epoch, as `until`. */
  readonly started: number;
  readonly until: number;
  /** The key of tickets that it is sealed under. */
  readonly key: number;
  /** `CONTEXT_SIZE` bytes, as a byte string. */
  readonly context: string;
}

/** A record that has been found. */
export interface SealedSession extends SessionFacts {
  /** What is not sealed, as it stands there. */
  readonly clear: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** The part of a record that is not sealed, as `facts` have it. */
export function clearPart(facts: SessionFacts): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(CLEAR_SIZE);
  const view = new DataView(bytes.buffer);
  bytes[AT.idSize] = facts.id.length;
  view.setUint32(AT.version, facts.version, true);
  view.setFloat64(AT.started, facts.started, true);
  view.setFloat64(AT.until, facts.until, true);
  view.setUint32(AT.key, facts.key, true);
  put(facts.id, bytes, AT.id);
  put(facts.context, bytes, AT.context);
  return bytes;
}

function put(text: string, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

/** The table behind a descriptor. */
export class SessionTable {
  readonly #records: number;

  /** The table in the memory file `fd`, whose size `sizeFor` has given, all zero at first. Throws `SysError`. */
  constructor(private readonly fd: number) {
    this.#records = Math.floor((fstat(fd).size - HEAD_SIZE) / RECORD_SIZE);
  }

  /** Bytes of a table that takes up to `size` bytes; undefined for one without room for a record. */
  static sizeFor(size: number): number | undefined {
    const records = Math.floor((size - HEAD_SIZE) / RECORD_SIZE);
    return records < 1 ? undefined : HEAD_SIZE + records * RECORD_SIZE;
  }

  /** Bytes of all of it. */
  get size(): number {
    return HEAD_SIZE + this.#records * RECORD_SIZE;
  }

  /** Sessions that there is room for. */
  get room(): number {
    return this.#records;
  }

  /** The record of the session `id`, if it is good at the moment `now`. Throws `SysError`. */
  find(id: string, now: number): SealedSession | undefined {
    const { bytes } = this.#way(id);
    for (let at = 0; at < bytes.length; at += RECORD_SIZE) {
      const facts = factsAt(bytes, at);
      if (facts === undefined || facts.id !== id || now >= facts.until) continue;
      const size = new DataView(bytes.buffer).getUint16(at + AT.size, true);
      if (size > MOST_SEALED) continue;
      return {
        ...facts,
        clear: bytes.slice(at, at + CLEAR_SIZE),
        sealed: bytes.slice(at + AT.sealed, at + AT.sealed + size),
      };
    }
    return undefined;
  }

  /**
   * Keeps a session: `clear` is what `clearPart` gives, `sealed` at most `MOST_SEALED` bytes. Throws
   * `SysError`.
   */
  store(id: string, clear: Uint8Array, sealed: Uint8Array, now: number): void {
    const { bytes, start } = this.#way(id);
    const places: { readonly at: number; readonly facts: SessionFacts | undefined }[] = [];
    for (let at = 0; at < bytes.length; at += RECORD_SIZE) {
      places.push({ at, facts: factsAt(bytes, at) });
    }
    const isFree = ({ facts }: typeof places[number]) => facts === undefined || now >= facts.until;
    const place = places.find(({ facts }) => facts?.id === id) ?? places.find(isFree) ??
      places.reduce((one, other) => since(other.facts) < since(one.facts) ? other : one);
    const record = new Uint8Array(RECORD_SIZE);
    record.set(clear);
    new DataView(record.buffer).setUint16(AT.size, sealed.length, true);
    record.set(sealed, AT.sealed);
    pwrite(this.fd, record, start + place.at);
    this.count("stored");
    if (place.facts === undefined || place.facts.id === id) return;
    this.count(now >= place.facts.until ? "expired" : "deleted");
  }

  /** All that are good at the moment `now`. Throws `SysError`. */
  sessions(now: number): SessionFacts[] {
    return [...this.#all()].filter(({ facts }) => now < facts.until).map(({ facts }) => facts);
  }

  /** Forgets all sessions; gives how many were good at the moment `now`. Throws `SysError`. */
  clear(now: number): number {
    const nothing = new Uint8Array(RECORD_SIZE);
    let count = 0;
    for (const { start, facts } of this.#all()) {
      pwrite(this.fd, nothing, start);
      if (now < facts.until) count += 1;
    }
    this.count("deleted", count);
    return count;
  }

  /** All records that there are, with their places. */
  *#all(): Generator<{ readonly start: number; readonly facts: SessionFacts }> {
    const bytes = new Uint8Array(64 * RECORD_SIZE);
    for (let start = HEAD_SIZE; start < this.size; start += bytes.length) {
      const count = pread(this.fd, bytes, start);
      for (let at = 0; at + RECORD_SIZE <= count; at += RECORD_SIZE) {
        const facts = factsAt(bytes, at);
        if (facts !== undefined) yield { start: start + at, facts };
      }
    }
  }

  /** Adds to a count. Where others are stopped in the middle of that, it is not counted. */
  count(what: Count, more = 1): void {
    if (more === 0 || !lockForProcess(this.fd, PATIENCE)) return;
    try {
      const bytes = new Uint8Array(8);
      const view = new DataView(bytes.buffer);
      const at = COUNTS_AT + 8 * COUNTS.indexOf(what);
      pread(this.fd, bytes, at);
      view.setFloat64(0, view.getFloat64(0, true) + more, true);
      pwrite(this.fd, bytes, at);
    } finally {
      unlockForProcess(this.fd);
    }
  }

  /** All counts since the table was made. */
  counts(): Readonly<Record<Count, number>> {
    const bytes = new Uint8Array(8 * COUNTS.length);
    pread(this.fd, bytes, COUNTS_AT);
    const view = new DataView(bytes.buffer);
    const entries = COUNTS.map((name, i) => [name, view.getFloat64(8 * i, true)] as const);
    return Object.fromEntries(entries) as Record<Count, number>;
  }

  /** The stretch of records where that of the session `id` may be. Ids are random: so is this. */
  #way(id: string): { readonly bytes: Uint8Array<ArrayBuffer>; readonly start: number } {
    let place = 0;
    for (let i = 0; i < 6; i++) place = place * 256 + (id.charCodeAt(i) || 0);
    const ways = Math.max(1, Math.floor(this.#records / WAYS));
    const start = HEAD_SIZE + (place % ways) * WAYS * RECORD_SIZE;
    const bytes = new Uint8Array(Math.min(WAYS, this.#records) * RECORD_SIZE);
    pread(this.fd, bytes, start);
    return { bytes, start };
  }
}

function since(facts: SessionFacts | undefined): number {
  return facts?.started ?? 0;
}

/** What the record at `at` says; undefined for a free one. A garbled one gives nonsense, no more. */
function factsAt(bytes: Uint8Array<ArrayBuffer>, at: number): SessionFacts | undefined {
  const idSize = bytes[at + AT.idSize];
  if (idSize === 0 || idSize > ID_SIZE) return undefined;
  const view = new DataView(bytes.buffer);
  return {
    id: stringOf(bytes, at + AT.id, at + AT.id + idSize),
    version: view.getUint32(at + AT.version, true),
    started: view.getFloat64(at + AT.started, true),
    until: view.getFloat64(at + AT.until, true),
    key: view.getUint32(at + AT.key, true),
    context: stringOf(bytes, at + AT.context, at + AT.context + CONTEXT_SIZE),
  };
}
