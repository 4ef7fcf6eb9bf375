/**
 * mod_delay.c: the time that a refusal takes does not tell who exists.
 *
 * The work is the same for known and unknown users already (`auth/stand_in.ts`), but for what cannot
 * be: a look-up that finds something, groups, rules. So refusals go out at the end of a slot of time,
 * in which such differences vanish. Who is let in does not wait, and there is no table that strangers
 * could fill with long delays, as in the original.
 *
 * @module
 */

import type { Hook, Module, Phase } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { delayDirectives, delayEngine, delayOnEvent, type EventDelay } from "./directives.ts";

/** Milliseconds: longer than a hash of the usual cost takes, too short for people to mind. */
const SLOT = 100;

/** The module. It is left out of rehearsals, which nobody times. */
export const delay: Module = {
  name: "mod_delay.c",
  directives: delayDirectives,
  recordsOnly: true,
  open: (session) => ({ hooks: hooksOf(session) }),
};

function hooksOf(session: Session): readonly Hook[] {
  /** When the command came (monotonic, ms); undefined when nothing is left to wait for. */
  let began: number | undefined;
  const hook = (phase: Phase, verb: string, work: () => void): Hook => ({ phase, verb, run: work });

  function begin(): void {
    began = session.config.get(delayEngine) ? performance.now() : undefined;
  }

  function hold(events: readonly EventDelay["event"][], isRefusal: boolean): void {
    if (began === undefined) return;
    const passed = performance.now() - began;
    began = undefined;
    const least = Math.max(0, ...events.map((event) => delayOf(session, event)));
    const until = isRefusal ? endOfSlot(Math.max(passed, least)) : least;
    if (until > passed) session.waiter.pause(until - passed);
  }

  const refuse = () => hold(["PASS", "FailedLogin"], true);
  return [
    hook("pre", "USER", begin),
    hook("post", "USER", () => hold(["USER"], false)),
    hook("postError", "USER", () => hold(["USER"], false)),
    hook("pre", "PASS", begin),
    hook("post", "PASS", () => hold(["PASS"], false)),
    hook("postError", "PASS", refuse),
    // The last refusal ends the session, and has no phase before this one.
    hook("logError", "PASS", refuse),
  ];
}

/** The end of the slot that a moment, counted from the command's, lies in. */
export function endOfSlot(passed: number): number {
  return Math.ceil(passed / SLOT) * SLOT;
}

/** What `DelayOnEvent` says of `event`, 0 for nothing. */
function delayOf({ config }: Session, event: EventDelay["event"]): number {
  return config.all(delayOnEvent).findLast((line) => line?.event === event)?.delay ?? 0;
}
