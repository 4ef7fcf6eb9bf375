/**
 * As much of HTTP (RFC 9112) as it takes to ask an OCSP responder (RFC 6960 appendix A).
 *
 * @module
 */

import type { ResponderUrl } from "./responder_url.ts";

/** Bytes of the longest response, its head included. */
export const LONGEST_RESPONSE = 64 << 10;

/** The request that asks the responder at `url` the question `body`, a byte string. */
export function formatRequest({ host, port, path }: ResponderUrl, body: string): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `POST ${path} HTTP/1.0\r\nHost: ${port === 80 ? name : `${name}:${port}`}\r\n` +
    "Content-Type: application/ocsp-request\r\nAccept: application/ocsp-response\r\n" +
    `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}

/** A response that is of no use; `message` says why. */
export class ResponseRefused extends Error {
  override readonly name = "ResponseRefused";
}

/**
 * The body of a response of which `text` has come, all of it if `isOver`; undefined while more has to
 * come. Throws `ResponseRefused`.
 */
export function bodyOf(text: string, isOver: boolean): string | undefined {
  if (text.length > LONGEST_RESPONSE) throw new ResponseRefused("its response is too long");
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) {
    if (isOver) throw new ResponseRefused("its response is no HTTP");
    return undefined;
  }
  const [start, ...fields] = text.slice(0, end.index).split(/\r?\n/);
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(start)?.[1];
  if (status === undefined) throw new ResponseRefused("its response is no HTTP");
  if (status !== "200") throw new ResponseRefused(`it answers with status ${status}`);
  if (!/^application\/ocsp-response[ \t]*(?:;|$)/i.test(fieldIn(fields, "content-type") ?? "")) {
    throw new ResponseRefused("it answers with something else than an OCSP response");
  }
  // Asked in HTTP/1.0, nobody may use it.
  if (fieldIn(fields, "transfer-encoding") !== undefined) {
    throw new ResponseRefused("its response is in a transfer coding");
  }
  const body = text.slice(end.index + end[0].length);
  const length = fieldIn(fields, "content-length");
  if (length === undefined) return isOver ? body : undefined;
  if (!/^\d{1,9}$/.test(length)) throw new ResponseRefused("its response is no HTTP");
  if (body.length >= Number(length)) return body.slice(0, Number(length));
  if (isOver) throw new ResponseRefused("its response was cut off");
  return undefined;
}

function fieldIn(fields: readonly string[], name: string): string | undefined {
  const line = fields.find((field) => field.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).replace(/^[ \t]+|[ \t]+$/g, "");
}
