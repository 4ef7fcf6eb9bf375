/**
 * Whether the certificate of a client is about the place that it comes from: `dNSNameRequired`,
 * `iPAddressRequired` and `CommonNameRequired` of `TLSOptions`.
 *
 * @module
 */

import { bytesOf } from "../../libc/bytes.ts";
import type {
  ClientCertificate,
  ClientCertificates,
} from "../../libc/openssl/client_certificates.ts";
import type { TlsStream } from "../../libc/openssl/stream.ts";
import { sameAddress, type SocketAddress } from "../../net/mod.ts";
import { upperCase } from "../../protocol/mod.ts";
import type { Session } from "../../session/session.ts";
import { useReverseDNS } from "../../settings/mod.ts";
import type { TlsOption } from "./options.ts";
import type { TlsLog } from "./tls_log.ts";

/** What of a certificate is looked at. */
export type Shown = Pick<ClientCertificate, "hostNames" | "addresses" | "commonNames">;

/** Where a client comes from. */
export interface Place {
  readonly address: SocketAddress;
  readonly ip: string;
  /** Its DNS name, which has that address in turn; undefined where it has none. */
  readonly name: string | undefined;
}

/** The options that demand something of a certificate. */
export const DEMANDS = ["dNSNameRequired", "iPAddressRequired", "CommonNameRequired"] as const;
/** What an option demands of a certificate. */
export type Demand = (typeof DEMANDS)[number];

/** Those of them that are about its name: `UseReverseDNS off` takes them out of force. */
export const NAME_DEMANDS: readonly TlsOption[] = ["dNSNameRequired", "CommonNameRequired"];

/** What was found of one demand. */
export interface Finding {
  readonly isMet: boolean;
  /** For the TLSLog, in the original's words. */
  readonly text: string;
}

/**
 * Whether the client of `stream` may stay by the certificate that it has shown, if it has. What was
 * found is written to `log`.
 */
export function isFromItsPlace(
  { client, main }: Session,
  certificates: ClientCertificates,
  stream: TlsStream,
  options: ReadonlySet<TlsOption>,
  log: TlsLog,
): boolean {
  const demands = DEMANDS.filter((demand) => {
    if (!options.has(demand)) return false;
    if (!NAME_DEMANDS.includes(demand) || main.get(useReverseDNS)) return true;
    log.write(`reverse DNS off, disabling TLSOption ${demand}`);
    return false;
  });
  const name = client.name === client.ip ? undefined : client.name;
  const place = { address: client.address, ip: client.ip, name };
  const findings = certificates.inspect(
    stream,
    (certificate) => findingsAbout(certificate, place, demands),
  ) ?? [];
  for (const { text } of findings) log.write(text);
  return findings.every(({ isMet }) => isMet);
}

/**
 * What `certificate` has of what `demands`, in the original's order, up to the first that it does not
 * meet. What there is more than one of in a subject is ambiguous: the first common name counts.
 */
export function findingsAbout(
  certificate: Shown,
  place: Place,
  demands: readonly Demand[],
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const demand of demands) {
    const finding = check[demand](certificate, place);
    findings.push(finding);
    if (!finding.isMet) break;
  }
  return findings;
}

const check = {
  dNSNameRequired({ hostNames }: Shown, { name, ip }: Place): Finding {
    return hostNames.some((one) => isSameName(one, name))
      ? { isMet: true, text: `client cert dNSName SAN matches remote name '${name}'` }
      : { isMet: false, text: `client cert dNSName SANs do not match remote name '${name ?? ip}'` };
  },
  iPAddressRequired({ addresses }: Shown, { address, ip }: Place): Finding {
    return addresses.some((one) => isSameAddress(one, address))
      ? { isMet: true, text: `client cert iPAddress SAN matches client IP '${ip}'` }
      : { isMet: false, text: `client cert iPAddress SANs do not match client IP '${ip}'` };
  },
  CommonNameRequired({ commonNames }: Shown, { name, ip }: Place): Finding {
    return isSameName(commonNames[0], name)
      ? { isMet: true, text: `client cert CommonName matches client FQDN '${name}'` }
      : { isMet: false, text: `client cert CommonName does not match client FQDN '${name ?? ip}'` };
  },
};

/** Whether both are one host: no pattern, the whole of the name, letters of either case. */
function isSameName(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && upperCase(one) === upperCase(other);
}

/** An IPv4 address may be written as an IPv6 one (`::ffff:192.0.2.7`), on either side. */
function isSameAddress(bytes: string, address: SocketAddress): boolean {
  const family = bytes.length === 4 ? "inet" : bytes.length === 16 ? "inet6" : undefined;
  if (family === undefined) return false; // RFC 5280 knows no others
  const { port, scope } = address;
  return sameAddress({ family, bytes: bytesOf(bytes), port, scope }, address);
}
