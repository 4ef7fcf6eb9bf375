/**
 * `MaxConnectionsPerHost`: how many connections there may be from one address, logged in or not.
 *
 * @module
 */

import type { Handlers } from "../../session/module.ts";
import { fitField } from "../../scoreboard/mod.ts";
import type { Session } from "../../session/session.ts";
import { clientLimit, tooMany } from "./client_limit.ts";

/** The directive. */
export const maxConnectionsPerHost = clientLimit("MaxConnectionsPerHost", [
  "server",
  "vhost",
  "global",
]);

/** What happens before the greeting, and when the client goes over to another server. */
export function connectionLimit(session: Session): Pick<Handlers, "admit" | "move"> {
  const move = () => demandConnection(session);
  const isSet = session.config.get(maxConnectionsPerHost).most !== Infinity;
  return isSet ? { admit: move, move } : { move };
}

/** Throws `SessionEnd` where this connection is one too many. */
function demandConnection(session: Session): void {
  const limit = session.config.get(maxConnectionsPerHost);
  if (limit.most === Infinity) return;
  const host = fitField("clientAddress", session.client.ip);
  const isBroken = session.score.arrive(session, (others) => {
    const count = others.filter(({ clientAddress }) => clientAddress === host).length;
    return count < limit.most ? undefined : true;
  });
  if (!isBroken) return;
  throw tooMany(session, {
    limit,
    which: maxConnectionsPerHost.name,
    usual: "Sorry, the maximum number of connections (%m) for your host are already connected.",
    event: "mod_auth.max-connections-per-host",
  });
}
