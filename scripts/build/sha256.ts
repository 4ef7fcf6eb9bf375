/**
 * Content hashes.
 *
 * @module
 */

/** The first 32 hexadecimal digits of the SHA-256 of `parts`, one behind the other. */
export async function sha256(...parts: Uint8Array<ArrayBuffer>[]): Promise<string> {
  const all = await new Blob(parts).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return digest.toHex().slice(0, 32);
}
