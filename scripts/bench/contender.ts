/**
 * The two servers that are compared, with the same configuration over the same files.
 *
 * @module
 */
import { PASSWORD } from "../../tests/harness/password.ts";
import { startPeer } from "../../tests/harness/peer.ts";
import { type Server, type ServerOptions, startServer } from "../../tests/harness/server.ts";
import { Load } from "./load.ts";

/** A server and the client that loads it. */
export interface Contender {
  readonly server: Server;
  readonly load: Load;
}

const USER = "bench";

/** Starts ours and the original over the files in `home`; `stack` ends them. */
export async function contenders(
  home: string,
  stack: AsyncDisposableStack,
): Promise<readonly [Contender, Contender]> {
  const options: ServerOptions = {
    config: "AllowOverwrite on",
    users: [{ name: USER, home }],
  };
  const start = async (started: Promise<Server>): Promise<Contender> => {
    const server = stack.use(await started);
    return { server, load: stack.use(new Load(server.port, USER, PASSWORD)) };
  };
  return [await start(startServer(options)), await start(startPeer(options))];
}

/** The number of the one session process of `server`. Throws if there is none or another one. */
export async function onlySession({ server }: Contender): Promise<number> {
  const [pid, other] = await server.sessions();
  if (pid === undefined || other !== undefined) throw new Error("not exactly one session");
  return pid;
}
