/**
 * The same shutdowns for the original server and ours, announced by the ftpshut of either.
 */
import assert from "node:assert/strict";
import { startPeer } from "../harness/peer.ts";
import { namespaces, PRIVATE_ETC_NEEDS, runInPrivateEtc } from "../harness/private_etc.ts";
import { FTPSHUT, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

const ORIGINAL = "/usr/sbin/ftpshut";
const needs = ["peer", ORIGINAL, ...PRIVATE_ETC_NEEDS];

/** A server, and the place of the shutdown file that it looks at. */
interface Watched {
  readonly server: Server;
  readonly file: string;
}

/** Our server looks where it is told to. */
async function ours(stack: AsyncDisposableStack): Promise<Watched> {
  const folder = stack.use(await tempDir()).path;
  const file = `${folder}/shutmsg`;
  return { server: stack.use(await startServer(`ShutmsgFile ${file}`)), file };
}

/** The original looks into /etc: it gets one of its own, where it may have one. */
async function theirs(stack: AsyncDisposableStack): Promise<Watched> {
  if (!await namespaces()) return { server: stack.use(await startPeer()), file: "/etc/shutmsg" };
  const folder = stack.use(await tempDir()).path;
  await run("cp", ["-a", "/etc", folder]);
  const program = `${folder}/proftpd`;
  const script = `#!/bin/sh
exec unshare -m sh -c 'mount --bind ${folder}/etc /etc && exec ${PEER_PROGRAM} "$@"' proftpd "$@"
`;
  await Deno.writeTextFile(program, script, { mode: 0o755 });
  const server = await startPeer({ program });
  return { server: stack.use(server), file: `${folder}/etc/shutmsg` };
}

/** Announces a shutdown with one of the two ftpshut programs, in `file`. */
async function announce(program: string, file: string, args: readonly string[]): Promise<void> {
  const { code, shutmsg, stderr } = await runInPrivateEtc(program, args);
  assert.equal(code, 0, stderr);
  await Deno.writeTextFile(file, shutmsg ?? "");
}

/** What the server says to a new client; polled, since the original looks at most once a second. */
async function greeting(server: Server, code: number): Promise<string> {
  return await waitFor(`a greeting ${code}`, async () => {
    await using client = await server.connect();
    return client.greeting.code === code ? client.greeting.text : undefined;
  });
}

for (const [whose, start] of [["the original", theirs], ["our server", ours]] as const) {
  for (const program of [ORIGINAL, FTPSHUT]) {
    const tool = program === FTPSHUT ? "our ftpshut" : "the original's ftpshut";
    test({
      name: `${whose} refuses new clients by a file of ${tool}, until it is gone`,
      needs,
      async fn() {
        await using stack = new AsyncDisposableStack();
        const { server, file } = await start(stack);
        stack.defer(() => Deno.remove(file).catch(ignoreMissing));
        await using client = await server.login();

        await announce(program, file, ["-l", "10", "-d", "5", "+60", "maintenance"]);
        await greeting(server, 220);

        await announce(program, file, ["-l", "90", "-d", "5", "+60", "no %C for %U from %R"]);
        assert.equal(
          await greeting(server, 500),
          "500 FTP server shut down (no (none) for NONE from 127.0.0.1) -- please try again later",
        );
        await client.expect("NOOP", 200);

        await Deno.remove(file);
        await greeting(server, 220);
        await client.expect("NOOP", 200);
      },
    });
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
