/**
 * `TLSPreSharedKey`: keys that clients have instead of trust in a certificate.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { testInBothManners } from "../../harness/manners.ts";
import { OPENSSL_CLIENT_NEEDS, talkByOpenSsl } from "../../harness/openssl_client.ts";
import { prepare } from "../../harness/prepared.ts";
import { test } from "../../harness/requires.ts";
import { writeSecret } from "../../harness/secret_file.ts";
import type { Place } from "../../harness/server.ts";

const KEY = "00ff".repeat(20);
const OTHER = "12ab".repeat(8);

function keep(place: Place, name: string, text: string, mode?: number): string {
  return `hex:${writeSecret(place, `${name}.key`, text, mode)}`;
}

testInBothManners({
  name:
    "who has the key for a name needs no certificate, and data connections go on with the session",
  needs: [...OPENSSL_CLIENT_NEEDS],
  config: (place) =>
    `${tlsDirectives(place)}
      TLSPreSharedKey client ${keep(place, "first", `${KEY}\nnotes\n`)}
      TLSPreSharedKey client ${keep(place, "second", OTHER)}
      TLSPreSharedKey other ${keep(place, "other", OTHER.toUpperCase())}`,
  async fn(server) {
    const { name, password, home, uid, gid } = server.account();
    Deno.writeTextFileSync(`${home}/f`, "six of\n");
    if (Deno.uid() === 0) Deno.chownSync(`${home}/f`, uid, gid);
    const steps = [
      ...[`USER ${name}`, `PASS ${password}`, "TYPE I", "PROT P"],
      ...[":data RETR f", ":fresh RETR f", ":data RETR f", "NOOP"],
    ];
    for (const version of ["1.2", "1.3"] as const) {
      const heard = await talkByOpenSsl(server, { version, psk: ["client", KEY] }, steps);
      const transfers = heard.filter((line) => /^(226|425|got)/.test(line));
      assert.deepEqual(transfers, [
        ...["got 7", "226 Transfer complete"],
        // Whoever has the key as well is not the one who asked for the data.
        ...["got 0", "425 Unable to build data connection: Operation not permitted"],
        ...["got 7", "226 Transfer complete"],
      ], version);
      assert.equal(heard.at(-1), "200 NOOP command successful");
      for (const psk of [["client", OTHER], ["nobody", KEY]] as const) {
        const refused = await talkByOpenSsl(server, { version, psk }, ["NOOP"]);
        const isStranger = psk[0] === "nobody" && version === "1.3";
        // Under TLS 1.3 who is not known may go by the certificate.
        const expected = isStranger ? "200 NOOP command successful" : "no handshake";
        assert.deepEqual(refused, [expected], `${psk} ${version}`);
      }
      const other = await talkByOpenSsl(server, { version, psk: ["other", OTHER] }, ["NOOP"]);
      assert.deepEqual(other, ["200 NOOP command successful"]);
      assert.deepEqual(await talkByOpenSsl(server, { version }, ["NOOP"]), other, "certificate");
    }
    const log = await server.read("tls.log");
    assert.match(log, /PSK identity 'nobody' not configured, providing random fake PSK/);
    assert.match(log, /TLSv1\.2 connection accepted, using cipher \S*PSK-/);
  },
});

test({
  name: "a key that is not secret, or none at all, is told at the start",
  needs: ["openssl"],
  async fn() {
    for (
      const [text, mode, problem] of [
        [KEY, 0o644, "can be read or written by everybody"],
        [KEY, 0o642, "can be read or written by everybody"],
        [KEY.slice(0, 18), 0o600, "has less than 20 digits"],
        ["ab".repeat(513), 0o600, "has more than 1024 digits"],
        [KEY.slice(1), 0o600, "is not an even number of hex digits"],
        [`xy${KEY}`, 0o600, "is not an even number of hex digits"],
        [`\n${KEY}`, 0o600, "has less than 20 digits"],
      ] as const
    ) {
      await using prepared = await prepare({
        config: (place) =>
          `${tlsDirectives(place)}TLSPreSharedKey client ${keep(place, "it", text, mode)}`,
      });
      const { code, stderr } = await prepared.launch("-t");
      assert.equal(code, 1, problem);
      assert.match(stderr, new RegExp(`TLSPreSharedKey: .*it\\.key' ${problem}`));
    }
    await using prepared = await prepare({
      config: (place) => `${tlsDirectives(place)}TLSPreSharedKey client hex:${place.folder}/gone`,
    });
    const { code, stderr } = await prepared.launch("-t");
    assert.equal(code, 1);
    assert.match(stderr, /TLSPreSharedKey: unable to read '\/.*gone': No such file or directory/);
  },
});
