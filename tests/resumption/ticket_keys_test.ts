/**
 * The keys of tickets: which is the newest, which are good still, and that old ones are gone.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type KeySchedule,
  TICKET_KEYS_SIZE,
  TicketKeyMaker,
  TicketKeys,
} from "../../src/resumption/mod.ts";

const HOUR = 3_600_000;

/** A maker of keys, and the memory that it writes to. */
function makeKeys() {
  const memory = new Uint8Array(TICKET_KEYS_SIZE);
  let next = 0;
  const maker = new TicketKeyMaker(
    (bytes, offset) => memory.set(bytes, offset),
    (bytes) => {
      next += 1;
      for (let i = 0; i < bytes.length; i++) bytes[i] = (next * 31 + i) & 0xff;
    },
  );
  /** As a session reads it. */
  const read = () => new TicketKeys(memory.slice());
  return { maker, memory, read };
}

const daily: KeySchedule = { age: 12 * 3600, count: 25 };

Deno.test("where nothing was made there is no key", () => {
  const { read, maker } = makeKeys();
  assert.equal(read().newest(0), undefined);
  assert.equal(read().named(0, 0), undefined);
  assert.equal(maker.due(0), Infinity);
  assert.equal(maker.attend(0), false);
});

Deno.test("a key is the newest for its share of its age, and good for all of it", () => {
  const { maker, read } = makeKeys();
  maker.follow(daily, 0);
  const first = read().newest(0);
  assert(first);
  assert.equal(maker.due(0), HOUR);
  assert.equal(maker.attend(HOUR - 1), false);
  assert.equal(read().newest(HOUR - 1)?.id, first.id);
  assert.equal(maker.attend(HOUR), true);
  const second = read().newest(HOUR);
  assert(second && second.id !== first.id);
  assert.deepEqual(read().named(first.id, 12 * HOUR - 1)?.secret, first.secret);
  assert.equal(read().named(first.id, 12 * HOUR), undefined);
  assert(read().named(second.id, 12 * HOUR));
});

Deno.test("with a count of one the key before is gone when there is a new one", () => {
  const { maker, memory, read } = makeKeys();
  maker.follow({ age: 60, count: 1 }, 0);
  const first = read().newest(0);
  assert(first);
  const secret = [...first.secret];
  assert.equal(maker.attend(59_999), false);
  maker.follow({ age: 60, count: 1 }, 1000);
  assert.equal(read().named(first.id, 1000), undefined);
  assert(!contains(memory, secret));
  assert.equal(maker.attend(61_000), true);
});

Deno.test("a shorter age counts for the keys that are there", () => {
  const { maker, read } = makeKeys();
  maker.follow(daily, 0);
  const first = read().newest(0);
  assert(first);
  maker.follow({ age: 3600, count: 25 }, 1000);
  assert(read().named(first.id, HOUR - 1));
  assert.equal(read().named(first.id, HOUR), undefined);
});

Deno.test("a clock that is set back makes a new key", () => {
  const { maker, read } = makeKeys();
  maker.follow(daily, 100 * HOUR);
  const first = read().newest(100 * HOUR);
  assert.equal(maker.attend(50 * HOUR), true);
  assert.notEqual(read().newest(50 * HOUR)?.id, first?.id);
});

Deno.test("what is forgotten is nowhere in the memory", () => {
  const { maker, memory } = makeKeys();
  maker.follow(daily, 0);
  maker.wipe();
  assert(memory.every((byte) => byte === 0));
  assert.equal(maker.due(0), Infinity);
});

Deno.test("whatever the schedule, there is a newest key, no more than the count, and none too old", () => {
  const schedules = fc.record({
    age: fc.integer({ min: 60, max: 100_000 }),
    count: fc.integer({ min: 1, max: 40 }),
  });
  const steps = fc.array(fc.integer({ min: 0, max: 30_000_000 }), { maxLength: 60 });
  fc.assert(fc.property(schedules, steps, (schedule, waits) => {
    const { maker, memory, read } = makeKeys();
    const ids = new Set<number>();
    let now = 0;
    maker.follow(schedule, now);
    for (const wait of waits) {
      now += wait;
      maker.attend(now);
      const newest = read().newest(now);
      assert(newest, "there is one");
      assert(maker.due(now) > 0);
      ids.add(newest.id);
      const good = [...ids].filter((id) => read().named(id, now));
      assert(good.length <= schedule.count);
      for (const id of good) {
        const key = read().named(id, now);
        assert(key && key.since <= now && now < key.until);
        assert.equal(key.until - key.since, schedule.age * 1000);
      }
    }
    assert.equal(memory.length, TICKET_KEYS_SIZE);
  }));
});

function contains(memory: Uint8Array, part: readonly number[]): boolean {
  return memory.some((_, at) => part.every((byte, i) => memory[at + i] === byte));
}
