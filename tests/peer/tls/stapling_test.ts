/**
 * OCSP stapling compared with the original: what clients that ask for the status of the certificate get.
 */
import assert from "node:assert/strict";
import { makeCertificate } from "../../harness/certificates.ts";
import { freePort } from "../../harness/free_port.ts";
import { startPeer } from "../../harness/peer.ts";
import { test } from "../../harness/requires.ts";
import { type Responder, startResponder } from "../../harness/responder.ts";
import { startServer } from "../../harness/server.ts";
import {
  honest,
  stapling,
  startStapling,
  statusAt,
  waitForStatus,
} from "../../harness/stapling.ts";

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
function responder(manner: Manner, folder: () => string): Responder {
  if (manner === "error") return startResponder(() => new Response("", { status: 500 }));
  return honest(folder, {
    status: manner === "revoked" ? "revoked" : "good",
    ...manner === "stranger" && {
      signer: (at: string) => makeCertificate(at, { name: "stranger" }),
    },
  });
}

for (const { responder: manner, options = "", heard } of cases) {
  test({
    name: `what a responder says (${manner}) reaches clients as in the original, with '${options}'`,
    needs: ["peer", "root", "openssl", "/usr/lib/proftpd/mod_tls.so"],
    async fn() {
      for (const start of [startPeer, startServer]) {
        const more = options === "" ? "" : `TLSStaplingOptions ${options}`;
        const nobody = `http://127.0.0.1:${freePort()}/`;
        await using both = await startStapling(
          (folder) => responder(manner, folder),
          (url) => (place) =>
            `LoadModule mod_tls.c\n${stapling(manner === "nobody" ? nobody : url, more)(place)}`,
          start,
        );
        const { server } = both;
        // Ours asks by itself, and clients who come meanwhile hear something else.
        await waitForStatus(server, heard);
        assert.equal(await statusAt(server), heard);
      }
    },
  });
}
