/**
 * `TLSServerInfoFile`: extensions of one's own in the hello of the server.
 */
import assert from "node:assert/strict";
import { makeCertificate, tlsDirectives } from "../../harness/certificates.ts";
import { prepare } from "../../harness/prepared.ts";
import { run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";

/** The extension number 4101 with the text `words`, for clients up to TLS 1.2. */
const FIRST =
  "-----BEGIN SERVERINFO FOR TEST-----\nEAUABXdvcmRz\n-----END SERVERINFO FOR TEST-----\n";

/** The number 4102, as it may be in the hellos of both (0x180). */
const SECOND =
  "-----BEGIN SERVERINFOV2 FOR X-----\nAAABgBAGAAV3b3Jkcw==\n-----END SERVERINFOV2 FOR X-----\n";

test({
  name: "clients that ask for an extension of a TLSServerInfoFile get it, with each certificate",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config: (place) => {
        Deno.writeTextFileSync(`${place.folder}/info`, `notes\n${FIRST}${SECOND}`);
        const { certificate, key } = makeCertificate(place.folder, { name: "rsa", kind: "rsa" });
        return `${tlsDirectives(place)}
          TLSRSACertificateFile ${certificate}
          TLSRSACertificateKeyFile ${key}
          TLSServerInfoFile ${place.folder}/info`;
      },
    });
    const place = ["-starttls", "ftp", "-connect", `127.0.0.1:${server.port}`];
    for (const kind of ["RSA", "ECDSA"]) {
      const { stdout } = await run("openssl", [
        ...["s_client", ...place, "-tls1_2", "-cipher", `ECDHE-${kind}-AES128-GCM-SHA256`],
        ...["-serverinfo", "4101,4102"],
      ], { input: "QUIT\r\n", deadline: 60_000 });
      assert.match(stdout, /FOR EXTENSION 4101-----\nEAUABXdvcmRz\n/, kind);
      assert.match(stdout, /FOR EXTENSION 4102-----\nEAYABXdvcmRz\n/, kind);
    }
  },
});

test({
  name: "a TLSServerInfoFile without an extension, or with a broken one, is told at the start",
  needs: ["openssl"],
  async fn() {
    for (
      const [text, problem] of [
        ["nothing", "no extension is in it"],
        [FIRST.replace("EAUABX", "EAUACX"), "an extension is broken"],
        [FIRST + FIRST, "extension 4101 is there twice, or OpenSSL's own"],
        [FIRST.replace("EAUABX", "E*UABX"), "an extension is no Base64 text"],
        [FIRST.replace("END SERVERINFO", "END"), "an extension has no end"],
      ]
    ) {
      await using prepared = await prepare({
        config: (place) => {
          Deno.writeTextFileSync(`${place.folder}/info`, text ?? "");
          return `${tlsDirectives(place)}TLSServerInfoFile ${place.folder}/info`;
        },
      });
      const { code, stderr } = await prepared.launch("-t");
      assert.equal(code, 1, problem);
      assert.match(stderr, new RegExp(`TLSServerInfoFile: unable to use '.*info': ${problem}`));
    }
  },
});
