/**
 * Keys agreed on beforehand, and changes of keys, beside the original.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../harness/certificates.ts";
import { OPENSSL_CLIENT_NEEDS, type Speech, talkByOpenSsl } from "../harness/openssl_client.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { type Place, startServer } from "../harness/server.ts";

const KEY = "90ab".repeat(20);

function config(place: Place): string {
  const path = `${place.folder}/it.key`;
  Deno.writeTextFileSync(path, `${KEY}\n`);
  Deno.chmodSync(path, 0o640);
  return `LoadModule mod_tls.c
    ${tlsDirectives(place)}
    TLSPreSharedKey client hex:${path}
    DefaultRoot ~`;
}

const TRANSFERS = [":data LIST", ":fresh LIST", "PWD"];

const visits: readonly { speech: Speech; steps: readonly string[]; hears: string }[] = [
  { speech: { version: "1.2", psk: ["client", KEY] }, steps: TRANSFERS, hears: "got 0" },
  {
    speech: { version: "1.2", psk: ["client", "00".repeat(20)] },
    steps: [],
    hears: "no handshake",
  },
  { speech: { version: "1.2", psk: ["nobody", KEY] }, steps: [], hears: "no handshake" },
  { speech: { version: "1.3", psk: ["client", KEY] }, steps: ["PWD", "SYST"], hears: "215 UNIX" },
  { speech: { version: "1.2" }, steps: ["NOOP", ":again 3", "NOOP"], hears: "refused" },
  { speech: { version: "1.3" }, steps: ["NOOP", ":update 40", "NOOP"], hears: "200 NOOP" },
];

test({
  name: "who has a key, and who asks for new ones, hears what the original says",
  needs: ["peer", "root", ...OPENSSL_CLIENT_NEEDS, "/usr/lib/proftpd/mod_tls.so"],
  async fn() {
    await using original = await startPeer({ config });
    await using own = await startServer({ config });
    const { name, password } = own.account();
    for (const { speech, steps, hears } of visits) {
      const all = [`USER ${name}`, `PASS ${password}`, "PROT P", ...steps];
      const [theirs, ours] = await Promise.all(
        [original, own].map((server) => talkByOpenSsl(server, speech, all)),
      );
      assert.deepEqual(ours, theirs);
      assert.ok(ours?.some((line) => line.startsWith(hears)), `${hears} in ${ours}`);
    }
  },
});
