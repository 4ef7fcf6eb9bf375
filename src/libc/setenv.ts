/**
 * setenv(3), unsetenv(3): the environment of this process and of what it starts, as bytes.
 *
 * @module
 */

import { bytesOf } from "./bytes.ts";
import { openLibrary } from "./open_library.ts";

const symbols = {
  // int setenv(const char *name, const char *value, int overwrite)
  setenv: { parameters: ["buffer", "buffer", "i32"], result: "i32" },
  // int unsetenv(const char *name)
  unsetenv: { parameters: ["buffer"], result: "i32" },
  // void tzset(void)
  tzset: { parameters: [], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

let opened: Deno.DynamicLibrary<typeof symbols>["symbols"] | undefined;

/**
 * Gives the variable `name` the value `value`, or none for `undefined`; local time follows `TZ` from
 * then on. False for what is no name (empty, or with `=` or NUL in it). Needs `ffi`.
 */
export function setenv(name: string, value: string | undefined): boolean {
  opened ??= openLibrary("libc.so.6", symbols);
  if (name.includes("\0") || value?.includes("\0")) return false;
  const bytes = bytesOf(`${name}\0`);
  const result = value === undefined
    ? opened.unsetenv(bytes)
    : opened.setenv(bytes, bytesOf(`${value}\0`), 1);
  if (name === "TZ") opened.tzset();
  return result === 0;
}
