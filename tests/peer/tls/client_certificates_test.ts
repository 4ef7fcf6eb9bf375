/**
 * Certificates of clients compared with the original: who gets in, and what the TLSLog says of it.
 */
import assert from "node:assert/strict";
import { makeCertificate, makeSignedCertificate, openssl } from "../../harness/certificates.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { startPeer } from "../../harness/peer.ts";
import { run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { type Place, type Server, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

const CLIENT = fromFileUrl(new URL("../../e2e/tls/client_certificate.py", import.meta.url));

const VERSIONS = ["TLSv1_2", "TLSv1_3"];

/** Certificates of clients, by the names of their files, with extensions. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  "localhost": "",
  "LocalHost": "",
  "other": "",
  "dns": "subjectAltName=DNS:other,DNS:LOCALHOST",
  "pattern": "subjectAltName=DNS:*,DNS:local*",
  "address": "subjectAltName=IP:192.0.2.7,IP:127.0.0.1",
  "mapped": "subjectAltName=IP:::ffff:127.0.0.1",
  "elsewhere": "subjectAltName=IP:192.0.2.7",
  "name": "subjectAltName=DNS:127.0.0.1",
};

interface Case {
  readonly name: string;
  readonly config: string;
  /** Who comes; "-" has no certificate, `stranger` one that nobody has signed. */
  readonly clients: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "CommonNameRequired",
    config: "TLSVerifyClient on\nTLSOptions CommonNameRequired",
    clients: ["localhost", "LocalHost", "other", "dns", "-"],
  },
  {
    name: "dNSNameRequired",
    config: "TLSVerifyClient on\nTLSOptions dNSNameRequired",
    clients: ["dns", "pattern", "localhost", "address", "-"],
  },
  {
    name: "iPAddressRequired",
    config: "TLSVerifyClient on\nTLSOptions iPAddressRequired",
    clients: ["address", "mapped", "elsewhere", "name", "localhost", "-"],
  },
  {
    name: "all that can be required",
    config: "TLSVerifyClient on\nTLSOptions CommonNameRequired dNSNameRequired iPAddressRequired",
    clients: ["dns", "address", "localhost"],
  },
  {
    name: "names that are required without UseReverseDNS",
    config: "UseReverseDNS off\nTLSVerifyClient on\n" +
      "TLSOptions CommonNameRequired dNSNameRequired iPAddressRequired",
    clients: ["address", "elsewhere", "localhost"],
  },
  {
    name: "what is required and not asked for",
    config: "TLSOptions CommonNameRequired dNSNameRequired iPAddressRequired",
    clients: ["address", "-"],
  },
  {
    name: "authorities in a hashed directory",
    config: "TLSVerifyClient on\nTLSCACertificatePath FOLDER/hashed",
    clients: ["localhost", "stranger", "-"],
  },
  {
    name: "authorities in a directory without hashes",
    config: "TLSVerifyClient on\nTLSCACertificatePath FOLDER/unhashed",
    clients: ["localhost", "-"],
  },
];

/** Makes the certificates, and the configuration of `text`. */
function configuration({ folder }: Place, text: string): string {
  const signer = makeCertificate(folder, { name: "authority" });
  const own = makeCertificate(folder);
  for (const [name, extensions] of Object.entries(CERTIFICATES)) {
    makeSignedCertificate(folder, signer, name, extensions);
  }
  makeCertificate(folder, { name: "stranger" });
  for (const directory of ["hashed", "unhashed"]) {
    Deno.mkdirSync(`${folder}/${directory}`);
    Deno.copyFileSync(signer.certificate, `${folder}/${directory}/authority.crt`);
  }
  openssl("rehash", `${folder}/hashed`);
  const authorities = /TLSCACertificatePath/.test(text)
    ? ""
    : `TLSCACertificateFile ${signer.certificate}`;
  return `LoadModule mod_tls.c
    LangEngine off
    UseReverseDNS on
    TLSEngine on
    TLSLog ${folder}/tls.log
    TLSECCertificateFile ${own.certificate}
    TLSECCertificateKeyFile ${own.key}
    ${authorities}
    ${text.replaceAll("FOLDER", folder)}\n`;
}

/** Lines that only one of them writes, or that the original writes while it crashes. */
const ASIDE = /secure renegotiations|error: |panic:|unexpected OpenSSL|TLSOption NoCertRequest/;

/** The last line about a handshake. */
const END = /negotiation failed|connection accepted/;

const EARLY = /^reverse DNS off/;

/** What each client hears, and what the TLSLog says of it. */
async function visits(server: Server, clients: readonly string[]): Promise<string[]> {
  const { folder, port } = server;
  const { name, password } = server.account();
  const heard: string[] = [];
  for (const client of clients) {
    const files = client === "-"
      ? ["-", "-"]
      : [`${folder}/${client}.crt`, `${folder}/${client}.key`];
    for (const version of VERSIONS) {
      const before = (await log(server)).length;
      const args = ["-B", CLIENT, String(port), ...files, name, password, version];
      const { stdout } = await run("python3", args);
      heard.push(`== ${client}, ${version}`, ...stdout.trimEnd().split("\n"));
      const said = await waitFor("the end of a handshake in the TLSLog", async () => {
        const lines = (await log(server)).slice(before);
        return lines.some((line) => END.test(line)) ? lines : undefined;
      });
      const told = said.filter((line) => !ASIDE.test(line));
      // The original writes these before the handshake.
      heard.push(...told.filter((line) => EARLY.test(line)));
      heard.push(...told.filter((line) => !EARLY.test(line)));
    }
  }
  return heard.map((line) => line.replaceAll(folder, "<folder>"));
}

async function log(server: Server): Promise<string[]> {
  const text = await server.read("tls.log").catch(() => "");
  // Without what is different in any event: when, and by which process.
  return text.split("\n").filter((line) => /^\S+ \S+ mod_tls/.test(line))
    .map((line) => line.replace(/^.*?\]: /, ""));
}

for (const { name, config, clients } of cases) {
  test({
    name:
      `${name}: who gets in by which certificate, and what the TLSLog says, is as in the original`,
    needs: ["peer", "root", "python3", "openssl", "/usr/lib/proftpd/mod_tls.so"],
    async fn() {
      const options = { config: (place: Place) => configuration(place, config) };
      await using original = await startPeer(options);
      await using own = await startServer(options);
      const [theirs, ours] = await Promise.all(
        [original, own].map((server) => visits(server, clients)),
      );
      assert.deepEqual(ours, theirs);
    },
  });
}
