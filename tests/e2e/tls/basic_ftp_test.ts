/**
 * FTP over TLS with basic-ftp, whose data connections go on with its control connection's session.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { workplace } from "../../harness/client_program.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, digest, makeTree, readTree } from "../../harness/tree.ts";

const SCRIPT = fromFileUrl(new URL("./basic_ftp.mjs", import.meta.url));

/** Where Deno keeps the package that tests depend on. */
const PACKAGE = import.meta.resolve("basic-ftp");

async function transfer(server: Server, secure: "true" | "implicit"): Promise<void> {
  await using work = await workplace();
  await makeTree(`${work.folder}/there`, 10);
  // Node.js at times ends what nothing was written to without close_notify: an upload that was cut.
  await Deno.remove(`${work.folder}/there/plain.txt`);
  await Deno.writeFile(`${work.folder}/there/large`, content(3_000_000));
  const sent = await readTree(`${work.folder}/there`);
  const { name, password } = server.account();
  const client = ["127.0.0.1", String(server.port), name, password, secure];
  await work.run("node", [SCRIPT, PACKAGE, ...client]);
  assert.deepEqual(await readTree(`${work.folder}/back`), sent);
  const file = await Deno.readFile(`${server.home}/file`);
  assert.equal(await digest(file), await digest(content(3_000_000)));
}

for (const version of ["1.2", "1.3"]) {
  const only = `TLSRequired on\nTLSProtocol TLSv${version}\n`;

  testInBothManners({
    name: `basic-ftp transfers, goes on, lists and mirrors under TLS ${version}`,
    needs: ["node", "openssl"],
    config: (place) => tlsDirectives(place) + only,
    fn: (server) => transfer(server, "true"),
  });

  testInBothManners({
    name: `basic-ftp transfers, goes on, lists and mirrors under implicit TLS ${version}`,
    needs: ["node", "openssl"],
    config: (place) => `${tlsDirectives(place)}${only}TLSOptions UseImplicitSSL`,
    fn: (server) => transfer(server, "implicit"),
  });
}
