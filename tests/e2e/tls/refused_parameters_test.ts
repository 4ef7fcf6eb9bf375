/**
 * What a server with no setting but its certificate does not agree to, asked by openssl(1).
 */
import assert from "node:assert/strict";
import {
  makeCertificate,
  makeSignedCertificate,
  tlsDirectives,
} from "../../harness/certificates.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
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

test({
  name: "ciphers that no library offers any more, compression and heartbeats are refused",
  needs: ["python3", "openssl"],
  async fn() {
    await using server = await startServer({ config: tlsDirectives });
    const script = fromFileUrl(new URL("./hello.py", import.meta.url));
    const { code, stdout, stderr } = await run("python3", [
      "-B",
      script,
      "127.0.0.1",
      `${server.port}`,
    ], {
      deadline: 120_000,
    });
    assert.equal(code, 0, stderr);
    const lines = stdout.trim().split("\n").map((line) => line.split(": "));
    const { good, compression, heartbeat, ...others } = Object.fromEntries(lines);
    // Neither a method of compression nor the extension 15 is agreed to.
    assert.match(good ?? "", /^hello 0303 c0\w\w 00 /);
    assert.equal(compression, good);
    assert.equal(heartbeat, good);
    // 40 handshake_failure; 70 protocol_version.
    assert.deepEqual(others, {
      "SSL 3": "alert 40",
      "TLS 1.1": "alert 70",
      "NULL": "alert 40",
      "anonymous": "alert 40",
      "export": "alert 40",
      "DES": "alert 40",
      "3DES": "alert 40",
      "RC4": "alert 40",
      "IDEA and SEED": "alert 40",
    });
  },
});

test({
  name: "a chain is sent in its order, the server's own certificate first and the root not at all",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) => {
        const root = makeCertificate(folder, { name: "root" });
        const between = makeSignedCertificate(
          folder,
          root,
          "between",
          "basicConstraints = critical, CA:TRUE",
        );
        const { certificate, key } = makeSignedCertificate(folder, between, "own");
        return `
          TLSEngine on
          TLSECCertificateFile ${certificate}
          TLSECCertificateKeyFile ${key}
          TLSCertificateChainFile ${between.certificate}`;
      },
    });
    const trusted = ["-CAfile", `${server.folder}/root.crt`, "-verify_return_error"];
    const said = await shakeHands(server.port, ["-showcerts", ...trusted]);
    assert.match(said, /^Verify return code: 0 \(ok\)$/m, said);
    const subjects = [...said.matchAll(/^ *\d+ s:CN = (\w+)$/gm)].map(([, name]) => name);
    assert.deepEqual(subjects, ["own", "between"]);
  },
});
