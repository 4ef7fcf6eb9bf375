/**
 * FTP over TLS with curl: what it does over plain connections, explicitly and implicitly.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { urlOf, type Workplace, workplace } from "../../harness/client_program.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, digest } from "../../harness/tree.ts";

const needs = ["curl", "openssl"];

const big = content(3_000_000);

/** Runs curl under TLS `version` and no other; the certificate is nobody's. */
function curl(work: Workplace, version: string, ...args: string[]) {
  const versions = [`--tlsv${version}`, "--tls-max", version];
  const quiet = ["--silent", "--show-error", "--max-time", "30", "--insecure", "--ssl-reqd"];
  return work.run("curl", [...quiet, ...versions, ...args]);
}

/** Uploads, downloads, goes on with and lists a file at `url`. */
async function transfer(server: Server, url: string, version: string): Promise<void> {
  await using work = await workplace();
  await Deno.writeFile(`${work.folder}/up`, big);
  await curl(work, version, "-T", "up", `${url}/big`);
  assert.equal(await digest(await Deno.readFile(`${server.home}/big`)), await digest(big));
  await Deno.writeFile(`${work.folder}/part`, big.subarray(0, 1_000_001));
  await curl(work, version, "-C", "-", "-o", "part", `${url}/big`);
  assert.equal(await digest(await Deno.readFile(`${work.folder}/part`)), await digest(big));
  await curl(work, version, "-o", "a", "-o", "b", `${url}/big`, `${url}/big`);
  assert.equal(await digest(await Deno.readFile(`${work.folder}/b`)), await digest(big));
  assert.equal((await curl(work, version, "--list-only", `${url}/`)).stdout, "big\n");
  const { stdout } = await curl(work, version, `${url}/`);
  assert.match(stdout, /^-rw-r--r-- .* 3000000 .* big\n$/);
}

for (const version of ["1.2", "1.3"]) {
  testInBothManners({
    name: `curl under TLS ${version} transfers, goes on and lists`,
    needs,
    config: (place) => `${tlsDirectives(place)}TLSRequired on`,
    fn: (server) => transfer(server, urlOf(server), version),
  });

  testInBothManners({
    name: `curl under implicit TLS ${version} transfers, goes on and lists`,
    needs,
    config: (place) => `${tlsDirectives(place)}TLSRequired on\nTLSOptions UseImplicitSSL`,
    fn: (server) => transfer(server, urlOf(server).replace("ftp:", "ftps:"), version),
  });

  testInBothManners({
    name: `curl under TLS ${version} leaves it after login, and protects commands only`,
    needs,
    config: tlsDirectives,
    async fn(server) {
      await using work = await workplace();
      await Deno.writeTextFile(`${server.home}/file`, "text\n");
      const url = `${urlOf(server)}/file`;
      for (
        const ways of [
          ["--ftp-ssl-ccc"],
          ["--ftp-ssl-ccc", "--ftp-ssl-ccc-mode", "active"],
          ["--ftp-ssl-control"],
        ]
      ) assert.equal((await curl(work, version, ...ways, url)).stdout, "text\n");
    },
  });
}
