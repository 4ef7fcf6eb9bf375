/**
 * How fast clients may come.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { type Rate, readRate } from "../config/rate.ts";

/** `MaxConnectionRate`: connections that may come in so many seconds; undefined for any number. */
export const maxConnectionRate: Directive<Rate | undefined> = {
  name: "MaxConnectionRate",
  contexts: ["server"],
  syntax: "MaxConnectionRate count [secs]",
  fallback: undefined,
  parse: (args) => readRate(args, "connection rate"),
};
