/**
 * Both ends of a TLS connection in this process.
 *
 * @module
 */
import assert from "node:assert/strict";
import { close } from "../../src/libc/files.ts";
import { type Protocol, TlsContext } from "../../src/libc/openssl/context.ts";
import { TlsStream } from "../../src/libc/openssl/stream.ts";
import { socketpair } from "../../src/libc/sockets.ts";
import { makeCertificate } from "../harness/certificates.ts";
import type { TempDir } from "../harness/temp_dir.ts";

/** Both ends. */
export interface Pair extends Disposable {
  readonly server: TlsStream;
  readonly client: TlsStream;
  /** Closes the client's socket without a word. */
  cut(): void;
}

/** A context for servers with a certificate in `folder`, and one for clients. */
export function contexts(folder: TempDir, protocol: Protocol): [TlsContext, TlsContext] {
  const { certificate, key } = makeCertificate(folder.path);
  const [server, client] = [new TlsContext(), new TlsContext()];
  for (const context of [server, client]) {
    context.allow(new Set([protocol]));
    context.set({
      ownPreference: true,
      clientRenegotiation: false,
      tickets: false,
      noEmptyFragments: false,
    });
  }
  server.useCertificate(Deno.readTextFileSync(certificate));
  server.useKey(Deno.readTextFileSync(key));
  server.resume("test", 60, true);
  server.speak("ftp");
  return [server, client];
}

/** Connects both, until the handshake is done. */
export function connected(server: TlsContext, client: TlsContext): Pair {
  const [here, there] = socketpair();
  let isCut = false;
  const cut = () => {
    if (!isCut) close(there);
    isCut = true;
  };
  const pair = {
    server: new TlsStream(server, here),
    client: new TlsStream(client, there, "client"),
    cut,
    [Symbol.dispose]() {
      pair.server.free();
      pair.client.free();
      close(here);
      cut();
    },
  };
  finishHandshake(pair.client, pair.server);
  return pair;
}

/** Goes on at both ends in turn until the handshake is done. */
export function finishHandshake(client: TlsStream, server: TlsStream): void {
  const steps = [client, server];
  for (let turn = 0; steps.length > 0; turn++) {
    assert(turn < 20, "a handshake has an end");
    const stream = steps.shift();
    if (stream?.handshake() !== undefined) steps.push(stream);
  }
}
