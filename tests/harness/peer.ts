/**
 * The original server for peer tests: same folder, same users, same port draw as ours.
 *
 * @module
 */
import { PEER_PROGRAM } from "./requires.ts";
import { Server, type ServerOptions } from "./server.ts";

/** What the original does by default and ours is not compared in. */
const defaults = ["AuthPAM off", "ControlsEngine off"];

/** Starts the original, or a wrapper around it; options as for `startServer`. Tests that call it need `"peer"`. */
export function startPeer(what: string | ServerOptions = {}): Promise<Server> {
  const options = typeof what === "string" ? { config: what } : what;
  return Server.start({
    ...options,
    program: options.program ?? PEER_PROGRAM,
    defaults: [...options.defaults ?? [], ...defaults],
  });
}
