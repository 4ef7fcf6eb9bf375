/**
 * The servers that are compared, over the same files.
 *
 * @module
 */
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

/** Starts all over the files in `home`; `stack` ends them. `missing` is told what is not there. */
export async function contenders(
  home: string,
  stack: AsyncDisposableStack,
  missing: (program: string) => void,
): Promise<Contenders> {
  const { uid, gid } = await owner();
  const options = (config = ""): ServerOptions => ({
    config: `AllowOverwrite on\n${config}`,
    users: [{ name: USER, home, uid, gid }],
  });
  const start = async (name: string, started: Promise<Server>): Promise<Contender> => {
    const { pid, port } = stack.use(await started);
    return { name, pid, home, load: stack.use(new Load(port, USER, PASSWORD, home)) };
  };
  const others = [await start("proftpd", startPeer(options()))];
  for (const [name, open] of [["vsftpd", startVsftpd], ["pure-ftpd", startPureFtpd]] as const) {
    const server = await open(home);
    if (server === undefined) {
      missing(name);
      continue;
    }
    const { pid, port, user } = stack.use(server);
    const load = stack.use(new Load(port, user, PASSWORD, server.home));
    others.push({ name, pid, home: server.home, load });
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
