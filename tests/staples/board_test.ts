/**
 * The board of OCSP responses: what is posted is found, and nothing else.
 */
import assert from "node:assert/strict";
import { close, pwrite } from "../../src/libc/files.ts";
import { writableMemoryFile } from "../../src/libc/process.ts";
import { findStaple, LONGEST_STAPLE, MOST_STAPLES, postStaple } from "../../src/staples/mod.ts";

const NOW = 1_800_000_000_000;
const LATER = NOW + 1000;

/** A fingerprint. */
const about = (letter: string) => letter.repeat(32);

function bytes(length: number, first = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (first + i) & 0xff);
}

function onBoard(name: string, work: (fd: number) => void): void {
  Deno.test(name, () => {
    const fd = writableMemoryFile("staples");
    try {
      work(fd);
    } finally {
      close(fd);
    }
  });
}

onBoard("nothing is found on an empty board", (fd) => {
  assert.equal(findStaple(fd, about("a"), NOW), undefined);
});

onBoard("every certificate has its own answer", (fd) => {
  postStaple(fd, 0, { fingerprint: about("a"), expiry: LATER, answer: bytes(5) });
  postStaple(fd, 2, { fingerprint: about("b"), expiry: LATER, answer: bytes(LONGEST_STAPLE, 7) });
  assert.deepEqual(findStaple(fd, about("a"), NOW), bytes(5));
  assert.deepEqual(findStaple(fd, about("b"), NOW), bytes(LONGEST_STAPLE, 7));
  assert.equal(findStaple(fd, about("c"), NOW), undefined);
});

onBoard("a shorter answer takes the place of a longer one", (fd) => {
  postStaple(fd, 0, { fingerprint: about("a"), expiry: LATER, answer: bytes(900) });
  postStaple(fd, 0, { fingerprint: about("a"), expiry: LATER, answer: bytes(3, 9) });
  assert.deepEqual(findStaple(fd, about("a"), NOW), bytes(3, 9));
});

onBoard("an answer counts until it expires", (fd) => {
  postStaple(fd, 0, { fingerprint: about("a"), expiry: NOW, answer: bytes(5) });
  assert.deepEqual(findStaple(fd, about("a"), NOW - 1), bytes(5));
  assert.equal(findStaple(fd, about("a"), NOW), undefined);
});

onBoard("half of one answer and half of another are none", (fd) => {
  postStaple(fd, 0, { fingerprint: about("a"), expiry: LATER, answer: bytes(100) });
  for (const offset of [0, 33, 42, 60, 147]) {
    pwrite(fd, Uint8Array.of(0xee), offset);
    assert.equal(findStaple(fd, about("a"), NOW), undefined, `byte ${offset}`);
    postStaple(fd, 0, { fingerprint: about("a"), expiry: LATER, answer: bytes(100) });
  }
  assert.deepEqual(findStaple(fd, about("a"), NOW), bytes(100));
});

onBoard("what has no room is refused", (fd) => {
  const staple = { fingerprint: about("a"), expiry: LATER, answer: bytes(5) };
  assert.throws(() => postStaple(fd, MOST_STAPLES, staple), RangeError);
  assert.throws(
    () => postStaple(fd, 0, { ...staple, answer: bytes(LONGEST_STAPLE + 1) }),
    RangeError,
  );
  assert.throws(() => postStaple(fd, 0, { ...staple, fingerprint: "a" }), RangeError);
});
