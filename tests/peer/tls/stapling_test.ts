/**
 * OCSP stapling compared with the original: what clients that ask for the status of the certificate get.
 */
import assert from "node:assert/strict";
import {
  type Certificate,
  makeCertificate,
  makeSignedCertificate,
} from "../../harness/certificates.ts";
import { freePort } from "../../harness/free_port.ts";
import { startPeer } from "../../harness/peer.ts";
import { run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { answerTo, ocspResponse, startResponder } from "../../harness/responder.ts";
import { type Place, type Server, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

/** What a responder says. */
type Manner = "good" | "revoked" | "stranger" | "error" | "nobody";

interface Case {
  readonly responder: Manner;
  readonly options?: string;
  /** What clients of both hear. */
  readonly heard: string;
}

const cases: readonly Case[] = [
  { responder: "good", heard: "good" },
  { responder: "good", options: "NoNonce", heard: "good" },
  { responder: "revoked", heard: "revoked" },
  { responder: "stranger", heard: "trylater" },
  { responder: "error", heard: "trylater" },
  { responder: "nobody", heard: "trylater" },
  { responder: "nobody", options: "NoFakeTryLater", heard: "no response sent" },
  { responder: "stranger", options: "NoFakeTryLater", heard: "no response sent" },
];

/** The responder of one server, whose files are in `folder()`. */
function responder(manner: Manner, folder: () => string) {
  return startResponder((question) => {
    if (manner === "error") return new Response("", { status: 500 });
    const at = folder();
    const signer: Certificate | undefined = manner === "stranger"
      ? makeCertificate(at, { name: "stranger" })
      : undefined;
    const answer = answerTo(question, {
      folder: at,
      authority: { certificate: `${at}/authority.crt`, key: `${at}/authority.key` },
      certificate: `${at}/server.crt`,
      status: manner === "revoked" ? "revoked" : "good",
      more: ["-ndays", "1"],
      ...signer && { signer },
    });
    return ocspResponse(answer);
  });
}

function configuration({ folder }: Place, url: string, options: string): string {
  const authority = makeCertificate(folder, { name: "authority" });
  const access = `authorityInfoAccess=OCSP;URI:${url}`;
  const own = makeSignedCertificate(folder, authority, "server", access);
  return `LoadModule mod_tls.c
    TLSEngine on
    TLSECCertificateFile ${own.certificate}
    TLSECCertificateKeyFile ${own.key}
    TLSCACertificateFile ${authority.certificate}
    TLSStapling on
    TLSStaplingTimeout 60
    ${options === "" ? "" : `TLSStaplingOptions ${options}`}\n`;
}

async function statusAt({ port }: Server): Promise<string> {
  const { stdout } = await run("openssl", [
    ...["s_client", "-status", "-starttls", "ftp", "-connect", `127.0.0.1:${port}`],
  ]);
  if (/OCSP response: no response sent/.test(stdout)) return "no response sent";
  return /Cert Status: (\w+)/.exec(stdout)?.[1] ??
    /OCSP Response Status: (\w+)/.exec(stdout)?.[1] ?? `nothing:\n${stdout}`;
}

for (const { responder: manner, options = "", heard } of cases) {
  test({
    name: `what a responder says (${manner}) reaches clients as in the original, with '${options}'`,
    needs: ["peer", "root", "openssl", "/usr/lib/proftpd/mod_tls.so"],
    async fn() {
      for (const start of [startPeer, startServer]) {
        const made: { folder?: string } = {};
        await using asked = responder(manner, () => made.folder ?? "");
        const url = manner === "nobody" ? `http://127.0.0.1:${freePort()}/` : asked.url;
        await using server = await start({
          config(place: Place) {
            made.folder = place.folder;
            return configuration(place, url, options);
          },
        });
        // Ours asks by itself, and clients who come meanwhile hear something else.
        await waitFor(
          `the status ${heard}`,
          async () => await statusAt(server) === heard ? true : undefined,
        );
        assert.equal(await statusAt(server), heard);
      }
    },
  });
}
