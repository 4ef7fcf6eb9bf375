/**
 * An OCSP responder for tests: openssl(1) answers, behind a server of the test's own.
 *
 * @module
 */
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { type Certificate, openssl } from "./certificates.ts";

/** What a responder says of certificates, and how. */
export interface ResponderOptions {
  /** Where its files are put. */
  readonly folder: string;
  /** Who has signed the certificates. */
  readonly authority: Certificate;
  /** Who signs the answers, unless it is the authority. */
  readonly signer?: Certificate;
  /** What it says of `certificate`; `unknown` of all others. */
  readonly certificate: string;
  readonly status?: "good" | "revoked";
  /** Further arguments of openssl-ocsp(1). */
  readonly more?: readonly string[];
}

/** The answer (DER) to `question` (DER). */
export function answerTo(
  question: Uint8Array,
  { folder, authority, signer = authority, certificate, status = "good", more = [] }:
    ResponderOptions,
): Uint8Array<ArrayBuffer> {
  const serial = openssl("x509", "-in", certificate, "-noout", "-serial").trim().split("=")[1];
  const letter = status === "good" ? "V" : "R";
  const revoked = status === "good" ? "" : "260101000000Z,keyCompromise";
  const [index, asked, answer] = ["idx", "req", "resp"].map((name) =>
    `${Deno.makeTempDirSync({ dir: folder })}/${name}`
  );
  Deno.writeTextFileSync(
    index,
    `${letter}\t491231235959Z\t${revoked}\t${serial}\tunknown\t/CN=x\n`,
  );
  Deno.writeFileSync(asked, question);
  openssl(
    ...["ocsp", "-index", index, "-CA", authority.certificate, "-rsigner", signer.certificate],
    ...["-rkey", signer.key, "-reqin", asked, "-respout", answer, ...more],
  );
  return Deno.readFileSync(answer);
}

/**
 * `answer` (DER) as if `signer` had given it so many days later; `days` may be negative, and a fraction.
 * `folder` is for files.
 */
export function shiftedAnswer(
  answer: Uint8Array,
  signer: Certificate,
  folder: string,
  days: number,
): Uint8Array<ArrayBuffer> {
  // RFC 6960 section 4.2.1: OCSPResponse { status, [0] { { type, octets { BasicOCSPResponse } } } }
  const [status, bytes] = partsOf(stringOf(answer));
  const [content] = partsOf(bytes);
  const [type, octets] = partsOf(content);
  const [basic] = partsOf(octets);
  const [data, algorithm, , ...certificates] = partsOf(basic);
  const shifted = data.replaceAll(/\d{14}(?=Z)/g, (time) => {
    const [year, month, ...rest] = time.match(/^....|../g)?.map(Number) ?? [];
    const moment = new Date(Date.UTC(year, month - 1, ...rest) + days * 86_400_000);
    return moment.toISOString().slice(0, "YYYY-MM-DDThh:mm:ss".length).replaceAll(/\D/g, "");
  });
  const place = Deno.makeTempDirSync({ dir: folder });
  Deno.writeFileSync(`${place}/data`, bytesOf(shifted));
  openssl("dgst", "-sha256", "-sign", signer.key, "-out", `${place}/signature`, `${place}/data`);
  const signature = der(0x03, `\0${stringOf(Deno.readFileSync(`${place}/signature`))}`);
  const signed = der(0x30, shifted, algorithm, signature, ...certificates);
  return bytesOf(der(0x30, status, der(0xa0, der(0x30, type, der(0x04, signed)))));
}

/** What the DER structure `whole` consists of, one behind the other (X.690 section 8.1). */
function partsOf(whole: string): string[] {
  const parts = [];
  for (let rest = whole.slice(headOf(whole)); rest !== "";) {
    const size = headOf(rest) + lengthOf(rest);
    parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return parts;
}

/** Bytes in front of the content of what `text` begins with. */
function headOf(text: string): number {
  const first = text.charCodeAt(1);
  return first < 0x80 ? 2 : 2 + first - 0x80;
}

function lengthOf(text: string): number {
  const digits = text.slice(headOf(text) === 2 ? 1 : 2, headOf(text));
  return bytesOf(digits).reduce((length, byte) => length * 256 + byte, 0);
}

/** DER of `parts`, which have less than 64 KiB. */
function der(tag: number, ...parts: readonly string[]): string {
  const { length } = parts.join("");
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  if (length >= 0x80 && length < 0x100) size.splice(0, 2, 0x81);
  return stringOf(Uint8Array.of(tag, ...size)) + parts.join("");
}

/** A running responder. */
export interface Responder extends AsyncDisposable {
  /** Where it is. */
  readonly url: string;
  /** How often it was asked. */
  readonly asked: number;
}

/**
 * Starts one that gives, to every question, what `answer` says; `over` is settled when the test is done
 * with it, which an answer that never comes has to wait for.
 */
export function startResponder(
  answer: (question: Uint8Array, over: Promise<void>) => Response | Promise<Response>,
): Responder {
  let asked = 0;
  const end = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    asked += 1;
    return await answer(new Uint8Array(await request.arrayBuffer()), end.promise);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    get asked() {
      return asked;
    },
    async [Symbol.asyncDispose]() {
      end.resolve();
      await server.shutdown();
    },
  };
}

/** `answer` as responders send it. */
export function ocspResponse(answer: Uint8Array<ArrayBuffer>): Response {
  return new Response(answer, { headers: { "content-type": "application/ocsp-response" } });
}
