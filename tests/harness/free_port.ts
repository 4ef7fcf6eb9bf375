/**
 * Ports for servers under test.
 *
 * @module
 */
import { close } from "../../src/libc/files.ts";
import { bind, bindUnix, socket } from "../../src/libc/sockets.ts";
import { isSysError } from "../../src/libc/sys_error.ts";
import { wildcard } from "../../src/net/address.ts";

/**
 * A TCP port on which nobody listens. Drawn at random below the kernel's range for outgoing
 * connections (32768 and up, see ip(7), `ip_local_port_range`), so that no client of another test
 * is given it between this look and the server's bind. The look binds and never listens: a listener
 * that is still on its way out would be taken for the server (`isListening`). Nobody else who asks
 * here is given the same port while this process lives.
 */
export function freePort(): number {
  return freePortRange(1);
}

/**
 * The first of `count` neighbouring ports, each as `freePort` gives them; `low`: below 1024, where only
 * root can bind.
 */
export function freePortRange(count: number, low = false): number {
  const [from, end] = low ? [600, 1024] : [10_240, 32_768];
  for (let attempt = 0; attempt < 100; attempt++) {
    const first = from + Math.floor(Math.random() * (end - count - from));
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if (ports.every((port) => isUnused(port) && claim(port))) return first;
  }
  throw new Error(`no ${count} free ports in a row from ${from} on below ${end} in 100 draws`);
}

function isUnused(port: number): boolean {
  const fd = socket("inet");
  try {
    bind(fd, wildcard("inet", port));
    return true;
  } catch (error) {
    if (!isSysError(error, "EADDRINUSE")) throw error;
    return false;
  } finally {
    close(fd);
  }
}

/**
 * Takes the name for `port` that all test processes of this machine know, until this process ends;
 * false when it is taken.
 */
function claim(port: number): boolean {
  const name = socket("unix", "datagram"); // stays open
  try {
    bindUnix(name, `\0proftpd-test-port-${port}`);
    return true;
  } catch (error) {
    close(name);
    if (!isSysError(error, "EADDRINUSE")) throw error;
    return false;
  }
}

/**
 * True when some socket on this machine listens on TCP `port`. Reads the kernel's tables, since a
 * connection made just to see would count as a client.
 */
export async function isListening(port: number): Promise<boolean> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const text = await readIfThere(table);
    for (const line of text.split("\n")) {
      const [, local, , state] = line.trim().split(/\s+/);
      if (state === "0A" && local?.endsWith(wanted)) return true; // 0A: LISTEN
    }
  }
  return false;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return ""; // a kernel without IPv6
    throw error;
  }
}
