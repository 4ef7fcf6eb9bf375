/**
 * Where a setting comes from, in words: for the log.
 *
 * @module
 */

import type { Directive } from "./directive.ts";
import { at } from "./error.ts";
import type { Scope } from "./scope.ts";

/** `Umask on line 3 of '/etc/proftpd.conf'`, or `Umask by default` where no line sets it. */
export function settingText(scope: Scope, directive: Directive<unknown>): string {
  const place = scope.place(directive);
  return `${directive.name} ${place ? at(place) : "by default"}`;
}
