/**
 * Servers that are turned away from: `status`, `down` and `up` of ftpdctl.
 *
 * @module
 */

import type { Binding } from "../../config/handover.ts";
import type { Answer } from "../../controls/mod.ts";
import { getsockname } from "../../libc/sockets.ts";
import { formatAddress, parseAddress, unmapped } from "../../net/mod.ts";
import { done, failed } from "./answers.ts";
import type { Controlled } from "./controlled.ts";

/** The port of a server that is named without one. */
const FTP_PORT = 21;

/** Which servers are down. A restart brings all of them up. */
export class ServerStates {
  readonly #down = new Set<Binding>();
  /** Whether nobody is served any more: the daemon is about to end. */
  closed = false;

  /** Whether the server at `binding` takes no connections. */
  isDown(binding: Binding): boolean {
    return this.#down.has(binding);
  }

  /** Takes a server down, or brings it up; false if it was so already. */
  set(binding: Binding, state: "up" | "down"): boolean {
    if (this.isDown(binding) === (state === "down")) return false;
    if (state === "down") this.#down.add(binding);
    else this.#down.delete(binding);
    return true;
  }

  /**
   * What a new client is told that is not served: an FTP reply. Undefined for a client that is
   * served.
   */
  refusal(connection: number, bindings: readonly Binding[]): string | undefined {
    if (!this.closed && this.#down.size === 0) return undefined;
    const local = getsockname(connection);
    const ip = local ? formatAddress(unmapped(local)) : "";
    const onPort = bindings.filter(({ port }) => port === local?.port);
    const binding = onPort.find(({ address }) => address === ip) ??
      onPort.find(({ address }) => address === "*") ?? onPort[0];
    if (!this.closed && !(binding && this.isDown(binding))) return undefined;
    return `500 Sorry, no server available to handle request on ${ip}\r\n`;
  }
}

/** `status all|address[#port] ...`. */
export function statusOf(words: readonly string[], daemon: Controlled): Answer {
  return forEach("status", words, daemon, (binding) => {
    return `${nameOf(binding)} ${daemon.states.isDown(binding) ? "DOWN" : "UP"}`;
  });
}

/** `down all|address[#port] ...`: sessions that are there go on. */
export function serversDown(words: readonly string[], daemon: Controlled): Answer {
  const { states } = daemon;
  if (words.length === 1 && words[0] === "all") {
    for (const binding of bindingsOf(daemon)) states.set(binding, "down");
    return done("down: all servers disabled");
  }
  return forEach("down", words, daemon, (binding) => {
    return `${nameOf(binding)} ${states.set(binding, "down") ? "" : "already "}disabled`;
  });
}

/** `up all|address[#port] ...`. */
export function serversUp(words: readonly string[], daemon: Controlled): Answer {
  return forEach("up", words, daemon, (binding) => {
    return `${nameOf(binding)} ${daemon.states.set(binding, "up") ? "" : "already "}enabled`;
  });
}

/** One line for each server that `words` name; not done when there is no such server. */
function forEach(
  action: string,
  words: readonly string[],
  daemon: Controlled,
  line: (binding: Binding) => string,
): Answer {
  if (words.length === 0) return failed(`${action}: missing required parameters`);
  const all = bindingsOf(daemon);
  if (words.length === 1 && words[0] === "all") {
    return done(...all.map((binding) => `${action}: ${line(binding)}`));
  }
  let isDone = true;
  const lines = words.map((word) => {
    const found = serverAt(word, daemon);
    if (found) return `${action}: ${line(found)}`;
    isDone = false;
    const { address, port } = placeOf(word);
    const isAddress = parseAddress(address) !== undefined;
    const reason = isAddress ? "no server associated with" : "no such server:";
    return `${action}: ${reason} ${address}#${port}`;
  });
  return { done: isDone, lines };
}

/** The server that `word` names, if there is one. */
export function serverAt(word: string, daemon: Controlled): Binding | undefined {
  const { address, port } = placeOf(word);
  const onPort = bindingsOf(daemon).filter((binding) => binding.port === port);
  return onPort.find((binding) => binding.address === address) ??
    onPort.find((binding) => binding.address === "*");
}

function bindingsOf({ loaded }: Controlled): readonly Binding[] {
  return loaded.bindings.bindings;
}

/** A server as ftpdctl shows it: its address, `*` for all of them, and its port. */
function nameOf({ address, port }: Binding): string {
  return `${address}#${port}`;
}

/** The address and the port in `address[#port]`; what is no address stays as it is. */
export function placeOf(word: string): { readonly address: string; readonly port: number } {
  const [name, port] = word.split("#", 2);
  const address = parseAddress(name.replace(/^\[(.*)\]$/, "$1"));
  return {
    address: address ? formatAddress(unmapped(address)) : name,
    port: port !== undefined && /^\d{1,5}$/.test(port) ? Number(port) : FTP_PORT,
  };
}
