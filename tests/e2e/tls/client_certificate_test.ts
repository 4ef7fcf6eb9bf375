/**
 * Certificates of clients: who is let in by one, who is not let in without one.
 */
import assert from "node:assert/strict";
import {
  type Certificate,
  makeCertificate,
  makeSignedCertificate,
  openssl,
  tlsDirectives,
} from "../../harness/certificates.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { run } from "../../harness/programs.ts";
import { prepare } from "../../harness/prepared.ts";
import { test } from "../../harness/requires.ts";
import { type Place, type Server, startServer } from "../../harness/server.ts";

const CLIENT = fromFileUrl(new URL("./client_certificate.py", import.meta.url));

const VERSIONS = ["TLSv1_2", "TLSv1_3"] as const;

/** What a client with `certificate` hears in answer to USER, PASS and PWD. */
async function visit(
  server: Server,
  certificate: Certificate | undefined,
  version: string,
  user = "alice",
): Promise<string[]> {
  const paths = certificate ? [certificate.certificate, certificate.key] : ["-", "-"];
  const { stdout, stderr } = await run("python3", [
    ...["-B", CLIENT, String(server.port), ...paths, user, "secret", version],
  ]);
  assert.equal(stderr, "");
  return stdout.trimEnd().split("\n");
}

/** The authority in `folder`, made anew or, after the server's start, as it is. */
function authority({ folder }: Place): Certificate {
  return { certificate: `${folder}/authority.crt`, key: `${folder}/authority.key` };
}

function verifying(verify: string, more = ""): (place: Place) => string {
  return (place) => {
    makeCertificate(place.folder, { name: "authority" });
    return `${tlsDirectives(place)}TLSCACertificateFile ${authority(place).certificate}
      TLSVerifyClient ${verify}\n${more.replaceAll("FOLDER", place.folder)}\n`;
  };
}

const IN = ["232 User alice logged in", "503 You are already logged in"];
const BY_PASSWORD = ["331 Password required for alice", "230 User alice logged in"];
const OUT = ["no connection"];
const PWD = /^257 /;

/** Compares what comes before the answer to PWD, and that one where there is any. */
function assertHeard(heard: readonly string[], expected: readonly string[], what: string): void {
  assert.deepEqual(heard.slice(0, expected.length), expected, what);
  if (expected.length > 1) assert.match(heard[expected.length] ?? "", PWD, what);
}

test({
  name: "who must show a certificate and has none, or one that nobody signed, has no connection",
  needs: ["openssl", "python3"],
  async fn() {
    await using server = await startServer({ config: verifying("on") });
    const signed = makeSignedCertificate(server.folder, authority(server.place), "alice");
    const own = makeCertificate(server.folder, { name: "own" });
    for (const version of VERSIONS) {
      assertHeard(await visit(server, undefined, version), OUT, `none, ${version}`);
      assertHeard(await visit(server, own, version), OUT, `self-signed, ${version}`);
      assertHeard(await visit(server, signed, version), BY_PASSWORD, `signed, ${version}`);
    }
    const log = await server.read("tls.log");
    assert.match(log, /client certificate failed verification: self-signed certificate/);
    assert.match(log, /Client: CN = alice/);
  },
});

test({
  name: "a certificate in the user's name is as good as a password, another one is not",
  needs: ["openssl", "python3"],
  async fn() {
    await using server = await startServer({
      config: verifying("optional", "TLSUserName CommonName"),
    });
    const sign = (name: string) =>
      makeSignedCertificate(server.folder, authority(server.place), name);
    const [alice, bob] = [sign("alice"), sign("bob")];
    for (const version of VERSIONS) {
      assertHeard(await visit(server, alice, version), IN, `hers, ${version}`);
      assertHeard(await visit(server, bob, version), BY_PASSWORD, `another's, ${version}`);
      assertHeard(await visit(server, undefined, version), BY_PASSWORD, `none, ${version}`);
    }
    const stranger = await visit(server, sign("mallory"), "TLSv1_3", "mallory");
    assert.deepEqual(stranger.slice(0, 1), ["530 Login incorrect."]);
    const log = await server.read("tls.log");
    assert.match(log, /TLSUserName 'CommonName' check successful for user 'alice'/);
    assert.match(log, /TLSUserName 'CommonName' check failed for user 'alice'/);
  },
});

test({
  name: "mail addresses and extensions of one's own name users, too",
  needs: ["openssl", "python3"],
  async fn() {
    for (
      const [part, right, wrong] of [
        ["EmailSubjAltName", "subjectAltName=email:alice", "subjectAltName=DNS:alice"],
        ["1.2.3.4.5", "1.2.3.4.5=ASN1:UTF8String:alice", "1.2.3.4.6=ASN1:UTF8String:alice"],
      ] as const
    ) {
      await using server = await startServer({
        config: verifying("optional", `TLSUserName ${part}`),
      });
      const sign = (name: string, extension: string) =>
        makeSignedCertificate(server.folder, authority(server.place), name, extension);
      assertHeard(await visit(server, sign("right", right), "TLSv1_3"), IN, part);
      assertHeard(await visit(server, sign("wrong", wrong), "TLSv1_3"), BY_PASSWORD, part);
    }
  },
});

test({
  name: "a revoked certificate is none",
  needs: ["openssl", "python3"],
  async fn() {
    const made: { alice?: Certificate; bob?: Certificate } = {};
    await using server = await startServer({
      config(place) {
        const config = verifying("on", "TLSCARevocationFile FOLDER/revoked.pem")(place);
        const { folder } = place;
        const signer = authority(place);
        made.alice = makeSignedCertificate(folder, signer, "alice");
        made.bob = makeSignedCertificate(folder, signer, "bob");
        revoke(folder, signer, made.bob);
        return config;
      },
    });
    for (const version of VERSIONS) {
      assertHeard(await visit(server, made.alice, version), BY_PASSWORD, `good, ${version}`);
      assertHeard(await visit(server, made.bob, version), OUT, `revoked, ${version}`);
    }
    assert.match(await server.read("tls.log"), /failed verification: certificate revoked/);
  },
});

/** Writes `revoked.pem`: the list of `signer` with one certificate on it. */
function revoke(folder: string, signer: Certificate, revoked: Certificate): void {
  Deno.writeTextFileSync(`${folder}/index.txt`, "");
  Deno.writeTextFileSync(
    `${folder}/ca.cnf`,
    `[ca]\ndefault_ca=own\n[own]\ndatabase=${folder}/index.txt\ndefault_md=sha256\n` +
      "default_crl_days=10\n",
  );
  const ca = ["ca", "-config", `${folder}/ca.cnf`, "-cert", signer.certificate];
  openssl(...ca, "-keyfile", signer.key, "-revoke", revoked.certificate);
  openssl(...ca, "-keyfile", signer.key, "-gencrl", "-out", `${folder}/revoked.pem`);
}

test({
  name: "a list of revoked certificates that is none is told at the start",
  needs: ["openssl"],
  async fn() {
    await using prepared = await prepare({
      config: verifying("on", "TLSCARevocationFile FOLDER/authority.crt"),
    });
    const { code, stderr } = await prepared.launch("-t");
    assert.equal(code, 1);
    assert.match(stderr, /TLSCARevocationFile: unable to use '.*authority.crt': no start line/);
  },
});

test({
  name: "a certificate has to be about the place that its client comes from",
  needs: ["openssl", "python3"],
  async fn() {
    const demand = "UseReverseDNS on\nTLSOptions ";
    for (const [verify, none] of [["on", OUT], ["optional", BY_PASSWORD]] as const) {
      await using server = await startServer({
        config: verifying(verify, `${demand} iPAddressRequired`),
      });
      const sign = (name: string, extension: string) =>
        makeSignedCertificate(server.folder, authority(server.place), name, extension);
      const here = sign("here", "subjectAltName=IP:127.0.0.1");
      const there = sign("there", "subjectAltName=IP:192.0.2.7");
      for (const version of VERSIONS) {
        assertHeard(await visit(server, here, version), BY_PASSWORD, `here, ${version}`);
        assertHeard(await visit(server, there, version), OUT, `there, ${version}`);
        assertHeard(await visit(server, undefined, version), none, `none, ${version}`);
      }
      const log = await server.read("tls.log");
      assert.match(log, /client cert iPAddress SAN matches client IP '127.0.0.1'/);
      assert.match(log, /client cert iPAddress SANs do not match client IP '127.0.0.1'/);
    }
    for (const [option, text] of [["CommonName", "CommonName"], ["dNSName", "dNSName SANs"]]) {
      await using server = await startServer({
        config: verifying("on", `${demand} ${option}Required`),
      });
      const signer = authority(server.place);
      const alien = makeSignedCertificate(server.folder, signer, "a.test", "subjectAltName=DNS:b");
      assertHeard(await visit(server, alien, "TLSv1_3"), OUT, `${option}`);
      assert.match(
        await server.read("tls.log"),
        new RegExp(`client cert ${text} do(es)? not match`),
      );
    }
  },
});

test({
  name: "what is demanded of certificates and has no effect is told by -t",
  needs: ["openssl"],
  async fn() {
    for (
      const [config, reason] of [
        [verifying("off", "TLSOptions CommonNameRequired"), "without TLSVerifyClient"],
        [
          verifying("on", "TLSOptions CommonNameRequired\nUseReverseDNS off"),
          "with 'UseReverseDNS off'",
        ],
      ] as const
    ) {
      await using prepared = await prepare({ config });
      const { code, stderr } = await prepared.launch("-t");
      assert.equal(code, 0, stderr);
      assert.ok(
        stderr.includes(`TLSOptions: TLSOption 'CommonNameRequired' has no effect ${reason} on`),
        stderr,
      );
    }
  },
});

test({
  name: "a server that is told to ask responders about its clients does not start",
  needs: ["openssl"],
  async fn() {
    for (const [verify, code] of [["on", 1], ["optional", 1], ["off", 0]] as const) {
      await using prepared = await prepare({
        config: verifying(verify, "TLSVerifyOrder ocsp crl"),
      });
      const outcome = await prepared.launch("-t");
      assert.equal(outcome.code, code, outcome.stderr);
      const said = /fatal: TLSVerifyOrder: certificates of clients cannot be verified by OCSP here/;
      assert.equal(said.test(outcome.stderr), code === 1, outcome.stderr);
    }
  },
});

/** Makes `FOLDER/hashed` with `files`, called by their hashes. */
function makeHashed(folder: string, ...files: string[]): void {
  Deno.mkdirSync(`${folder}/hashed`);
  for (const file of files) Deno.copyFileSync(file, `${folder}/hashed/${file.split("/").at(-1)}`);
  openssl("rehash", `${folder}/hashed`);
}

test({
  name: "authorities and lists of revoked certificates come from hashed directories",
  needs: ["openssl", "python3"],
  async fn() {
    const made: { alice?: Certificate; bob?: Certificate } = {};
    await using server = await startServer({
      config(place) {
        const { folder } = place;
        makeCertificate(folder, { name: "authority" });
        const signer = authority(place);
        made.alice = makeSignedCertificate(folder, signer, "alice");
        made.bob = makeSignedCertificate(folder, signer, "bob");
        revoke(folder, signer, made.bob);
        makeHashed(folder, signer.certificate, `${folder}/revoked.pem`);
        const config = `${tlsDirectives(place)}
          TLSCACertificatePath ${folder}/hashed
          TLSCARevocationPath ${folder}/hashed
          TLSVerifyClient on\n`;
        return config;
      },
    });
    // Sessions have what was read at the start.
    await Deno.remove(`${server.folder}/hashed`, { recursive: true });
    for (const version of VERSIONS) {
      assertHeard(await visit(server, made.alice, version), BY_PASSWORD, `good, ${version}`);
      assertHeard(await visit(server, made.bob, version), OUT, `revoked, ${version}`);
    }
    assert.match(await server.read("tls.log"), /failed verification: certificate revoked/);
  },
});

const AUTHORITIES = "TLSCACertificatePath FOLDER/hashed\n";
const LISTS = "TLSCARevocationPath FOLDER/hashed\n";

/** What is in a directory, which directive names it, and what `-t` says. */
const directories: readonly {
  readonly name: string;
  make(folder: string): void;
  readonly config: string;
  readonly said: RegExp;
  readonly code: number;
}[] = [
  {
    name: "there is none",
    make() {},
    config: AUTHORITIES,
    said: /fatal: TLSCACertificatePath: unable to read '.*hashed': No such file or directory on/,
    code: 1,
  },
  {
    name: "an authority is called by its own name",
    make: (folder) => {
      Deno.mkdirSync(`${folder}/hashed`);
      Deno.copyFileSync(`${folder}/authority.crt`, `${folder}/hashed/authority.crt`);
    },
    config: AUTHORITIES,
    said: /warning: TLSCACertificatePath: no file in '.*hashed' is called by its hash/,
    code: 0,
  },
  {
    name: "an authority is called by another's hash",
    make: (folder) => {
      Deno.mkdirSync(`${folder}/hashed`);
      Deno.copyFileSync(`${folder}/authority.crt`, `${folder}/hashed/00000000.0`);
    },
    config: AUTHORITIES,
    said: /warning: TLSCACertificatePath: '.*hashed\/00000000.0' is not called by its hash/,
    code: 0,
  },
  {
    name: "an authority is broken",
    make: (folder) => {
      Deno.mkdirSync(`${folder}/hashed`);
      Deno.writeTextFileSync(`${folder}/hashed/00000000.0`, "nothing of the kind\n");
    },
    config: AUTHORITIES,
    said: /fatal: TLSCACertificatePath: unable to use '.*hashed\/00000000.0': no start line/,
    code: 1,
  },
  {
    name: "a file is missing behind its hash",
    make: (folder) => {
      Deno.mkdirSync(`${folder}/hashed`);
      Deno.symlinkSync(`${folder}/nothing`, `${folder}/hashed/00000000.0`);
    },
    config: AUTHORITIES,
    said: /fatal: TLSCACertificatePath: unable to read '.*hashed\/00000000.0': No such file/,
    code: 1,
  },
  {
    name: "a file is none",
    make: (folder) => Deno.mkdirSync(`${folder}/hashed/00000000.0`, { recursive: true }),
    config: AUTHORITIES,
    said: /fatal: TLSCACertificatePath: unable to use '.*00000000.0': Not a regular file/,
    code: 1,
  },
  {
    name: "there is no list",
    make: (folder) => makeHashed(folder, `${folder}/authority.crt`),
    config: LISTS,
    said: /fatal: TLSCARevocationPath: no file in '.*hashed' is called by its hash/,
    code: 1,
  },
];

for (const { name, make, config, said, code } of directories) {
  test({
    name: `-t tells what is wrong with a hashed directory where ${name}`,
    needs: ["openssl"],
    async fn() {
      await using prepared = await prepare({
        config(place) {
          const text = verifying("on", config)(place);
          make(place.folder);
          return text;
        },
      });
      const outcome = await prepared.launch("-t");
      assert.match(outcome.stderr, said);
      assert.equal(outcome.code, code, outcome.stderr);
    },
  });
}
