/**
 * Which context the end of a handshake is about, where the client went over to another server first.
 */
import assert from "node:assert/strict";
import { checkConfiguration, Scope } from "../../../src/config/mod.ts";
import { pwrite } from "../../../src/libc/files.ts";
import { TlsContext } from "../../../src/libc/openssl/context.ts";
import { getrandom, writableMemoryFile } from "../../../src/libc/process.ts";
import { Resumption } from "../../../src/modules/tls/resumption.ts";
import { presentModules, vocabulary } from "../../../src/modules/vocabulary.ts";
import { TICKET_KEYS_SIZE, TicketKeyMaker } from "../../../src/resumption/mod.ts";
import type { Session } from "../../../src/session/session.ts";
import { filesOf, MAIN } from "../../config/support.ts";
import { test } from "../../harness/requires.ts";

/** A client of the main server, or of the virtual host, where clients show certificates. */
function sessionWith(server: number): Session {
  const text = `TLSSessionTickets on
    <VirtualHost 127.0.0.2>
      TLSVerifyClient on
    </VirtualHost>`;
  const { servers } = checkConfiguration(MAIN, filesOf({ [MAIN]: text }), {
    ...vocabulary,
    modules: presentModules,
    defines: new Set<string>(),
    env: () => undefined,
  });
  const [config, main] = [servers[server], servers[0]].map(({ section }) => new Scope([section]));
  return { config, main, materialOf: () => undefined } as unknown as Session;
}

test({
  name: "no context is spoken to that was given back when the client went over to another server",
  needs: ["openssl"],
  fn() {
    const keys = writableMemoryFile("keys");
    pwrite(keys, new Uint8Array(TICKET_KEYS_SIZE), 0);
    new TicketKeyMaker((bytes, offset) => void pwrite(keys, bytes, offset), getrandom)
      .follow({ age: 3600, count: 2 }, Date.now());
    const resumption = new Resumption({ keys, table: undefined }, assert.ifError);
    const [first, second] = [new TlsContext(), new TlsContext()];
    resumption.serve(first, sessionWith(0));
    first.free();
    Object.defineProperty(first, "handle", {
      get: () => assert.fail("it is no more"),
    });
    resumption.serve(second, sessionWith(1));
    resumption.settle({ isResumed: false, version: 0x0304 });
    second.free();
  },
});
