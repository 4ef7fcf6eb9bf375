/**
 * From settings to the `TlsContext` of a server: the same way for sessions and for whoever checks the
 * configuration, so that what passes the check works.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { stringOf } from "../../libc/bytes.ts";
import { TlsContext } from "../../libc/openssl/context.ts";
import type { Pem } from "../../libc/openssl/pem.ts";
import type { ClientCertificates } from "../../libc/openssl/client_certificates.ts";
import { OpenSslError } from "../../libc/openssl/errors.ts";
import { NoServerInfo, serverInfoIn, useServerInfo } from "../../libc/openssl/server_info.ts";
import {
  DEFAULT_CIPHERS,
  tlsCipherSuite,
  tlsEcdhCurve,
  tlsNextProtocol,
  tlsProtocol,
  tlsServerCipherPreference,
  tlsSessionTickets,
} from "./directives.ts";
import { askClients, asksClients, tlsVerifyClient } from "./clients.ts";
import {
  materialName,
  pairs,
  tlsCaCertificateFile,
  tlsCaCertificatePath,
  tlsCaRevocationFile,
  tlsCaRevocationPath,
  tlsCertificateChainFile,
  tlsDhParamFile,
  tlsPkcs12File,
  tlsServerInfoFile,
} from "./files.ts";
import { optionsOf } from "./options.ts";
import { verifiesServers } from "./verify_server.ts";

/** A setting that OpenSSL does not take. */
export class UnusableSetting extends Error {
  override readonly name = "UnusableSetting";

  /** `directive` is the one to blame, `subject` what it says: a path, a list. */
  constructor(
    readonly directive: Directive<unknown>,
    readonly subject: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${directive.name}: unable to use '${subject}': ${reason}`, options);
  }
}

/**
 * Seconds that a session can be resumed: as long as its control connection may last, since every data
 * connection goes on with it.
 */
const SESSION_LIFETIME = 86_400;

/** Runs `step`, which is about what `directive` says; throws `UnusableSetting`. */
function using(directive: Directive<unknown>, subject: string, step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof OpenSslError) && !(error instanceof NoServerInfo)) throw error;
    throw new UnusableSetting(directive, subject, error.message, { cause: error });
  }
}

/**
 * The context of the server with the settings `config`, and what looks after the certificates of its
 * clients, where they are asked for any; `contentOf` gives the contents of what it names, by their
 * `materialName`; bytes of them are wiped. Throws `UnusableSetting`, and `OpenSslMissing` where there
 * is no OpenSSL 3.
 */
export function contextOf(
  config: Scope,
  contentOf: (path: string) => Pem | undefined,
): { readonly context: TlsContext; readonly clients: ClientCertificates | undefined } {
  const context = new TlsContext();
  const contents: Pem[] = [];
  try {
    const clients = furnish(context, config, (path) => {
      const content = contentOf(path);
      if (content !== undefined) contents.push(content);
      return content;
    });
    return { context, clients };
  } catch (error) {
    context.free();
    throw error;
  } finally {
    for (const content of contents) if (typeof content !== "string") content.fill(0);
  }
}

function furnish(
  context: TlsContext,
  config: Scope,
  contentOf: (path: string) => Pem | undefined,
): ClientCertificates | undefined {
  const options = optionsOf(config);
  const read = (directive: Directive<string | undefined>, path: string) => {
    const content = contentOf(materialName(directive, path));
    if (content !== undefined) return content;
    throw new UnusableSetting(directive, path, "the file was not read");
  };
  if (options.has("AllowWeakSecurity")) context.setSecurityLevel(0);
  using(tlsProtocol, "", () => context.allow(config.get(tlsProtocol)));
  context.set({
    ownPreference: config.get(tlsServerCipherPreference),
    clientRenegotiation: options.has("AllowClientRenegotiations"),
    tickets: config.get(tlsSessionTickets),
    noEmptyFragments: options.has("NoEmptyFragments"),
  });
  const lists = config.all(tlsCipherSuite);
  const ciphers = lists.find(({ forTls13 }) => !forTls13)?.list ?? DEFAULT_CIPHERS;
  using(tlsCipherSuite, ciphers, () => context.setCiphers(ciphers));
  const suites = lists.find(({ forTls13 }) => forTls13)?.list;
  if (suites !== undefined) using(tlsCipherSuite, suites, () => context.setSuites(suites));
  const curves = config.get(tlsEcdhCurve);
  if (curves !== undefined) using(tlsEcdhCurve, curves, () => context.setGroups(curves));
  useCertificates(context, config, read);
  const extensions = config.get(tlsServerInfoFile);
  if (extensions !== undefined) {
    const text = read(tlsServerInfoFile, extensions);
    using(tlsServerInfoFile, extensions, () => {
      useServerInfo(context, serverInfoIn(typeof text === "string" ? text : stringOf(text)));
    });
  }
  const parameters = config.get(tlsDhParamFile);
  using(
    tlsDhParamFile,
    parameters ?? "",
    () => context.useDhParameters(parameters && read(tlsDhParamFile, parameters)),
  );
  if (config.get(tlsNextProtocol)) context.speak("ftp");
  context.resume("ftp", SESSION_LIFETIME, true);
  if (!asksClients(config)) return undefined;
  const authorities = trustAuthorities(context, config, read);
  let clients: ClientCertificates | undefined;
  using(tlsVerifyClient, config.get(tlsVerifyClient), () => {
    clients = askClients(context, config, authorities);
  });
  for (const directive of [tlsCaRevocationFile, tlsCaRevocationPath]) {
    const path = config.get(directive);
    if (path === undefined) continue;
    const lists = read(directive, path);
    using(directive, path, () => clients?.revoke(context, lists));
  }
  return clients;
}

/** Authorities (PEM), which complete the server's own chain and sign the certificates of clients. */
function trustAuthorities(
  context: TlsContext,
  config: Scope,
  read: (directive: Directive<string | undefined>, path: string) => Pem,
): Pem[] {
  const authorities: Pem[] = [];
  for (const directive of [tlsCaCertificateFile, tlsCaCertificatePath]) {
    const path = config.get(directive);
    if (path === undefined) continue;
    const pem = read(directive, path);
    if (pem.length === 0) continue; // a directory without any: whoever checks the configuration has said so
    using(directive, path, () => context.trust(pem));
    authorities.push(pem);
  }
  return authorities;
}

function useCertificates(
  context: TlsContext,
  config: Scope,
  read: (directive: Directive<string | undefined>, path: string) => Pem,
): void {
  // First: where there is a file for the same kind of key, that one counts.
  const bundle = config.get(tlsPkcs12File);
  if (bundle !== undefined) {
    const pem = read(tlsPkcs12File, bundle);
    using(tlsPkcs12File, bundle, () => {
      context.useCertificate(pem);
      context.useKey(pem);
    });
  }
  for (const { certificate, key } of pairs) {
    const path = config.get(certificate);
    if (path === undefined) continue;
    const pem = read(certificate, path);
    using(certificate, path, () => context.useCertificate(pem));
    const keyPath = config.get(key);
    const blamed = keyPath === undefined ? certificate : key;
    const keyPem = keyPath === undefined ? pem : read(key, keyPath);
    using(blamed, keyPath ?? path, () => context.useKey(keyPem));
  }
  const chain = config.get(tlsCertificateChainFile);
  if (chain !== undefined) {
    const pem = read(tlsCertificateChainFile, chain);
    using(tlsCertificateChainFile, chain, () => context.useChain(pem));
  }
  const isEnough = asksClients(config) || chain !== undefined && !verifiesServers(config);
  if (!isEnough) trustAuthorities(context, config, read);
}
