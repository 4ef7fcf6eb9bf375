/**
 * The servers that are compared, over the same files.
 *
 * @module
 */
import type { Certificate } from "../../tests/harness/certificates.ts";
import { PASSWORD } from "../../tests/harness/password.ts";
import { startPeer } from "../../tests/harness/peer.ts";
import { awaitsClient } from "../../tests/harness/processes.ts";
import { type Server, type ServerOptions, startServer } from "../../tests/harness/server.ts";
import { Load } from "./load.ts";
import { owner } from "./owner.ts";
import { family } from "./processes.ts";
import { startPureFtpd, startVsftpd } from "./other_servers.ts";

/** A server and the client that loads it. */
export interface Contender {
  /** At the head of its column. */
  readonly name: string;
  /** The process that all others of the server descend from. */
  readonly pid: number;
  readonly load: Load;
  /** What its client calls the folder with the files. */
  readonly home: string;
}

/** All that take part. */
export interface Contenders {
  /** This server as it is by default. */
  readonly ours: Contender;
  /** The same with no session that waits ahead of need. */
  readonly withoutSpares: Contender;
  /** The same with sessions that are forks of a template. */
  readonly template: Contender;
  /** The others: ProFTPD first, then those that this machine has. */
  readonly others: readonly Contender[];
}

const USER = "bench";

/** What the servers have in common. */
export interface Stage {
  /** The folder with the files. */
  readonly home: string;
  /** With one, everything goes through TLS; whether sessions are resumed is then the client's choice. */
  readonly certificate?: Certificate;
  /** Is told what is not there. */
  missing(program: string): void;
}

/** Directives for TLS by `certificate`; none without one. */
function tlsOf(certificate: Certificate | undefined): string {
  if (certificate === undefined) return "";
  return `LoadModule mod_tls.c
    TLSEngine on
    TLSRequired on
    TLSOptions NoSessionReuseRequired
    TLSECCertificateFile ${certificate.certificate}
    TLSECCertificateKeyFile ${certificate.key}
  `;
}

/** Starts all; `stack` ends them. */
export async function contenders(
  stage: Stage,
  stack: AsyncDisposableStack,
): Promise<Contenders> {
  const { home, certificate, missing } = stage;
  const secure = certificate !== undefined;
  const { uid, gid } = await owner();
  const options = (config = ""): ServerOptions => ({
    config: `${tlsOf(certificate)}AllowOverwrite on\n${config}`,
    users: [{ name: USER, home, uid, gid }],
  });
  const start = async (name: string, started: Promise<Server>): Promise<Contender> => {
    const { pid, port } = stack.use(await started);
    const load = stack.use(new Load({ port, user: USER, password: PASSWORD, home, secure }));
    return { name, pid, home, load };
  };
  const others = [await start("proftpd", startPeer(options()))];
  for (const [name, open] of [["vsftpd", startVsftpd], ["pure-ftpd", startPureFtpd]] as const) {
    const server = await open(stage);
    if (server === undefined) {
      missing(name);
      continue;
    }
    const { pid, port, user, home } = stack.use(server);
    const load = stack.use(new Load({ port, user, password: PASSWORD, home, secure }));
    others.push({ name, pid, home, load });
  }
  return {
    ours: await start("ours", startServer(options())),
    withoutSpares: await start("SpareSessions 0", startServer(options("SpareSessions 0"))),
    template: await start("SessionTemplate on", startServer(options("SessionTemplate on"))),
    others,
  };
}

/** The processes of `contender` that serve clients: all but its daemon and those that wait. */
export async function serving({ pid }: Contender): Promise<number[]> {
  const members = (await family(pid)).filter((member) => member !== pid);
  const waiting = await Promise.all(members.map(awaitsClient));
  return members.filter((_, index) => !waiting[index]);
}
