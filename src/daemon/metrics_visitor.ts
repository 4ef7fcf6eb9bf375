/**
 * One client of the MetricsSocket: the head of an HTTP request is read, a page is written, that is
 * all (RFC 9112, as far as Prometheus and curl go). Nothing here waits.
 *
 * @module
 */

import { bytesOf, stringOf } from "../libc/bytes.ts";
import { close } from "../libc/files.ts";
import { POLL } from "../libc/poll.ts";
import { receive, send } from "../libc/sockets.ts";

/** Milliseconds that a client has for everything. */
const PATIENCE = 10_000;

/** Bytes that the head of a request may have. */
const MOST_HEAD = 8192;

const PAGE = "text/plain; version=0.0.4; charset=utf-8";

/** A connected client. */
export class MetricsVisitor {
  readonly #buffer = new Uint8Array(MOST_HEAD);
  #head = "";
  #out: Uint8Array<ArrayBuffer> | undefined;
  /** The moment (monotonic, ms) when it has been here long enough. */
  readonly due = performance.now() + PATIENCE;

  constructor(readonly fd: number) {}

  /** Events of poll(2) that it waits for. */
  get events(): number {
    return this.#out ? POLL.OUT : POLL.IN;
  }

  /** Goes on with it; `page` makes what is asked for. True when it is done with. Throws `SysError`. */
  attend(page: () => string): boolean {
    if (this.#out === undefined) {
      const count = receive(this.fd, this.#buffer);
      if (count === undefined) return false;
      if (count === 0) return true;
      this.#head += stringOf(this.#buffer.subarray(0, count));
      const answer = answerTo(this.#head, page);
      if (answer === undefined) return false;
      this.#out = bytesOf(answer);
    }
    while (this.#out.length > 0) {
      const count = send(this.fd, this.#out);
      if (count === 0) return false;
      this.#out = this.#out.subarray(count);
    }
    return true;
  }

  /** Ends the connection. */
  close(): void {
    close(this.fd);
  }
}

/** The answer to a request whose head has come so far; undefined while more has to come. */
export function answerTo(head: string, page: () => string): string | undefined {
  if (head.length > MOST_HEAD) return response("431 Request Header Fields Too Large", "too long\n");
  if (!/\r?\n\r?\n/.test(head)) return undefined;
  const [, method, path] = /^([A-Z]+) (\S+) HTTP\/1\.[01]\r?\n/.exec(head) ?? [];
  if (method === undefined) return response("400 Bad Request", "this is no HTTP request\n");
  if (method !== "GET" && method !== "HEAD") {
    return response("405 Method Not Allowed", "only GET and HEAD\n", "Allow: GET, HEAD\r\n");
  }
  if (path?.replace(/\?.*/s, "") !== "/metrics") {
    return response("404 Not Found", "the metrics are at /metrics\n");
  }
  const whole = response("200 OK", page());
  return method === "GET" ? whole : whole.slice(0, whole.indexOf("\r\n\r\n") + 4);
}

function response(status: string, body: string, more = ""): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: ${PAGE}\r\nContent-Length: ${body.length}\r\n` +
    `${more}Connection: close\r\n\r\n${body}`;
}
