/**
 * `AllowFilter` and `DenyFilter`: patterns for the arguments of all commands.
 *
 * @module
 */

import { settingText } from "../../config/mod.ts";
import { allowFilter, denyFilter } from "../../session/access/filter.ts";
import { reply } from "../../protocol/mod.ts";
import type { Hook } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";

/** Commands whose arguments are no business of the filters: names and passwords. */
const EXEMPT = ["USER", "PASS"];

/** The hook of one session. */
export function filterHook(session: Session): readonly Hook[] {
  return [{
    phase: "pre",
    verb: "*",
    run({ verb, argument, hasArgument }) {
      if (!hasArgument || EXEMPT.includes(verb)) return;
      if (session.access.allowsArgument(argument, session.root.realPath(session.cwd))) return;
      session.log.notice(`'${verb} ${argument}' denied by AllowFilter or DenyFilter`);
      session.log.debug(8, () => {
        const scope = session.access.scopeFor(session.root.realPath(session.cwd));
        const filters = [allowFilter, denyFilter].filter((filter) => scope.has(filter));
        return `${verb}: denied by ${filters.map((it) => settingText(scope, it)).join(" or ")}`;
      });
      return reply(550, `${argument}: Forbidden command argument`);
    },
  }];
}
