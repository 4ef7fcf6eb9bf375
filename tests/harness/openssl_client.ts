/**
 * A client that asks OpenSSL for what other clients never do; see openssl_client.py beside the tests
 * that are about TLS.
 *
 * @module
 */
import { fromFileUrl } from "./file_url.ts";
import { run } from "./programs.ts";
import type { Server } from "./server.ts";

const CLIENT = fromFileUrl(new URL("../e2e/tls/openssl_client.py", import.meta.url));

/** What a test that calls `talkByOpenSsl` needs. */
export const OPENSSL_CLIENT_NEEDS = ["openssl", "python3"] as const;

/** How the client speaks TLS. */
export interface Speech {
  readonly version: "1.2" | "1.3";
  /** A name and the key for it in hex digits: then no certificate will do. */
  readonly psk?: readonly [identity: string, key: string];
}

/** What the client prints, line by line: last lines of replies, without the ports of PASV. */
export async function talkByOpenSsl(
  server: Server,
  { version, psk = ["-", "-"] }: Speech,
  steps: readonly string[],
): Promise<string[]> {
  const { stdout, stderr } = await run("python3", [
    ...["-B", CLIENT, String(server.port), version, ...psk, ...steps],
  ]);
  if (stderr !== "") throw new Error(stdout + stderr);
  return stdout.trimEnd().split("\n")
    .map((line) => line.replace(/^(227 .*\().*\)/, "$1<address>)"));
}
