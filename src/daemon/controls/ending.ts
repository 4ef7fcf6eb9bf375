/**
 * `restart` and `shutdown` of ftpdctl: the daemon sends itself the signal that means the same, so that
 * there is one way to restart and one way to end.
 *
 * @module
 */

import type { Answer } from "../../controls/mod.ts";
import { getpid, kill } from "../../libc/process.ts";
import { SIGNAL } from "../../libc/signals.ts";
import { done, failed } from "./answers.ts";
import type { Controlled } from "./controlled.ts";

/** `restart`, `restart count`. */
export function restart(words: readonly string[], daemon: Controlled): Answer {
  if (words.length > 1) return failed("wrong number of parameters");
  if (words.length === 0) {
    kill(getpid(), SIGNAL.HUP);
    return done("restarted server");
  }
  if (words[0] !== "count") return failed(`unsupported parameter '${words[0]}'`);
  const started = new Date(daemon.loaded.handover.started).toISOString();
  const since = `${started.slice(0, 10)} ${started.slice(11, 19)} GMT`;
  return done(`server restarted ${daemon.restarts} times since ${since}`);
}

/**
 * `shutdown`, `shutdown graceful [seconds]`: the daemon ends at once, or when all sessions have ended
 * by themselves, which they have `seconds` for, or as long as they like.
 */
export function shutDown(words: readonly string[], daemon: Controlled): Answer {
  const [how, seconds] = words;
  if (how === undefined) {
    kill(getpid(), SIGNAL.TERM);
    return done("shutting down");
  }
  if (how !== "graceful") return failed(`unsupported parameter '${how}'`);
  if (words.length > 2) return failed("wrong number of parameters");
  if (seconds !== undefined && !/^\d{1,9}$/.test(seconds)) {
    return failed(`bad number of seconds: '${seconds}'`);
  }
  daemon.endGracefully(seconds === undefined ? Infinity : Number(seconds));
  return done("shutting down");
}
