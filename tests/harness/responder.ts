/**
 * An OCSP responder for tests: openssl(1) answers, behind a server of the test's own.
 *
 * @module
 */
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
