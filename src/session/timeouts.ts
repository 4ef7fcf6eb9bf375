/**
 * The time-outs of a session: `TimeoutLogin`, `TimeoutIdle`, `TimeoutNoTransfer`,
 * `TimeoutStalled`, `TimeoutSession`. All values are seconds; 0 means never.
 *
 * @module
 */

import type { Context, Directive } from "../config/mod.ts";
import { reply } from "../protocol/mod.ts";
import { type Audience, lineFor, parseAudience } from "./access/audience.ts";
import { audienceOf } from "./access/audience_of.ts";
import { raise, raiseAfter } from "./raise.ts";
import type { Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";

function timeout(
  name: string,
  fallback: number,
  ...more: readonly Context[]
): Directive<number> {
  return {
    name,
    contexts: ["server", "vhost", "global", ...more],
    syntax: `${name} seconds`,
    fallback,
    parse: (args) => args.duration(),
  };
}

/** `TimeoutLogin`: until the login is complete. */
export const timeoutLogin = timeout("TimeoutLogin", 300);
/** `TimeoutIdle`: without a command, while no transfer runs. */
export const timeoutIdle = timeout("TimeoutIdle", 600, "anonymous");
/** `TimeoutNoTransfer`: since login or the last transfer. */
export const timeoutNoTransfer = timeout("TimeoutNoTransfer", 300, "anonymous");
/** `TimeoutStalled`: without a byte moving on an open data connection. */
export const timeoutStalled = timeout("TimeoutStalled", 3600, "anonymous");

/** A limit for whole sessions. */
interface SessionLimit {
  /** Seconds; 0 for none. */
  readonly seconds: number;
  readonly audience: Audience | undefined;
}

/** `TimeoutSession`: for the whole session, from the login on. */
export const timeoutSession: Directive<SessionLimit> = {
  name: "TimeoutSession",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "TimeoutSession seconds [user|group|class expression]",
  fallback: { seconds: 0, audience: undefined },
  repeat: "all",
  parse(args) {
    const { length } = args.words;
    if (length !== 1 && length !== 3) args.fail("missing parameters");
    const seconds = args.duration();
    return { seconds, audience: parseAudience(args, 1, "TimeoutSession: unknown classifier used") };
  },
};

/** All of them, for the vocabulary. */
export const timeoutDirectives: readonly Directive<unknown>[] = [
  timeoutLogin,
  timeoutIdle,
  timeoutNoTransfer,
  timeoutStalled,
  timeoutSession,
];

/** Starts the timers that run from the beginning of a session. */
export function startSessionTimers(session: Session): void {
  const { config, timers } = session;
  const login = config.get(timeoutLogin);
  timers.start("login", login, () =>
    raiseAfter(
      session,
      "core.timeout-login",
      new SessionEnd(
        "Login timeout exceeded, disconnected",
        reply(421, `Login timeout (${inSeconds(login)}): closing control connection`),
        "info",
        "TimeoutLogin",
      ),
    ));
  startIdleTimer(session);
}

/** Starts the timers of a login: the anonymous area may have its own values. */
export function startLoginTimers(session: Session): void {
  const { config, timers } = session;
  timers.stop("login");
  startIdleTimer(session);
  const noTransfer = config.get(timeoutNoTransfer);
  timers.start(
    "noTransfer",
    noTransfer,
    () =>
      raise(session, "core.timeout-no-transfer") ?? new SessionEnd(
        "FTP no transfer timeout, disconnected",
        reply(421, `No transfer timeout (${noTransfer} seconds): closing control connection`),
        "notice",
        "TimeoutNoTransfer",
      ),
  );
  const whole = lineFor(config, timeoutSession, audienceOf(session))?.seconds ?? 0;
  timers.start("session", whole, () =>
    raise(session, "core.timeout-session") ?? new SessionEnd(
      "FTP session timed out, disconnected",
      reply(421, `Session Timeout (${whole} seconds): closing control connection`),
      "info",
      "TimeoutSession",
    ));
}

/** Starts the timer of a transfer, which every byte that moves starts again. */
export function startStallTimer(session: Session): void {
  const { config, timers } = session;
  const stalled = config.get(timeoutStalled);
  const reason = `Data transfer stall timeout: ${inSeconds(stalled)}`;
  timers.start(
    "stalled",
    stalled,
    () =>
      raise(session, "core.timeout-stalled") ??
        new SessionEnd(reason, undefined, "notice", "TimeoutStalled"),
  );
}

/** The original counts seconds here, and says "1 seconds" elsewhere. */
function inSeconds(count: number): string {
  return `${count} ${count === 1 ? "second" : "seconds"}`;
}

function startIdleTimer(session: Session): void {
  const { config, timers } = session;
  const idle = config.get(timeoutIdle);
  timers.start("idle", idle, () =>
    raise(session, "core.timeout-idle") ?? new SessionEnd(
      "Client session idle timeout, disconnected",
      reply(421, `Idle timeout (${idle} seconds): closing control connection`),
      "info",
      "TimeoutIdle",
    ));
}
