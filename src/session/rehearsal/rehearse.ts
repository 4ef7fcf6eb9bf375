/**
 * Rehearsing a command: everything that a session decides about it, by the same code, and nothing of
 * what it does.
 *
 * @module
 */

import type { Reply } from "../../protocol/mod.ts";
import type { Decision } from "../access/mod.ts";
import { DataConnection } from "../data/connection.ts";
import { answerTo } from "../dispatch.ts";
import type { Request } from "../module.ts";
import type { Session } from "../session.ts";
import { SessionEnd } from "../session_end.ts";
import { Rehearsed } from "./rehearsed.ts";
import { RehearsalRoot } from "./rehearsal_root.ts";

/** What would become of a command. */
export interface Outcome {
  readonly allowed: boolean;
  /** What the client would be told; undefined where that depends on what happens then. */
  readonly reply: Reply | undefined;
  /** What would be done: `create /new`. */
  readonly deed: string | undefined;
}

/** Takes all power to change files from `session`, for good. */
export function disarm(session: Session): void {
  session.root = new RehearsalRoot(session.root);
}

/** What a listing is sent over in a rehearsal: nobody is at the other end. */
class NoConnection extends DataConnection {
  constructor({ waiter, control }: Session) {
    super(-1, waiter, control, new Uint8Array(0));
  }

  override sendAll(): void {}

  override close(): void {}
}

/** Only when a listing is made it turns out what of it may be seen. */
const LISTINGS: ReadonlySet<string> = new Set(["LIST", "NLST", "MLSD"]);

/**
 * What would become of `request`. No data connection is opened for it; `over` is called where one
 * would be: what is logged after that is about the rehearsal.
 */
export function rehearse(
  session: Session,
  request: Request,
  over: () => void,
): Outcome {
  session.data.open = () => {
    if (LISTINGS.has(request.verb)) return new NoConnection(session);
    over();
    throw new Rehearsed("open the data connection");
  };
  session.access.nextCommand();
  const decisions = watch(session);
  const { allowed, reply, deed } = attempt(session, request);
  // A listing of what may not be listed is an empty one, without any word of refusal.
  return { allowed: allowed && decisions[0]?.allowed !== false, reply, deed };
}

function attempt(session: Session, request: Request): Outcome {
  try {
    const reply = answerTo(session, request);
    return { allowed: reply.code < 400, reply, deed: undefined };
  } catch (error) {
    if (error instanceof Rehearsed) {
      return { allowed: true, reply: undefined, deed: error.deed };
    }
    if (!(error instanceof SessionEnd)) throw error;
    const { farewell: reply } = error;
    return { allowed: reply !== undefined && reply.code < 400, reply, deed: "end the session" };
  }
}

/** The decisions about commands that are made from now on. */
function watch({ access }: Session): readonly Decision[] {
  const decisions: Decision[] = [];
  const ask = Object.getPrototypeOf(access).decisionAbout;
  access.decisionAbout = (...question) => {
    const decision = ask.apply(access, question);
    decisions.push(decision);
    return decision;
  };
  return decisions;
}
