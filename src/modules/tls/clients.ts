/**
 * Who clients are by their certificates: `TLSVerifyClient`, `TLSVerifyDepth`, `TLSUserName`.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { ClientCertificates } from "../../libc/openssl/client_certificates.ts";
import type { TlsContext } from "../../libc/openssl/context.ts";
import type { Pem } from "../../libc/openssl/pem.ts";
import type { TlsStream } from "../../libc/openssl/stream.ts";

/** `TLSVerifyClient on|off|optional`: whether clients are asked for certificates, and must have one. */
export const tlsVerifyClient: Directive<"on" | "off" | "optional"> = {
  name: "TLSVerifyClient",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSVerifyClient on|off|optional",
  fallback: "off",
  parse(args) {
    const word = args.single();
    if (word.toLowerCase() === "optional") return "optional";
    return args.boolean() ? "on" : "off";
  },
};

/** `TLSVerifyDepth depth`: certificates that there may be above the client's. */
export const tlsVerifyDepth: Directive<number> = {
  name: "TLSVerifyDepth",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSVerifyDepth depth",
  fallback: 9,
  parse(args) {
    return args.word(0).startsWith("-") ? args.fail("depth must be zero or greater") : args.count();
  },
};

/** Ways to find out whether a certificate has been revoked. */
const MECHANISMS = ["crl", "ocsp"] as const;

/**
 * `TLSVerifyOrder crl|ocsp ...`: by what it is found out whether a client's certificate has been revoked.
 * Lists are what there is here: nobody asks strangers while a client waits.
 */
export const tlsVerifyOrder: Directive<readonly (typeof MECHANISMS)[number][]> = {
  name: "TLSVerifyOrder",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSVerifyOrder crl|ocsp ...",
  fallback: ["crl"],
  parse(args) {
    if (args.words.length < 1 || args.words.length > 2) args.fail("wrong number of parameters");
    return args.each((word) =>
      MECHANISMS.find((name) => name === word.toLowerCase()) ??
        args.fail(`unsupported verification mechanism '${word}' requested`)
    );
  },
};

/** What of a certificate is compared with the name of USER. */
export type NamePart = "CommonName" | "EmailSubjAltName" | { readonly oid: string };

/** `TLSUserName CommonName|EmailSubjAltName|oid`: users for whom a certificate is enough. */
export const tlsUserName: Directive<NamePart | undefined> = {
  name: "TLSUserName",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSUserName CommonName|EmailSubjAltName|oid",
  fallback: undefined,
  parse(args) {
    const word = args.single();
    if (word === "CommonName" || word === "EmailSubjAltName") return word;
    return /^[0-2](\.\d+)+$/.test(word)
      ? { oid: word }
      : args.fail("badly formatted OID parameter", `an OID is like 1.2.3.4.5, not '${word}'`);
  },
};

/** Whether clients of the server with the settings `config` are asked for certificates. */
export function asksClients(config: Scope): boolean {
  return config.get(tlsVerifyClient) !== "off";
}

/** Has `context` ask clients as `config` says, and tell them of `authorities` (PEM). */
export function askClients(
  context: TlsContext,
  config: Scope,
  authorities: readonly Pem[],
): ClientCertificates {
  const certificates = new ClientCertificates();
  certificates.demand(context, {
    required: config.get(tlsVerifyClient) === "on",
    depth: config.get(tlsVerifyDepth),
    authorities,
  });
  return certificates;
}

/** Whether the certificate that the client of `stream` has shown is about the user called `name`. */
export function isAboutUser(
  certificates: ClientCertificates,
  stream: TlsStream,
  part: NamePart,
  name: string,
): boolean {
  if (certificates.problemOf(stream) !== undefined) return false;
  return certificates.inspect(stream, (certificate) => {
    if (part === "CommonName") return certificate.commonNames;
    if (part === "EmailSubjAltName") return certificate.emails;
    return certificate.extensions(part.oid);
  })?.includes(name) ?? false;
}
