/**
 * Giving up the runtime's permissions: what the kernel's rights are to the process, these are to
 * the JavaScript in it. Neither replaces the other.
 *
 * @module
 */

/**
 * All of them, with what each would open to code that got in:
 * `run` other programs, `ffi` more libraries and all memory, `read`, `write` and `net` the runtime's
 * own files and sockets, `env` the environment, `sys` facts about the machine, `import` more code.
 */
const ALL: readonly Deno.PermissionName[] = [
  "run",
  "ffi",
  "read",
  "write",
  "net",
  "env",
  "sys",
  "import" as Deno.PermissionName,
];

/**
 * Gives up every permission that the process has, for good. Whatever was opened before goes on:
 * functions of loaded libraries, `Region`s, open descriptors, timers, signal listeners. What does
 * not: `Deno.dlopen`, making, comparing or following pointers, new `Region`s (hence new `PollSet`s),
 * callbacks from C, `Deno.Command`, `Deno.env`, workers, dynamic imports of modules that are not
 * loaded yet. So the libraries that are opened at first use are opened before (`prepare...` of
 * libc), and so is all memory whose address the kernel is told.
 *
 * `keep` names what is still needed, if anything (`run` for mod_exec).
 */
export function revokePermissions(keep: readonly Deno.PermissionName[] = []): void {
  for (const name of ALL) {
    if (!keep.includes(name)) Deno.permissions.revokeSync({ name } as Deno.PermissionDescriptor);
  }
}
