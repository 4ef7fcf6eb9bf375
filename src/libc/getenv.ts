/**
 * getenv(3): one variable of the environment, as bytes.
 *
 * For single values where /proc/self/environ cannot be read: in a process that has changed its ids.
 * Needs `ffi`, so it is for the time before login.
 *
 * @module
 */

import { bytesOf } from "./bytes.ts";
import { openLibrary } from "./open_library.ts";

const symbols = {
  // char *getenv(const char *name)
  getenv: { parameters: ["buffer"], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

let opened: Deno.DynamicLibrary<typeof symbols>["symbols"] | undefined;

/** The value of the variable `name`, undefined when it is not set. */
export function getenv(name: string): string | undefined {
  opened ??= openLibrary("libc.so.6", symbols);
  const value = opened.getenv(bytesOf(`${name}\0`));
  if (value === null) return undefined;
  const view = new Deno.UnsafePointerView(value);
  let text = "";
  for (let at = 0;; at++) {
    const byte = view.getUint8(at);
    if (byte === 0) return text;
    text += String.fromCharCode(byte);
  }
}
