/**
 * FTP over TLS with rclone. Written in Go, it goes on with a session by a ticket only, and keeps one for
 * all its connections: so it may have one connection here, as with the original.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { workplace } from "../../harness/client_program.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, makeTree, readTree } from "../../harness/tree.ts";

/** Synchronizes a tree to the server, checks it and copies it back. */
async function synchronize(server: Server, ...settings: string[]): Promise<void> {
  await using work = await workplace();
  await makeTree(`${work.folder}/there`, 10);
  await Deno.writeFile(`${work.folder}/there/large`, content(5_000_000));
  const { name, password } = server.account();
  const { stdout: obscured } = await work.run("rclone", ["obscure", password]);
  const rclone = (...args: string[]) =>
    work.run("rclone", [
      ...["--config", "/dev/null", "--retries", "1", "--low-level-retries", "1"],
      ...["--transfers", "1", "--checkers", "1", "--ftp-concurrency", "1"],
      ...["--ftp-host", "127.0.0.1", "--ftp-port", String(server.port)],
      ...["--ftp-user", name, "--ftp-pass", obscured.trim()],
      ...["--ftp-no-check-certificate", ...settings, ...args],
    ]);
  await rclone("sync", "there", ":ftp:tree");
  const sent = await readTree(`${work.folder}/there`);
  assert.deepEqual(await readTree(`${server.home}/tree`), sent);
  await rclone("copy", ":ftp:tree", "back");
  assert.deepEqual(await readTree(`${work.folder}/back`), sent);
}

for (const [version, settings] of [["1.2", ["--ftp-disable-tls13"]], ["1.3", []]] as const) {
  const only = `TLSRequired on\nTLSProtocol TLSv${version}\n`;

  testInBothManners({
    name: `rclone synchronizes a tree under TLS ${version}`,
    needs: ["rclone", "openssl"],
    config: (place) => tlsDirectives(place) + only,
    fn: (server) => synchronize(server, "--ftp-explicit-tls", ...settings),
  });

  testInBothManners({
    name: `rclone synchronizes a tree under implicit TLS ${version}`,
    needs: ["rclone", "openssl"],
    config: (place) => `${tlsDirectives(place)}${only}TLSOptions UseImplicitSSL`,
    fn: (server) => synchronize(server, "--ftp-tls", ...settings),
  });
}
