/**
 * What a server with no setting but its certificate does not agree to, asked by openssl(1).
 */
import assert from "node:assert/strict";
import { makeCertificate, tlsDirectives } from "../../harness/certificates.ts";
import { run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";

/** What openssl(1) prints of a handshake by AUTH TLS. */
async function shakeHands(port: number, args: readonly string[]): Promise<string> {
  const place = ["-starttls", "ftp", "-connect", `127.0.0.1:${port}`];
  const finished = await run("openssl", ["s_client", "-ign_eof", ...place, ...args], {
    input: "QUIT\r\n",
    deadline: 60_000,
  });
  return finished.stdout + finished.stderr;
}

const PROTOCOL = /^ *(?:New|Reused), (\S+), Cipher is (\S+)$/m;

/** Asked for by clients that set no limits themselves (security level 0). */
const refused = [
  ["TLS 1.0", ["-tls1", "-cipher", "ALL:@SECLEVEL=0"]],
  ["TLS 1.1", ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]],
  ["no encryption", ["-tls1_2", "-cipher", "eNULL:@SECLEVEL=0"]],
  ["no certificate", ["-tls1_2", "-cipher", "aNULL:@SECLEVEL=0"]],
  ["keys of a password", ["-tls1_2", "-cipher", "PSK:@SECLEVEL=0", "-psk", "00"]],
  ["signatures by SHA-1", [
    "-tls1_2",
    "-cipher",
    "DEFAULT:@SECLEVEL=0",
    "-sigalgs",
    "ECDSA+SHA1:RSA+SHA1",
  ]],
  ["a small curve", ["-tls1_2", "-curves", "secp192r1", "-cipher", "ECDHE:@SECLEVEL=0"]],
] as const;

test({
  name: "old versions, weak ciphers and compression are refused",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config: (place) => {
        const { certificate, key } = makeCertificate(place.folder, { name: "rsa", kind: "rsa" });
        return `${tlsDirectives(place)}
          TLSRSACertificateFile ${certificate}
          TLSRSACertificateKeyFile ${key}`;
      },
    });
    for (const [what, args] of refused) {
      const said = await shakeHands(server.port, args);
      assert.equal(PROTOCOL.exec(said)?.[2], "(NONE)", `${what}:\n${said}`);
      // The refusal is the server's, not openssl's own.
      assert.match(said, /alert/, what);
    }
    for (const [flag, version] of [["-tls1_2", "TLSv1.2"], ["-tls1_3", "TLSv1.3"]]) {
      const said = await shakeHands(server.port, [flag, "-comp"]);
      assert.equal(PROTOCOL.exec(said)?.[1], version, said);
      assert.match(said, /^Compression: NONE$/m);
    }
  },
});
