/**
 * `MaxCommandRate`: who sends commands faster than this has to wait for each.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { type Rate, rateText, readRate } from "../../config/mod.ts";
import type { Handlers } from "../../session/module.ts";
import { raise } from "../../session/raise.ts";
import type { Session } from "../../session/session.ts";

/** The directive: commands in so many seconds; undefined for any number. */
export const maxCommandRate: Directive<Rate | undefined> = {
  name: "MaxCommandRate",
  contexts: ["server", "vhost", "global"],
  syntax: "MaxCommandRate count [secs]",
  fallback: undefined,
  parse: (args) => readRate(args, "command rate"),
};

/** Counts commands by the time they came. All times are milliseconds of the monotonic clock. */
export class CommandRate {
  #since = -Infinity;
  #count = 0;

  constructor(readonly rate: Rate) {}

  /**
   * How long a command that comes at `now` has to wait: its share of the interval for every command
   * above the rate, in whole steps as the original has them. What is above the rate at the end of an
   * interval counts in the next one, so that in the long run the rate is kept.
   */
  delay(now: number): number {
    const { count, seconds } = this.rate;
    const interval = seconds * 1000;
    const passed = Math.floor((now - this.#since) / interval);
    if (passed > 0) {
      this.#count = Math.max(0, this.#count - passed * count);
      this.#since = this.#count === 0 ? now : this.#since + passed * interval;
    }
    this.#count += 1;
    return Math.max(0, this.#count - count) * Math.floor(interval / count);
  }
}

/** What happens before commands once somebody is logged in. */
export function commandPace(session: Session): Pick<Handlers, "pace"> {
  let rate: CommandRate | undefined;
  return {
    pace() {
      if (!session.login) return;
      const limit = session.config.get(maxCommandRate);
      if (limit === undefined) return;
      rate ??= new CommandRate(limit);
      const delay = rate.delay(performance.now());
      if (delay === 0) return;
      const end = raise(session, "core.max-command-rate");
      if (end) throw end;
      session.log.notice(
        `MaxCommandRate (${rateText(limit, " cmds")}) exceeded, ` +
          `injecting processing delay of ${delay} ms`,
      );
      return session.waiter.pause(delay);
    },
  };
}
