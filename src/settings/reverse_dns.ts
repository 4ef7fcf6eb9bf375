/**
 * Whether clients have names: for sessions, and for `ftpdctl dns`.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";

/** `UseReverseDNS on|off`: whether clients get names. */
export const useReverseDNS: Directive<boolean> = {
  name: "UseReverseDNS",
  contexts: ["server"],
  syntax: "UseReverseDNS on|off",
  fallback: true,
  repeat: "last",
  parse: (args) => args.boolean(),
};
