/**
 * Servers that staple: with a responder of the test's own, and clients that ask for the status.
 *
 * @module
 */
import { type Certificate, makeCertificate, makeSignedCertificate } from "./certificates.ts";
import { run } from "./programs.ts";
import { answerTo, ocspResponse, type Responder, startResponder } from "./responder.ts";
import { type Place, type Server, startServer } from "./server.ts";
import { waitFor } from "./wait_for.ts";

/** Who has signed the server's certificate in `folder`. */
export function authority(folder: string): Certificate {
  return { certificate: `${folder}/authority.crt`, key: `${folder}/authority.key` };
}

/** A server whose certificate names the responder at `url`, with `more` directives. */
export function stapling(url: string, more = ""): (place: Place) => string {
  return ({ folder }) => {
    makeCertificate(folder, { name: "authority" });
    const access = url === "" ? "" : `authorityInfoAccess=OCSP;URI:${url}`;
    const own = makeSignedCertificate(folder, authority(folder), "server", access);
    return `TLSEngine on
      TLSLog ${folder}/tls.log
      TLSECCertificateFile ${own.certificate}
      TLSECCertificateKeyFile ${own.key}
      TLSCACertificateFile ${folder}/authority.crt
      TLSStapling on
      ${more}
      TLSStaplingTimeout 60\n`;
  };
}

/** What a responder thinks of the certificate of a server, and how it says so. */
export interface Opinion {
  readonly status?: "good" | "revoked";
  /** Who signs it, unless it is who has signed the certificate. */
  readonly signer?: (folder: string) => Certificate;
  /** Changes the answer in the end. */
  readonly change?: (answer: Uint8Array<ArrayBuffer>, folder: string) => Uint8Array<ArrayBuffer>;
}

/** A responder that answers about the certificate in `folder`, which is known later. */
export function honest(
  folder: () => string,
  { status, signer, change = (answer) => answer }: Opinion = {},
): Responder {
  return startResponder((question) => {
    const at = folder();
    const answer = answerTo(question, {
      folder: at,
      authority: authority(at),
      certificate: `${at}/server.crt`,
      more: ["-ndays", "1"],
      ...status && { status },
      ...signer && { signer: signer(at) },
    });
    return ocspResponse(change(answer, at));
  });
}

/** A server with its responder. */
export interface Stapling extends AsyncDisposable {
  readonly server: Server;
  readonly responder: Responder;
}

/**
 * Starts a responder by `respond`, which is told where the server's folder will be, and a server with
 * what `configOf` makes of the responder's URL; `start` starts it.
 */
export async function startStapling(
  respond: (folder: () => string) => Responder,
  configOf: (url: string) => (place: Place) => string = (url) => stapling(url),
  start = startServer,
): Promise<Stapling> {
  await using stack = new AsyncDisposableStack();
  const made: { folder?: string } = {};
  const responder = stack.use(respond(() => made.folder ?? ""));
  const server = stack.use(
    await start({
      config(place) {
        made.folder = place.folder;
        return configOf(responder.url)(place);
      },
    }),
  );
  const kept = stack.move();
  return { server, responder, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** What a client hears that asks for the status: `good`, `revoked`, `trylater`, `no response sent`. */
export function statusAt(
  { port }: Pick<Server, "port">,
  ...more: readonly string[]
): Promise<string> {
  return statusOver(port, ["-starttls", "ftp", ...more]);
}

/** The same over a connection to `port` that begins as the arguments `start` say. */
export async function statusOver(port: number, start: readonly string[]): Promise<string> {
  const { stdout } = await run("openssl", [
    ...["s_client", "-status", "-connect", `127.0.0.1:${port}`, ...start],
  ]);
  if (/OCSP response: no response sent/.test(stdout)) return "no response sent";
  return /Cert Status: (\w+)/.exec(stdout)?.[1] ??
    /OCSP Response Status: (\w+)/.exec(stdout)?.[1] ?? `nothing:\n${stdout}`;
}

/** Waits until clients hear `status`. */
export async function waitForStatus(server: Server, status: string): Promise<void> {
  await waitFor(
    `the status ${status}`,
    async () => await statusAt(server) === status ? true : undefined,
  );
}
