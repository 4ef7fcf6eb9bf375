/**
 * FTP over TLS with lftp, which has GnuTLS: it reads nothing from a connection that it uploads on.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { urlOf, workplace } from "../../harness/client_program.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, makeTree, readTree } from "../../harness/tree.ts";

const SETTINGS = [
  "set cmd:fail-exit yes",
  "set net:max-retries 1",
  "set net:timeout 20",
  "set ftp:ssl-force yes",
  "set ftp:ssl-protect-data yes",
  "set ssl:verify-certificate no",
];

/** Mirrors a tree to `url` and back, by two connections at a time. */
async function mirror(server: Server, url: string): Promise<void> {
  await using work = await workplace();
  await makeTree(`${work.folder}/there`, 12);
  // More than a socket's buffers: a connection that is reset loses some of it.
  await Deno.writeFile(`${work.folder}/there/large`, content(5_000_000));
  const sent = await readTree(`${work.folder}/there`);
  const commands = [
    `open ${url}`,
    "mirror --reverse --no-perms --parallel=2 there tree",
    "mirror --parallel=2 tree back",
    "cls -1 tree/large",
  ];
  const script = ["--norc", "-c", [...SETTINGS, ...commands].join("; ")];
  const { stdout } = await work.run("lftp", script);
  assert.equal(stdout, "tree/large\n");
  assert.deepEqual(await readTree(`${server.home}/tree`), sent);
  assert.deepEqual(await readTree(`${work.folder}/back`), sent);
}

for (const version of ["1.2", "1.3"]) {
  const only = `TLSRequired on\nTLSProtocol TLSv${version}\n`;

  testInBothManners({
    name: `lftp mirrors a tree there and back under TLS ${version}`,
    needs: ["lftp", "openssl"],
    config: (place) => tlsDirectives(place) + only,
    fn: (server) => mirror(server, urlOf(server)),
  });

  testInBothManners({
    name: `lftp mirrors a tree there and back under implicit TLS ${version}`,
    needs: ["lftp", "openssl"],
    config: (place) => `${tlsDirectives(place)}${only}TLSOptions UseImplicitSSL`,
    fn: (server) => mirror(server, urlOf(server).replace("ftp:", "ftps:")),
  });
}
