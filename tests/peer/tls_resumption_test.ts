/**
 * What is resumed in other connections, and what ftpdctl says of it, compared with the original.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../harness/certificates.ts";
import { startPeer } from "../harness/peer.ts";
import { run, toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";
import { resumer } from "../e2e/tls/ftplib/resumer.ts";

const ORIGINAL = "/usr/bin/ftpdctl";

const REQUESTS = [
  ...["tls", "tls x", "tls sesscache", "tls sesscache x", "tls sesscache info"],
  ...["tls sesscache info -x", "tls sesscache clear", "tls sesscache remove", "tls ocspcache info"],
];

const config = (more: string) => (place: Place) =>
  `LoadModule mod_tls.c
  ${tlsDirectives(place)}
  ControlsEngine on
  ControlsInterval 1
  ControlsSocket ${place.folder}/ctl.sock
  ControlsACLs all allow user root
  ControlsSocketACL allow user root
  TLSControlsACLs all allow user root
  ${more}
`;

/** What both say to each request. The original looks at its socket once a second, at five clients. */
async function answers(program: string, server: Server): Promise<string[]> {
  const ask = async (request: string) => {
    const words = ["-s", `${server.folder}/ctl.sock`, ...request.split(" ")];
    const { stdout, stderr } = await run(program, words);
    return `${request}: ${stdout}${stderr}`;
  };
  const found: string[] = [];
  for (let at = 0; at < REQUESTS.length; at += 5) {
    found.push(...await Promise.all(REQUESTS.slice(at, at + 5).map(ask)));
  }
  return found;
}

test({
  name: "ftpdctl tls says what the original's does",
  needs: ["root", "peer", "openssl"],
  async fn() {
    await using original = await startPeer({ config: config("") });
    await using own = await startServer({ config: config("") });
    const expected = await answers(ORIGINAL, original);
    assert.deepEqual(await answers(toolProgram("ftpdctl"), own), expected);
  },
});

for (const version of ["1.2", "1.3"] as const) {
  test({
    name: `a session of TLS ${version} is resumed by a ticket where the original does so`,
    needs: ["root", "peer", "openssl", "python3"],
    async fn() {
      for (const start of [startPeer, startServer]) {
        await using server = await start({ config: config("") });
        await using client = resumer(server, { version, by: "tickets" });
        assert.equal(await client.tell("first"), "begun");
        assert.equal(await client.tell(`look ${server.port}`), "resumed");
        const log = await server.read("tls.log");
        assert.match(log, / bits, resumed session\)/);
        assert.match(log, /client reused previous TLS session for control connection/);
      }
    },
  });
}
