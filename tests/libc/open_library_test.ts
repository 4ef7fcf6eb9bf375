import assert from "node:assert/strict";
import { bytesOf } from "../../src/libc/bytes.ts";
import { openLibrary } from "../../src/libc/open_library.ts";

const table = {
  // size_t strlen(const char *s)
  strlen: { parameters: ["buffer"], result: "usize" },
  // void *memmem(const void *haystack, size_t length, const void *needle, size_t length)
  find: { name: "memmem", parameters: ["buffer", "usize", "buffer", "usize"], result: "pointer" },
  // int snprintf(char *str, size_t size, const char *format, ...): the sixth and later ones
  snprintf: {
    parameters: ["buffer", "usize", "buffer", "i32", "i32", "i32", "i32", "i32"],
    result: "i32",
  },
  there_is_no_such_function: { parameters: [], result: "void", optional: true },
} as const satisfies Deno.ForeignLibraryInterface;

Deno.test("functions get their arguments, in registers and on the stack, and nothing else that they see", () => {
  const libc = openLibrary("libc.so.6", table);
  assert.equal(Number(libc.strlen(bytesOf("five!\0"))), 5);
  assert.equal(libc.find(bytesOf("abc"), 3n, bytesOf("d"), 1n), null);
  const buffer = new Uint8Array(32);
  const length = libc.snprintf(buffer, 32n, bytesOf("%d %d %d %d %d\0"), 1, -2, 3, -4, 5);
  assert.equal(new TextDecoder().decode(buffer.subarray(0, length)), "1 -2 3 -4 5");
});

Deno.test("more arguments than a function has do no harm", () => {
  const { strlen } = openLibrary("libc.so.6", table);
  const lengths = ["a\0", "bc\0"].map(bytesOf).map(strlen as (text: Uint8Array) => bigint);
  assert.deepEqual(lengths.map(Number), [1, 2]);
});

Deno.test("an optional function that is missing is null, any other is an error", () => {
  assert.equal(openLibrary("libc.so.6", table).there_is_no_such_function, null);
  const { optional: _, ...needed } = table.there_is_no_such_function;
  assert.throws(() => openLibrary("libc.so.6", { there_is_no_such_function: needed }));
});

Deno.test("what is called all the time can have its code", () => {
  const libc = openLibrary("libc.so.6", table, new Set(["strlen"]));
  assert.equal(Number(libc.strlen(bytesOf("five!\0"))), 5);
});
