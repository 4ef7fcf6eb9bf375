/**
 * Keys in other files than plain PEM: what the daemon makes of them at the start.
 */
import assert from "node:assert/strict";
import { makeCertificate, openssl } from "../../harness/certificates.ts";
import { prepare } from "../../harness/prepared.ts";
import { test } from "../../harness/requires.ts";
import { startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

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

/** The first half is the certificate's, in the same file; the second one's form is older. */
function encryptedPair(folder: string): string {
  const ec = makeCertificate(folder, { name: "ec" });
  const rsa = makeCertificate(folder, { name: "rsa", kind: "rsa" });
  const both = `${folder}/both.pem`;
  const encrypted = `${folder}/encrypted.key`;
  const under = (phrase: string) => ["-aes256", "-passout", `pass:${phrase}`];
  const key = openssl("pkey", "-in", ec.key, ...under("for EC"));
  Deno.writeTextFileSync(both, key + Deno.readTextFileSync(ec.certificate));
  openssl("rsa", "-traditional", "-in", rsa.key, ...under("for RSA"), "-out", encrypted);
  return `TLSECCertificateFile ${both}
    TLSRSACertificateFile ${rsa.certificate}
    TLSRSACertificateKeyFile ${encrypted}`;
}

/** A program in `folder` that runs `script`, as a setting. */
function providerOf(folder: string, script: string): string {
  const program = `${folder}/provider`;
  Deno.writeTextFileSync(program, `#!/bin/sh\n${script}\n`);
  Deno.chmodSync(program, 0o755);
  return `TLSPassPhraseProvider ${program}`;
}

test({
  name: "pass phrases come from TLSPassPhraseProvider, at the start and at HUP",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config: ({ folder, port }) =>
        `${providerOf(folder, `echo "$@" >> ${folder}/asked; echo "for $2"; echo more`)}
        TLSEngine on
        SpareSessions 0
        ${encryptedPair(folder)}
        <VirtualHost 127.0.0.2>
          ServerName "another one"
          Port ${port}
          TLSEngine on
          TLSPKCS12File ${makePkcs12(folder, "for PKCS12")}
        </VirtualHost>`,
    });
    const asked = () => Deno.readTextFileSync(`${server.folder}/asked`).trim().split("\n");
    const before = asked();
    const kinds = before.slice(-3).map((line) => line.replace(/^.*:/, ""));
    assert.deepEqual(kinds, [`${server.port} RSA`, `${server.port} EC`, `${server.port} PKCS12`]);
    assert.equal(before.at(-1), `another one:${server.port} PKCS12`);
    const subjectBy = (cipher: string) => {
      const at = ["-connect", `127.0.0.1:${server.port}`, "-tls1_2", "-cipher", cipher];
      return openssl("s_client", "-starttls", "ftp", ...at).match(/^subject=CN = (.*)$/m)?.[1];
    };
    assert.equal(subjectBy("ECDHE-RSA-AES256-GCM-SHA384"), "rsa");
    assert.equal(subjectBy("ECDHE-ECDSA-AES256-GCM-SHA384"), "ec");
    server.signal("SIGHUP");
    await waitFor(
      "all questions again",
      () => Promise.resolve(asked().length === before.length + 3),
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
    reason: /fatal: TLSPKCS12File: unable to use '.*server.p12': it has a pass phrase, and there/,
  },
  {
    name: "nobody knows the pass phrase of a key",
    setting: encryptedPair,
    reason: /fatal: TLSRSACertificateKeyFile: unable to use '.*encrypted.key': it has a pass phr/,
  },
  {
    name: "a pass phrase is wrong",
    setting: (folder) => `${encryptedPair(folder)}\n${providerOf(folder, "echo wrong")}`,
    reason:
      /fatal: TLSRSACertificateKeyFile: unable to use '.*encrypted.key': (?!it has|'.*provider)/,
  },
  {
    name: "the pass phrase of a PKCS#12 file is wrong",
    setting: (folder) =>
      `TLSPKCS12File ${makePkcs12(folder, "right")}\n${providerOf(folder, "echo wrong")}`,
    reason: /fatal: TLSPKCS12File: unable to use '.*server.p12': mac verify failure/,
  },
  {
    name: "the provider of pass phrases says nothing",
    setting: (folder) => `${encryptedPair(folder)}\n${providerOf(folder, "echo")}`,
    reason: /fatal: TLSRSACertificateKeyFile: .*: '.*provider' gives no pass phrase on line/,
  },
  {
    name: "the provider of pass phrases refuses",
    setting: (folder) => `${encryptedPair(folder)}\n${providerOf(folder, "echo x; exit 7")}`,
    reason: /fatal: TLSRSACertificateKeyFile: .*: '.*provider' gives no pass phrase: status 7/,
  },
  {
    name: "a pass phrase is longer than any",
    setting: (folder) =>
      `${encryptedPair(folder)}\n${providerOf(folder, "printf '%02000d' 1; echo")}`,
    reason: /fatal: TLSRSACertificateKeyFile: .*: '.*provider' says too much/,
  },
  {
    name: "the provider of pass phrases is no program",
    setting(folder) {
      const setting = providerOf(folder, "");
      Deno.writeTextFileSync(`${folder}/provider`, "#!/nowhere/sh\n");
      return `${encryptedPair(folder)}\n${setting}`;
    },
    reason: /fatal: TLSRSACertificateKeyFile: .*: unable to run '.*provider': No such file/,
  },
  {
    name: "the provider of pass phrases is missing",
    setting: (folder) =>
      `TLSPKCS12File ${makePkcs12(folder, "")}\nTLSPassPhraseProvider /nowhere/program`,
    reason: /fatal: TLSPassPhraseProvider: error checking '\/nowhere\/program': No such file/,
  },
  {
    name: "the provider of pass phrases is a folder",
    setting: (folder) => `TLSPKCS12File ${makePkcs12(folder, "")}\nTLSPassPhraseProvider ${folder}`,
    reason: /fatal: TLSPassPhraseProvider: unable to use '.*': Not a regular file/,
  },
  {
    name: "others can change the provider of pass phrases",
    setting(folder) {
      const setting = providerOf(folder, "echo x");
      Deno.chmodSync(`${folder}/provider`, 0o775);
      return `TLSPKCS12File ${makePkcs12(folder, "")}\n${setting}`;
    },
    reason: /fatal: TLSPassPhraseProvider: unable to use '.*': others than its user can change it/,
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
