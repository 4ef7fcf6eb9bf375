/**
 * What a logged-in session has open: nothing but its own connections, logs and tables. The
 * configuration, the password files, the keys of everybody's TLS tickets and what whoever started the daemon had open are closed.
 */
import assert from "node:assert/strict";
import { makeCertificate } from "../harness/certificates.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { descriptorsOf } from "../harness/processes.ts";
import { PROFTPD } from "../harness/programs.ts";
import { reachableCopy } from "../harness/reachable_copy.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Everything that opens something. */
function config(folder: string, more: string): string {
  const { certificate, key } = makeCertificate(folder);
  return `
    DefaultRoot ~
    Trace auth:10
    TraceLog ${folder}/trace
    LogFormat all "%h %r"
    ExtendedLog ${folder}/extended ALL all
    ForensicLogEngine on
    ForensicLogFile ${folder}/forensic
    BanEngine on
    BanTable ${folder}/bans
    BanLog ${folder}/banlog
    MetricsSocket ${folder}/metrics
    TLSEngine on
    TLSLog ${folder}/tls
    TLSECCertificateFile ${certificate}
    TLSECCertificateKeyFile ${key}
    TLSSessionCache shm:/file=${folder}/sessions
    ${more}`;
}

/** The files of the server's folder that a session goes on using. */
const FILES = [
  ...["banlog", "bans", "extended", "forensic", "scoreboard", "scoreboard.lck", "system.log"],
  ...["tls", "trace", "xferlog"],
];

/** What is not in the folder: connections, the runtime's own, the text of a shutdown, the program. */
const OTHERS = [
  /^socket:\[\d+\]$/,
  /^pipe:\[\d+\]$/,
  /^anon_inode:\[event(poll|fd)\]$/,
  /^\/dev\/null$/,
  /^\/memfd:notice \(deleted\)$/,
  /\/proftpd$/,
];

/** Where the descriptors of `pid` lead to, those outside of `server`'s folder by their patterns only. */
function opened(server: Server, pid: number): { files: string[]; strange: string[] } {
  const files: string[] = [];
  const strange: string[] = [];
  for (const place of descriptorsOf(pid).values()) {
    if (OTHERS.some((pattern) => pattern.test(place))) continue;
    if (place.startsWith(`${server.folder}/`)) files.push(place.slice(server.folder.length + 1));
    else strange.push(place);
  }
  return { files: files.sort(), strange };
}

for (const [manner, more] of [["spawned", ""], ["from a template", "SessionTemplate on"]]) {
  for (const daemon of ["root's", "an ordinary user's"]) {
    test({
      name: `a session of ${daemon} daemon, ${manner}, has no descriptor but those that it needs`,
      needs: ["root"],
      async fn() {
        await using place = await tempDir();
        const asUser = daemon === "root's" ? undefined : await ordinaryUser();
        const program = asUser ? await reachableCopy(PROFTPD, place.path) : PROFTPD;
        // Whoever starts the daemon has something open that others are not to see.
        await Deno.writeTextFile(`${place.path}/left-open`, "");
        await Deno.chmod(place.path, 0o755);
        const starter = `${place.path}/starter`;
        await Deno.writeTextFile(
          starter,
          `#!/bin/bash\nexec 8<${place.path}/left-open\nexec ${program} "$@"\n`,
          { mode: 0o755 },
        );
        await using server = await startServer({
          ...(asUser ? { asUser } : { users: [{ name: "alice", uid: 20_001, gid: 20_001 }] }),
          config: ({ folder }) => config(folder, more),
          program: starter,
        });
        await using client = await server.login();
        await client.expect("PWD", 257);
        const [pid] = await server.sessions();
        // Without chroot(2) the root directory is a descriptor.
        const root = asUser ? ["home/alice"] : [];
        assert.deepEqual(opened(server, pid), { files: [...FILES, ...root].sort(), strange: [] });
      },
    });
  }
}
