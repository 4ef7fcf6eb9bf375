/**
 * Asking an OCSP responder: for the child of the daemon that does nothing else.
 *
 * @module
 */

import { bytesOf, stringOf } from "../../../libc/bytes.ts";
import { close } from "../../../libc/files.ts";
import { POLL, PollSet } from "../../../libc/poll.ts";
import { connect, receive, send, socket, socketError } from "../../../libc/sockets.ts";
import { SysError } from "../../../libc/sys_error.ts";
import { getaddrinfo } from "../../../libc/names_service.ts";
import { parseAddress, type SocketAddress } from "../../../net/mod.ts";
import { bodyOf, formatRequest } from "./http.ts";
import { parseResponderUrl } from "./responder_url.ts";

/** Nobody answers; `message` says why. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** Addresses of a responder that are tried. */
const MOST_ADDRESSES = 4;

/**
 * What the responder at `url` answers to `question` within `seconds`, both byte strings. The process
 * stands still meanwhile. Throws `NoAnswer` and `ResponseRefused`.
 */
export function askResponder(url: string, question: string, seconds: number): string {
  const place = parseResponderUrl(url);
  if (place === undefined) throw new NoAnswer("its URL is none of http://");
  const end = performance.now() + seconds * 1000;
  const own = parseAddress(place.host);
  const addresses = own ? [own] : getaddrinfo(place.host).slice(0, MOST_ADDRESSES);
  let reason = `'${place.host}' has no address`;
  for (const address of addresses) {
    try {
      const request = formatRequest(place, question);
      return converse({ ...address, port: place.port }, request, new Deadline(end));
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      reason = error.reason; // another address may do
    }
  }
  throw new NoAnswer(reason);
}

/** When it is too late. */
class Deadline {
  readonly #set = new PollSet(1);

  /** `end` by the monotonic clock, in milliseconds. */
  constructor(private readonly end: number) {}

  /** Waits for `events` of `fd`. Throws `NoAnswer` when there is no more time. */
  wait(fd: number, events: number): void {
    for (;;) {
      const left = Math.ceil(this.end - performance.now());
      if (left <= 0) throw new NoAnswer("it takes too long");
      this.#set.clear();
      this.#set.add(fd, events);
      if (this.#set.block(left) > 0) return;
    }
  }
}

function converse(address: SocketAddress, request: string, deadline: Deadline): string {
  const fd = socket(address.family);
  try {
    if (!connect(fd, address)) {
      deadline.wait(fd, POLL.OUT);
      const code = socketError(fd);
      if (code !== 0) throw new SysError("connect", code);
    }
    const bytes = bytesOf(request);
    for (let at = 0; at < bytes.length;) {
      deadline.wait(fd, POLL.OUT);
      at += send(fd, bytes.subarray(at));
    }
    const block = new Uint8Array(8192);
    for (let text = "";;) {
      deadline.wait(fd, POLL.IN);
      const count = receive(fd, block);
      if (count === undefined) continue;
      text += stringOf(block.subarray(0, count));
      const body = bodyOf(text, count === 0);
      if (body !== undefined) return body;
    }
  } finally {
    close(fd);
  }
}
