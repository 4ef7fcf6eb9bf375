/**
 * The keys that tickets of TLS sessions are made from: a stretch of memory that the daemon writes and
 * that sessions read, each time anew.
 *
 * Its bytes are never torn in a way that matters. A key is written to a place that nobody looks at
 * before the head says that it is the newest; and what a reader could catch half-written is a key whose
 * time is over, under which no ticket can be read then.
 *
 * @module
 */

/** Bytes of a key. */
const SECRET_SIZE = 32;

/** Keys that are kept at most, whatever is asked for: each is the newest for a part of its time. */
export const MOST_KEYS = 12;

/** Places for keys: the newest never takes that of one that is still good. */
const PLACES = MOST_KEYS + 1;

const HEAD_SIZE = 16;
const PLACE_SIZE = 64;

/** Offsets in the head, and from the start of a place. */
const AT = { newest: 0, id: 0, since: 8, until: 16, secret: 24 };

/** Bytes of all of it. */
export const TICKET_KEYS_SIZE = HEAD_SIZE + PLACES * PLACE_SIZE;

/** A key that tickets are written with for a while, and read with for longer. */
export interface TicketKey {
  /** What tickets name it by: random, never 0. */
  readonly id: number;
  /** `SECRET_SIZE` bytes. */
  readonly secret: Uint8Array<ArrayBuffer>;
  /** When it was made, in milliseconds since the epoch. */
  readonly since: number;
  /** When it is good for nothing any more. */
  readonly until: number;
}

/** The memory that `TICKET_KEYS_SIZE` bytes of it make up. */
export class TicketKeys {
  readonly #view: DataView;

  /** `bytes` as they are, or were, in the memory. */
  constructor(readonly bytes: Uint8Array<ArrayBuffer>) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The key for new tickets; undefined where none is good at the moment `now`. */
  newest(now: number): TicketKey | undefined {
    return this.#at(this.#view.getUint32(AT.newest, true), now);
  }

  /** The key that a ticket names `id`; undefined where there is none that is good at `now`. */
  named(id: number, now: number): TicketKey | undefined {
    if (id === 0) return undefined;
    for (let place = 0; place < PLACES; place++) {
      if (this.#view.getUint32(startOf(place) + AT.id, true) === id) return this.#at(place, now);
    }
    return undefined;
  }

  /** Forgets what it holds: the copy, not the memory. */
  wipe(): void {
    this.bytes.fill(0);
  }

  #at(place: number, now: number): TicketKey | undefined {
    if (place >= PLACES) return undefined;
    const start = startOf(place);
    const id = this.#view.getUint32(start + AT.id, true);
    const until = this.#view.getFloat64(start + AT.until, true);
    if (id === 0 || now >= until) return undefined;
    const secret = this.bytes.subarray(start + AT.secret, start + AT.secret + SECRET_SIZE);
    return { id, secret, since: this.#view.getFloat64(start + AT.since, true), until };
  }
}

function startOf(place: number): number {
  return HEAD_SIZE + place * PLACE_SIZE;
}

/** How keys follow each other (`TLSSessionTicketKeys`). */
export interface KeySchedule {
  /** Seconds for which a key is good. */
  readonly age: number;
  /** Keys that are good at once, at most; never more than `MOST_KEYS`. */
  readonly count: number;
}

/** Writes `bytes` to the memory, from `offset` on. */
export type WriteAt = (bytes: Uint8Array<ArrayBuffer>, offset: number) => void;

/** The writer's side: makes keys when it is time, and gives up those whose time is over. */
export class TicketKeyMaker {
  readonly #bytes = new Uint8Array(TICKET_KEYS_SIZE);
  readonly #view = new DataView(this.#bytes.buffer);
  /** The places of good keys, the newest last. */
  #good: { readonly place: number; readonly since: number; until: number }[] = [];
  #schedule: KeySchedule = { age: 0, count: 1 };

  /** `fill` fills memory with random bytes. */
  constructor(
    private readonly write: WriteAt,
    private readonly fill: (bytes: Uint8Array<ArrayBuffer>) => void,
  ) {}

  /** Follows `schedule` from now on, and makes a key at once, whatever the time. */
  follow({ age, count }: KeySchedule, now: number): void {
    this.#schedule = { age, count: Math.min(count, MOST_KEYS) };
    for (const key of this.#good) {
      key.until = Math.min(key.until, key.since + age * 1000);
      this.#view.setFloat64(startOf(key.place) + AT.until, key.until, true);
    }
    this.write(this.#bytes, 0);
    this.#make(now);
  }

  /**
   * Makes a key if it is time for one, and forgets those that are too old; true if it has made one. A key
   * is the newest for its share of its age, so that tickets are good for most of that.
   */
  attend(now: number): boolean {
    if (this.due(now) > 0) return false;
    this.#make(now);
    return true;
  }

  /** Milliseconds from `now` until `attend` has something to do; `Infinity` before `follow`. */
  due(now: number): number {
    const newest = this.#good.at(-1);
    if (newest === undefined) return Infinity;
    const share = (this.#schedule.age * 1000) / this.#schedule.count;
    // A clock that was set back must not make a key last.
    return now < newest.since ? 0 : Math.max(0, newest.since + share - now);
  }

  #make(now: number): void {
    this.#forget(now);
    const taken = new Set(this.#good.map(({ place }) => place));
    const place = Array.from({ length: PLACES }, (_, i) => i).find((i) => !taken.has(i)) ?? 0;
    const start = startOf(place);
    const key = this.#bytes.subarray(start, start + PLACE_SIZE);
    do this.fill(key); while (this.#view.getUint32(start + AT.id, true) === 0);
    const until = now + this.#schedule.age * 1000;
    this.#view.setFloat64(start + AT.since, now, true);
    this.#view.setFloat64(start + AT.until, until, true);
    this.write(key, start);
    this.#view.setUint32(AT.newest, place, true);
    this.write(this.#bytes.subarray(0, HEAD_SIZE), 0);
    this.#good.push({ place, since: now, until });
    this.#forget(now);
  }

  /** Takes out of the memory what is too old, or one too many. */
  #forget(now: number): void {
    const good = this.#good.filter(({ until }) => now < until).slice(-this.#schedule.count);
    for (const { place } of this.#good.filter((key) => !good.includes(key))) {
      const key = this.#bytes.subarray(startOf(place), startOf(place) + PLACE_SIZE);
      key.fill(0);
      this.write(key, startOf(place));
    }
    this.#good = good;
  }

  /** Takes out all of them. */
  wipe(): void {
    this.#good = [];
    this.#bytes.fill(0);
    this.write(this.#bytes, 0);
  }
}
