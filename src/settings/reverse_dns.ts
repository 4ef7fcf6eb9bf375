/**
 * Whether clients have names: for sessions, and for `ftpdctl dns`.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";

/** `UseReverseDNS on|off`: whether clients get names. */
export const useReverseDNS: Directive<boolean> = {
  ...toggle("UseReverseDNS", ["server"], true),
  repeat: "last",
};
