/**
 * The name in the first message of a TLS client: found however it comes, and nothing is made of what is
 * none.
 */
import assert from "node:assert/strict";
import { bytesOf } from "../../../src/libc/bytes.ts";
import { readHello } from "../../../src/modules/tls/client_hello.ts";
import fc from "../../harness/properties.ts";

/** `content` behind its length in `size` bytes. */
function sized(size: number, content: readonly number[]): number[] {
  const length = Array.from({ length: size }, (_, i) => content.length >> 8 * (size - 1 - i) & 255);
  return [...length, ...content];
}

/** A hello's message with these extensions. */
function hello(...extensions: readonly number[][]): number[] {
  const body = [
    ...[3, 3, ...Array.from({ length: 32 }, (_, i) => i)],
    ...sized(1, [7, 7, 7]),
    ...sized(2, [0x13, 1, 0x13, 2]),
    ...sized(1, [0]),
    ...sized(2, extensions.flat()),
  ];
  return [1, ...sized(3, body)];
}

function extension(type: number, content: readonly number[]): number[] {
  return [type >> 8, type & 255, ...sized(2, content)];
}

function serverName(name: string, kind = 0): number[] {
  return extension(0, sized(2, [kind, ...sized(2, [...bytesOf(name)])]));
}

/** The message in records of at most `most` bytes. */
function records(message: readonly number[], most = 16384): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < message.length; at += most) {
    bytes.push(22, 3, 1, ...sized(2, message.slice(at, at + most)));
  }
  return Uint8Array.from(bytes);
}

const other = extension(0xff01, [0]);
const names = fc.stringMatching(/^[a-z0-9.*\x80-\xff-]{1,255}$/);

Deno.test("a name is found among other extensions, in one record or in many", () => {
  fc.assert(fc.property(names, fc.integer({ min: 1, max: 400 }), (name, most) => {
    const bytes = records(hello(other, serverName(name), other), most);
    assert.deepEqual(readHello(bytes), { name });
  }));
});

Deno.test("what is not there yet is asked for step by step, and never more than there is", () => {
  fc.assert(fc.property(names, fc.integer({ min: 1, max: 400 }), (name, most) => {
    const bytes = records(hello(serverName(name)), most);
    let [count, steps] = [0, 0];
    for (;;) {
      const found = readHello(bytes.subarray(0, count));
      if ("name" in found) break;
      assert.ok(found.needs > count && found.needs <= bytes.length, `${found.needs}`);
      count = found.needs;
      steps += 1;
    }
    assert.equal(count, bytes.length);
    assert.ok(steps <= 2 * Math.ceil(bytes.length / most));
  }));
});

Deno.test("hellos without a name, and what is no hello, have none", () => {
  const nameless = { name: undefined };
  assert.deepEqual(readHello(records(hello(other))), nameless);
  assert.deepEqual(readHello(records(hello())), nameless);
  assert.deepEqual(readHello(records(hello(serverName("")))), nameless);
  assert.deepEqual(readHello(records(hello(serverName("a.org", 1)))), nameless);
  assert.deepEqual(readHello(records([2, ...hello(serverName("a.org")).slice(1)])), nameless);
  assert.deepEqual(readHello(bytesOf("USER alice\r\n")), nameless);
  assert.deepEqual(readHello(Uint8Array.of(22, 3, 1, 0, 0)), nameless);
  assert.deepEqual(readHello(Uint8Array.of(0x80, 46, 1, 3, 1)), nameless);
});

Deno.test("a name that is cut off by the lengths around it is none", () => {
  const cut = [...extension(0, [0, 200, 0, 0, 5, ...bytesOf("a.org")])];
  assert.deepEqual(readHello(records(hello(cut))), { name: undefined });
  assert.deepEqual(readHello(records([1, 0, 0, 0])), { name: undefined });
});

Deno.test("any bytes at all end in a name, in none, or in more that is needed", () => {
  const start = fc.constantFrom([], [22, 3, 1], [22, 3, 1, 0, 60, 1, 0, 0, 56]);
  fc.assert(fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, tail) => {
    const bytes = Uint8Array.from([...head, ...tail]);
    const found = readHello(bytes);
    if ("needs" in found) assert.ok(found.needs > bytes.length);
  }));
});

Deno.test("changed bytes of a hello never make it throw", () => {
  const whole = records(hello(other, serverName("first.org"), other));
  const place = fc.integer({ min: 0, max: whole.length - 1 });
  fc.assert(fc.property(place, fc.integer({ min: 0, max: 255 }), (at, byte) => {
    const changed = whole.slice();
    changed[at] = byte;
    readHello(changed);
  }));
});
