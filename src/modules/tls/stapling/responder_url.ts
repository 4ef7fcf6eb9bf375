/**
 * URLs of OCSP responders. By themselves, since sessions read them and nothing else of HTTP.
 *
 * @module
 */

/** Where a responder is. */
export interface ResponderUrl {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Characters of the longest URL. */
const LONGEST_URL = 1024;

/** `url`, `http://host[:port][/path]`, in its parts; undefined for anything else. */
export function parseResponderUrl(url: string): ResponderUrl | undefined {
  if (url.length > LONGEST_URL) return undefined;
  const [, six, four, port = "80", path = "/"] =
    /^http:\/\/(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::(\d{1,5}))?(\/[!-~]*)?$/i.exec(url) ?? [];
  const host = six ?? four;
  const number = Number(port);
  if (host === undefined || number === 0 || number > 65_535) return undefined;
  return { host, port: number, path };
}
