/**
 * FTP over TLS with wget, which has GnuTLS and downloads only. ncftp and inetutils' ftp have no TLS at
 * all; tnftp has it for the web alone.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { urlOf, type Workplace, workplace } from "../../harness/client_program.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, digest, makeTree, readTree } from "../../harness/tree.ts";

/** Fetches a tree passively and actively, and goes on where a file stops. */
async function fetchAll(server: Server, ...settings: string[]): Promise<void> {
  await using work = await workplace();
  const url = urlOf(server).replace("ftp:", "ftps:");
  const whole = content(3_000_000);
  // wget takes a name in brackets for a pattern, and stops at a semicolon.
  await makeTree(`${server.home}/tree`, 8, true);
  await Deno.writeFile(`${server.home}/tree/large`, whole);
  const there = await readTree(`${server.home}/tree`);
  for (const way of [[], ["--no-passive-ftp"]]) {
    const flags = [...settings, ...way, "--recursive", "--level=inf", "--no-host-directories"];
    await wget(work, ...flags, "--cut-dirs=1", "-P", "back", `${url}/tree/`);
    assert.deepEqual(await readTree(`${work.folder}/back`), there);
    await Deno.remove(`${work.folder}/back`, { recursive: true });
  }
  await Deno.writeFile(`${work.folder}/large`, whole.subarray(0, 1_000_001));
  await wget(work, ...settings, "--continue", `${url}/tree/large`);
  assert.equal(await digest(await Deno.readFile(`${work.folder}/large`)), await digest(whole));
  await waitForTransferLog(server, / 1999999 \S+\/large /);
}

/** wget without anybody's settings and without second tries. */
function wget(work: Workplace, ...args: string[]) {
  const flags = ["--no-config", "--tries=1", "--timeout=20", "--no-verbose"];
  return work.run("wget", [...flags, "--no-check-certificate", ...args]);
}

// Under TLS 1.3 wget waits some 60 ms for a ticket; when it has none by then it has no session to go
// on with. A busy machine takes longer.
for (
  const [version, options] of [["1.2", ""], ["1.3", "TLSOptions NoSessionReuseRequired\n"]] as const
) {
  const only = `TLSRequired on\nTLSProtocol TLSv${version}\n${options}`;

  testInBothManners({
    name: `wget fetches a tree under TLS ${version}`,
    needs: ["wget", "openssl"],
    config: (place) => tlsDirectives(place) + only,
    fn: (server) => fetchAll(server),
  });

  testInBothManners({
    name: `wget fetches a tree under implicit TLS ${version}`,
    needs: ["wget", "openssl"],
    config: (place) => `${tlsDirectives(place)}${only}TLSOptions UseImplicitSSL`,
    fn: (server) => fetchAll(server, "--ftps-implicit"),
  });
}
