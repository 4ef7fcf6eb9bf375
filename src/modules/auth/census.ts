/**
 * How many clients there are, for Display files (`%M`, `%N`, `%y`, `%z`).
 *
 * Before login everybody who is connected counts, afterwards who is logged in: those that the limits
 * are about. They are counted when they are shown. (The original shows what it counted when the
 * client came, unless a limit made it count again.)
 *
 * @module
 */

import { Scope } from "../../config/mod.ts";
import { getpid } from "../../libc/process.ts";
import type { SessionRecord } from "../../scoreboard/mod.ts";
import { fitField } from "../../scoreboard/mod.ts";
import type { Census } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { maxClients, maxClientsPerClass } from "./max_clients.ts";

/** Counts the clients of the server that `session` is with. */
export function census(session: Session): Census {
  const { access: { className }, config, login, score } = session;
  const present = score.present(session);
  const own = getpid();
  const isClass = fitField("className", className ?? "");
  const isIn = (record: SessionRecord) =>
    record.loggedIn === 1 || login !== undefined && record.pid === own;
  // A limit that stands in an area counts the clients of that area, who all are its User.
  const inArea = login?.anonymous && new Scope([login.anonymous]).has(maxClients);
  const user = inArea ? fitField("user", login.account.name) : undefined;
  const inside = present.filter(isIn);
  const counted = user === undefined
    ? inside
    : inside.filter((record) => record.user === user || record.pid === own);
  const perClass = config.all(maxClientsPerClass).find((limit) => limit.className === className);
  return {
    clients: (login ? counted : present).length,
    maxClients: finite(config.get(maxClients).most),
    classClients: inside.filter((record) => record.className === isClass).length,
    maxClassClients: finite(perClass?.most),
  };
}

function finite(most: number | undefined): number | undefined {
  return most === Infinity ? undefined : most;
}
