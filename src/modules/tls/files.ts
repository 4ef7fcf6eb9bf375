/**
 * The directives that name files: certificates, keys, chains, authorities, parameters. The daemon
 * reads them, at start and at HUP; sessions have what it read.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

/** A directive that names one file. */
function file(name: string): Directive<string | undefined> {
  return {
    name,
    contexts: ["server", "vhost", "global"],
    syntax: `${name} file`,
    fallback: undefined,
    parse(args) {
      const path = args.single();
      return path.startsWith("/") ? path : args.fail("parameter must be an absolute path");
    },
  };
}

/** A certificate and its key, which may stand in the certificate's file. */
export interface Pair {
  /** What key it is for. */
  readonly kind: string;
  readonly certificate: Directive<string | undefined>;
  readonly key: Directive<string | undefined>;
}

/** One for each kind of key: a server may have a certificate of each. */
export const pairs: readonly Pair[] = ["RSA", "DSA", "EC"].map((kind) => ({
  kind,
  certificate: file(`TLS${kind}CertificateFile`),
  key: file(`TLS${kind}CertificateKeyFile`),
}));

/** `TLSPKCS12File file`: a certificate, its chain and its key in one file. */
export const tlsPkcs12File = file("TLSPKCS12File");
/** `TLSCertificateChainFile file`: what is sent behind the server's certificate. */
export const tlsCertificateChainFile = file("TLSCertificateChainFile");
/** `TLSCACertificateFile file`: authorities, which also complete the server's own chain. */
export const tlsCaCertificateFile = file("TLSCACertificateFile");
/** `TLSCARevocationFile file`: certificates of clients that do not count any more. */
export const tlsCaRevocationFile = file("TLSCARevocationFile");
/** `TLSServerInfoFile file`: extensions of one's own in the hello of the server. */
export const tlsServerInfoFile = file("TLSServerInfoFile");
/** `TLSDHParamFile file`: parameters of Diffie-Hellman. */
export const tlsDhParamFile = file("TLSDHParamFile");

/** A directive that names a directory of files that are called by hashes (openssl-rehash(1)). */
function directory(name: string): Directive<string | undefined> {
  return {
    name,
    contexts: ["server", "vhost", "global"],
    syntax: `${name} directory`,
    fallback: undefined,
    parse(args) {
      const path = args.word(0);
      return path.startsWith("/") ? path : args.fail("parameter must be a directory path");
    },
  };
}

/** `TLSCACertificatePath directory`: authorities besides those of `TLSCACertificateFile`. */
export const tlsCaCertificatePath = directory("TLSCACertificatePath");
/** `TLSCARevocationPath directory`: lists besides those of `TLSCARevocationFile`. */
export const tlsCaRevocationPath = directory("TLSCARevocationPath");

/** Directories that are read. */
export const directoryDirectives: readonly Directive<string | undefined>[] = [
  tlsCaCertificatePath,
  tlsCaRevocationPath,
];

/**
 * What sessions know the contents of `path` by, which `directive` names: of a directory the
 * authorities are something else than the lists.
 */
export function materialName(directive: Directive<string | undefined>, path: string): string {
  return directoryDirectives.includes(directive) ? `${directive.name} ${path}` : path;
}

/** `TLSPassPhraseProvider path`: a program, run for each key that is encrypted, at start and HUP. */
export const tlsPassPhraseProvider: Directive<string | undefined> = {
  name: "TLSPassPhraseProvider",
  contexts: ["server"],
  syntax: "TLSPassPhraseProvider path",
  fallback: undefined,
  parse(args) {
    const path = args.single();
    return path.startsWith("/") ? path : args.fail(`must be a full path: '${path}'`);
  },
};

/** All files that are read. */
export const fileDirectives: readonly Directive<string | undefined>[] = [
  ...pairs.flatMap(({ certificate, key }) => [certificate, key]),
  tlsPkcs12File,
  tlsCertificateChainFile,
  tlsCaCertificateFile,
  tlsCaRevocationFile,
  tlsDhParamFile,
  tlsServerInfoFile,
];
