/**
 * Certificates for a test, made by openssl(1) on the spot.
 *
 * @module
 */
import type { Place } from "./server.ts";

/** What a certificate is like. */
export interface CertificateOptions {
  /** The files' name, without `.crt` and `.key`. */
  readonly name?: string;
  readonly kind?: "rsa" | "ec";
  /** Days from now until it expires. */
  readonly days?: number;
}

/** A certificate for `localhost` that nobody has signed, and its key. */
export interface Certificate {
  /** Paths of PEM files that everybody may read: servers of tests have all kinds of users. */
  readonly certificate: string;
  readonly key: string;
}

/** Makes one in `folder`. Throws when openssl(1) fails. */
export function makeCertificate(
  folder: string,
  { name = "server", kind = "ec", days = 10 }: CertificateOptions = {},
): Certificate {
  const [certificate, key] = [`${folder}/${name}.crt`, `${folder}/${name}.key`];
  const kinds = {
    rsa: ["-newkey", "rsa:2048"],
    ec: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
  };
  openssl(
    ...["req", "-x509", "-batch", "-nodes", ...kinds[kind]],
    ...["-keyout", key, "-out", certificate, "-days", String(days)],
    ...["-subj", `/CN=${name}`, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
  );
  Deno.chmodSync(key, 0o644);
  return { certificate, key };
}

/**
 * Makes, in `folder`, a certificate that the one called `authority` (`makeCertificate`) has signed,
 * about `/CN=name`; `extensions` are lines as in openssl.cnf.
 */
export function makeSignedCertificate(
  folder: string,
  authority: Certificate,
  name: string,
  extensions = "",
): Certificate {
  const [certificate, key] = [`${folder}/${name}.crt`, `${folder}/${name}.key`];
  const [request, more] = [`${folder}/${name}.csr`, `${folder}/${name}.ext`];
  Deno.writeTextFileSync(more, `${extensions}\n`);
  openssl(
    ...["req", "-batch", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    ...["-keyout", key, "-out", request, "-subj", `/CN=${name}`],
  );
  openssl(
    ...["x509", "-req", "-in", request, "-CA", authority.certificate, "-CAkey", authority.key],
    ...["-CAcreateserial", "-out", certificate, "-days", "10", "-extfile", more],
  );
  Deno.chmodSync(key, 0o644);
  return { certificate, key };
}

/** Runs openssl(1); throws with what it printed when it fails. */
export function openssl(...args: string[]): string {
  const { code, stdout, stderr } = new Deno.Command("openssl", {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).outputSync();
  const text = new TextDecoder().decode(stderr);
  if (code !== 0) throw new Error(`openssl ${args.join(" ")}: ${text}`);
  return new TextDecoder().decode(stdout);
}

/** Directives for a server with TLS and a certificate of its own in its folder. */
export function tlsDirectives({ folder }: Place): string {
  const { certificate, key } = makeCertificate(folder);
  return `
    TLSEngine on
    TLSLog ${folder}/tls.log
    TLSECCertificateFile ${certificate}
    TLSECCertificateKeyFile ${key}
  `;
}
