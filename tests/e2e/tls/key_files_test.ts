/**
 * Keys in other files than plain PEM: what the daemon makes of them at the start.
 */
import assert from "node:assert/strict";
import { makeCertificate, openssl } from "../../harness/certificates.ts";
import { prepare } from "../../harness/prepared.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";

/** A PKCS#12 file in `folder` under `phrase`: `/CN=leaf`, signed by `/CN=middle`, that by `/CN=top`. */
function makePkcs12(folder: string, phrase: string): string {
  const signed = ["middle", "leaf"];
  makeCertificate(folder, { name: "top" });
  signed.forEach((name, i) => {
    const signer = `${folder}/${i === 0 ? "top" : "middle"}`;
    const { certificate, key } = makeCertificate(folder, { name });
    const request = `${folder}/request`;
    openssl("req", "-new", "-batch", "-key", key, "-subj", `/CN=${name}`, "-out", request);
    const by = ["-CA", `${signer}.crt`, "-CAkey", `${signer}.key`, "-set_serial", `${i + 2}`];
    openssl("x509", "-req", "-in", request, ...by, "-days", "10", "-out", certificate);
  });
  const chain = `${folder}/chain.pem`;
  const read = (name: string) => Deno.readTextFileSync(`${folder}/${name}.crt`);
  Deno.writeTextFileSync(chain, read("middle") + read("top"));
  const file = `${folder}/server.p12`;
  const leaf = ["-in", `${folder}/leaf.crt`, "-inkey", `${folder}/leaf.key`, "-certfile", chain];
  openssl("pkcs12", "-export", ...leaf, "-passout", `pass:${phrase}`, "-out", file);
  Deno.chmodSync(file, 0o644);
  return file;
}

/** The subjects of the certificates that `port` shows by `protocol`, the server's own first. */
function subjectsAt(port: number, protocol: string): string[] {
  const options = ["-starttls", "ftp", "-connect", `127.0.0.1:${port}`, `-${protocol}`];
  const said = openssl("s_client", "-showcerts", ...options);
  return [...said.matchAll(/^ *\d+ s:CN = (.*)$/gm)].map(([, subject]) => subject);
}

test({
  name: "certificate, chain and key come from a file of TLSPKCS12File",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) => `TLSEngine on\nTLSPKCS12File ${makePkcs12(folder, "")}`,
    });
    for (const protocol of ["tls1_2", "tls1_3"]) {
      assert.deepEqual(subjectsAt(server.port, protocol), ["leaf", "middle", "top"]);
    }
  },
});

test({
  name: "a certificate file counts before a PKCS#12 file with the same kind of key",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config({ folder }) {
        const { certificate, key } = makeCertificate(folder, { name: "own" });
        return `TLSEngine on
          TLSECCertificateFile ${certificate}
          TLSECCertificateKeyFile ${key}
          TLSPKCS12File ${makePkcs12(folder, "")}`;
      },
    });
    assert.deepEqual(subjectsAt(server.port, "tls1_2"), ["own"]);
  },
});

test({
  name: "certificates of a PKCS#12 file and of a file for another kind of key are both there",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config({ folder }) {
        const { certificate, key } = makeCertificate(folder, { name: "own", kind: "rsa" });
        return `TLSEngine on
          TLSRSACertificateFile ${certificate}
          TLSRSACertificateKeyFile ${key}
          TLSPKCS12File ${makePkcs12(folder, "")}`;
      },
    });
    const subjectBy = (cipher: string) => {
      const at = ["-connect", `127.0.0.1:${server.port}`, "-tls1_2", "-cipher", cipher];
      return openssl("s_client", "-starttls", "ftp", ...at).match(/^subject=CN = (.*)$/m)?.[1];
    };
    assert.equal(subjectBy("ECDHE-RSA-AES256-GCM-SHA384"), "own");
    assert.equal(subjectBy("ECDHE-ECDSA-AES256-GCM-SHA384"), "leaf");
  },
});

test({
  name: "-t warns of a PKCS#12 file for everybody",
  needs: ["openssl"],
  async fn() {
    await using place = await prepare({
      config: ({ folder }) => `TLSEngine on\nTLSPKCS12File ${makePkcs12(folder, "")}`,
    });
    const { code, stderr } = await place.launch("-t");
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /warning: TLSPKCS12File: private key '.*server.p12' can be read by others/,
    );
  },
});

const faults: readonly {
  readonly name: string;
  readonly setting: (folder: string) => string;
  readonly reason: RegExp;
}[] = [
  {
    name: "a PKCS#12 file is missing",
    setting: () => "TLSPKCS12File /nowhere/server.p12",
    reason: /fatal: TLSPKCS12File: unable to read '\/nowhere\/server.p12': No such file/,
  },
  {
    name: "a PKCS#12 file is none",
    setting: (folder) => `TLSPKCS12File ${makeCertificate(folder).certificate}`,
    reason: /fatal: TLSPKCS12File: unable to use '.*server.crt': .*wrong tag/,
  },
  {
    name: "nobody knows the pass phrase of a PKCS#12 file",
    setting: (folder) => `TLSPKCS12File ${makePkcs12(folder, "open sesame")}`,
    reason: /fatal: TLSPKCS12File: unable to use '.*server.p12': it has a pass phrase, and /,
  },
];

for (const { name, setting, reason } of faults) {
  test({
    name: `the server does not start where ${name}`,
    needs: ["openssl"],
    async fn() {
      await using place = await prepare({
        config: ({ folder }) => `TLSEngine on\n${setting(folder)}`,
      });
      const { code, stderr } = await place.launch("-t");
      assert.match(stderr, reason);
      assert.equal(code, 1);
    },
  });
}
