/**
 * The client of a session as lines for some clients know it.
 *
 * @module
 */

import type { Session } from "../session.ts";
import type { Listener } from "./audience.ts";

/** Who it is that lines with `user`, `group` or `class` are compared with. */
export function audienceOf({ access, login }: Session): Listener {
  return {
    user: login?.account.name ?? "",
    groups: login?.account.groups.map(({ name }) => name) ?? [],
    className: access.className,
  };
}
