/**
 * `TLSDHParamFile`: parameters of Diffie-Hellman of one's own, and no questions to whoever sits at the
 * terminal.
 */
import assert from "node:assert/strict";
import { makeCertificate, openssl, tlsDirectives } from "../../harness/certificates.ts";
import { prepare } from "../../harness/prepared.ts";
import { PROFTPD, run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { type Place, startServer } from "../../harness/server.ts";
import { Terminal } from "../../harness/terminal.ts";
import { within } from "../../harness/wait_for.ts";

/** A block of PEM under a pass phrase (RFC 1421 section 4.6.1.1), whatever is in it. */
function encrypted(label: string): string {
  return `-----BEGIN ${label}-----\nProc-Type: 4,ENCRYPTED\n` +
    `DEK-Info: AES-256-CBC,${"00".repeat(16)}\n\n${"A".repeat(64)}\n-----END ${label}-----\n`;
}

function write({ folder }: Place, text: string): string {
  const path = `${folder}/file.pem`;
  Deno.writeTextFileSync(path, text);
  return path;
}

/** Other parameters than OpenSSL would choose for the keys of the test (RFC 7919 section A.2). */
const parameters = () =>
  openssl("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe3072");

test({
  name: "the parameters of a TLSDHParamFile are used, whatever else is in it",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config(place) {
        const { certificate, key } = makeCertificate(place.folder, { name: "rsa", kind: "rsa" });
        const text = `notes\n${Deno.readTextFileSync(certificate)}` +
          `${encrypted("RSA PRIVATE KEY")}${parameters()}`;
        return `${tlsDirectives(place)}TLSDHParamFile ${write(place, text)}
          TLSRSACertificateFile ${certificate}
          TLSRSACertificateKeyFile ${key}`;
      },
    });
    const place = ["-starttls", "ftp", "-connect", `127.0.0.1:${server.port}`];
    const { stdout } = await run("openssl", [
      ...["s_client", ...place, "-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"],
    ], { input: "QUIT\r\n", deadline: 60_000 });
    assert.match(stdout, /^Server Temp Key: DH, 3072 bits$/m);
  },
});

/** Files that OpenSSL would like to have a pass phrase for, and what is said of them. */
const asking = [
  ["TLSDHParamFile", "DH PARAMETERS", /the parameters have a pass phrase/],
  ["TLSDHParamFile", "X9.42 DH PARAMETERS", /the parameters have a pass phrase/],
  ["TLSDHParamFile", "PRIVATE KEY", /no parameters of Diffie-Hellman are in it/],
  ["TLSCertificateChainFile", "CERTIFICATE", /bad/],
  ["TLSCACertificateFile", "CERTIFICATE", /bad/],
  ["TLSCARevocationFile", "X509 CRL", /bad/],
] as const;

for (const [directive, label, problem] of asking) {
  test({
    name: `nobody is asked at a terminal for the pass phrase of a ${directive} with ${label}`,
    needs: ["openssl"],
    async fn() {
      await using prepared = await prepare({
        config: (place) =>
          `${tlsDirectives(place)}TLSVerifyClient optional\n` +
          `${directive} ${write(place, encrypted(label))}`,
      });
      using terminal = new Terminal(24, 200);
      const child = terminal.start(PROFTPD, ["-t", "-c", prepared.config]);
      try {
        const { code } = await within("the check", child.status);
        assert.equal(code, 1, terminal.output);
      } catch (error) {
        terminal.type("\n\n\n");
        await child.status;
        throw error;
      }
      assert.match(terminal.output, new RegExp(`fatal: ${directive}: unable to use '.*'`));
      assert.match(terminal.output, problem);
      assert.doesNotMatch(terminal.output, /Enter|PEM pass/);
    },
  });
}
