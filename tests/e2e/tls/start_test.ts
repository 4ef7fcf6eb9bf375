/**
 * Certificates and keys at the start and at HUP: a server that cannot do what its configuration says
 * does not start, and says why.
 */
import assert from "node:assert/strict";
import { makeCertificate, openssl, tlsDirectives } from "../../harness/certificates.ts";
import { waitForLog } from "../../harness/eventually.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { run } from "../../harness/programs.ts";
import { prepare } from "../../harness/prepared.ts";
import { test } from "../../harness/requires.ts";
import { type Place, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

/** Writes down what it hears. */
const DIALOGUE = fromFileUrl(new URL("../../peer/tls/dialogue.py", import.meta.url));

/** What is wrong with a configuration, and what is said of it. */
interface Fault {
  readonly name: string;
  /** Directives besides `TLSEngine on`. */
  config(place: Place): string;
  readonly reason: RegExp;
}

/** A certificate and the key that belongs to it, with another one in place of either. */
function pair({ folder }: Place, part: { certificate?: string; key?: string } = {}): string {
  const own = { ...makeCertificate(folder), ...part };
  return `TLSECCertificateFile ${own.certificate}\nTLSECCertificateKeyFile ${own.key}\n`;
}

function written({ folder }: Place, text: string): string {
  const path = `${folder}/written.pem`;
  Deno.writeTextFileSync(path, text);
  return path;
}

const faults: readonly Fault[] = [
  {
    name: "there is no certificate",
    config: () => "",
    reason: /fatal: TLSEngine: no certificate is configured on line \d+ of/,
  },
  {
    name: "a certificate is missing",
    config: (place) => pair(place, { certificate: "/nowhere/server.crt" }),
    reason: /fatal: TLSECCertificateFile: unable to read '\/nowhere\/server.crt': No such file/,
  },
  {
    name: "a certificate has no end",
    config: (place) => pair(place, { certificate: "/dev/zero" }),
    reason: /fatal: TLSECCertificateFile: unable to read '\/dev\/zero': File too large/,
  },
  {
    name: "a certificate is none",
    config: (place) => pair(place, { certificate: written(place, "nothing of the kind\n") }),
    reason: /fatal: TLSECCertificateFile: unable to use '.*written.pem': no start line/,
  },
  {
    name: "a file of certificates is empty",
    config: (place) => pair(place, { certificate: written(place, "") }),
    reason: /fatal: TLSECCertificateFile: unable to use '.*written.pem': no start line/,
  },
  {
    name: "a key is another certificate's",
    config: (place) => pair(place, { key: makeCertificate(place.folder, { name: "other" }).key }),
    reason: /fatal: TLSECCertificateKeyFile: unable to use '.*other.key': key values mismatch/,
  },
  {
    name: "a chain is none",
    config: (place) => `${pair(place)}TLSCertificateChainFile ${written(place, "x")}`,
    reason: /fatal: TLSCertificateChainFile: unable to use '.*written.pem': no start line/,
  },
  {
    name: "no cipher is known",
    config: (place) => `${pair(place)}TLSCipherSuite FOO`,
    reason: /fatal: TLSCipherSuite: unable to use 'FOO:!EXPORT': no cipher match on line \d+ of/,
  },
  {
    name: "no cipher suite of TLS 1.3 is known",
    config: (place) => `${pair(place)}TLSCipherSuite TLSv1.3 FOO`,
    reason: /fatal: TLSCipherSuite: unable to use 'FOO': no cipher match on line \d+ of/,
  },
  {
    name: "a curve is not known",
    config: (place) => `${pair(place)}TLSECDHCurve nowhere`,
    reason: /fatal: TLSECDHCurve: unable to use 'nowhere': /,
  },
  {
    name: "who has to be protected is let in first",
    config: (place) => `${pair(place)}TLSRequired on\nTLSOptions AllowPerUser`,
    reason: /fatal: TLSRequired: cannot enforce both 'TLSRequired auth' and 'TLSOptions AllowPer/,
  },
];

for (const { name, config, reason } of faults) {
  test({
    name: `the server does not start where ${name}`,
    needs: ["openssl"],
    async fn() {
      await using place = await prepare({ config: (at) => `TLSEngine on\n${config(at)}` });
      for (const args of [["-t"], []]) {
        const { code, stderr } = await place.launch(...args);
        assert.match(stderr, reason);
        assert.equal(code, 1);
      }
    },
  });
}

test({
  name: "what is wrong with TLS is nobody's concern where it is off",
  needs: [],
  async fn() {
    await using place = await prepare({
      config: "TLSEngine off\nTLSRSACertificateFile /nowhere\nTLSCipherSuite FOO",
    });
    const { code, stderr } = await place.launch("-t");
    assert.equal(code, 0, stderr);
  },
});

test({
  name: "-t warns of a certificate that has expired and of a key for everybody",
  needs: ["openssl"],
  async fn() {
    await using place = await prepare({
      config({ folder }) {
        const { certificate, key } = makeCertificate(folder);
        const old = `${folder}/old.crt`;
        const request = `${folder}/request`;
        openssl("req", "-new", "-batch", "-key", key, "-subj", "/CN=old", "-out", request);
        const days = ["-days", "-1"];
        openssl("x509", "-req", "-in", request, "-signkey", key, ...days, "-out", old);
        assert.notEqual(certificate, old);
        return `TLSEngine on\nTLSRSACertificateFile ${old}\nTLSRSACertificateKeyFile ${key}`;
      },
    });
    const { code, stderr } = await place.launch("-t");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /warning: TLSRSACertificateFile: certificate '\/CN=old' in .* is expired/);
    assert.match(stderr, /warning: TLSRSACertificateFile: .*: expected RSA certificate, found EC/);
    assert.match(stderr, /warning: TLSRSACertificateKeyFile: private key .* by others than its/);
  },
});

/** The subject of the certificate that `port` shows a client who asks for TLS by AUTH. */
function subjectAt(port: number): string {
  const at = `127.0.0.1:${port}`;
  return openssl("s_client", "-starttls", "ftp", "-connect", at)
    .match(/^subject=(.*)$/m)?.[1]?.replaceAll(" ", "") ?? "none"; // newer versions print no blanks
}

test({
  name: "certificates are read at the start and at HUP, and a broken one stays out",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config: (place) => `${tlsDirectives(place)}\nSafeRestart on\nSpareSessions 0`,
    });
    const { folder, port } = server;
    assert.equal(subjectAt(port), "CN=server");
    const { certificate, key } = makeCertificate(folder, { name: "next" });
    Deno.copyFileSync(certificate, `${folder}/server.crt`);
    // The key is still the other one's: whoever read the files now would have neither.
    assert.equal(subjectAt(port), "CN=server");
    server.signal("SIGHUP");
    await waitForLog(server, /TLSECCertificateKeyFile: unable to use .*: key values mismatch/);
    assert.equal(subjectAt(port), "CN=server");
    Deno.copyFileSync(key, `${folder}/server.key`);
    server.signal("SIGHUP");
    await waitFor("the new certificate", () => Promise.resolve(subjectAt(port) === "CN=next"));
  },
});

test({
  name: "who asked for TLS is told another address by PASV",
  needs: ["python3", "openssl"],
  async fn() {
    await using server = await startServer({
      config: (place) =>
        `${tlsDirectives(place)}\nTLSMasqueradeAddress 192.0.2.7\nMasqueradeAddress 192.0.2.8`,
    });
    const { name, password } = server.account();
    await using plain = await server.login();
    await plain.expect("PASV", /^227 .*\(192,0,2,8,/);
    const steps = ["AUTH TLS", ":tls", ":login", "PASV", "QUIT"];
    const args = ["-B", DIALOGUE, "127.0.0.1", String(server.port), name, password, ...steps];
    const { stdout } = await run("python3", args);
    assert.match(stdout, /^< 227 .*\(192,0,2,7,/m);
  },
});

test({
  name: "a client who never comes to a handshake is sent away",
  needs: ["openssl"],
  async fn() {
    await using server = await startServer({
      config: (place) => `${tlsDirectives(place)}\nTLSTimeoutHandshake 1`,
    });
    await using client = await server.connect();
    await client.expect("AUTH TLS", 234);
    await client.expectReply("421 TLS handshake failed");
    assert.equal(await client.closed(), "");
  },
});
