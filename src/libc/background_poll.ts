/**
 * poll(2) on a thread of the runtime's: for daemon and tools, in which signal listeners, children and
 * promises go on meanwhile. A session has nothing but what it polls, and never opens this.
 *
 * @module
 */

const symbols = {
  // int poll(struct pollfd *fds, nfds_t nfds, int timeout)
  poll: { parameters: ["buffer", "u64", "i32"], result: "i32", nonblocking: true },
} as const satisfies Deno.ForeignLibraryInterface;

let opened: Deno.DynamicLibrary<typeof symbols>["symbols"] | undefined;

/**
 * `fds` holds `count` struct pollfd; `timeout` is in ms, −1 for none. The result is poll's own;
 * −1 (EINTR, ENOMEM) has no errno here and is best taken as "nothing yet".
 */
export function pollInBackground(
  fds: Uint8Array<ArrayBuffer>,
  count: number,
  timeout: number,
): Promise<number> {
  opened ??= Deno.dlopen("libc.so.6", symbols).symbols;
  return opened.poll(fds, BigInt(count), timeout);
}
