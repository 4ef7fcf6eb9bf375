/**
 * Which ratio holds for a client: that of its host, else of its anonymous password, else of the user,
 * else of the primary group; of several lines of one kind the first that fits.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { fnmatcher } from "../../libc/fnmatch.ts";
import type { Session } from "../../session/session.ts";
import { anonRatio, groupRatio, hostRatio, type Ratio, userRatio } from "./directives.ts";

/** The ratio of the client of `session` by the settings `scope`; undefined for none. */
export function findRatio({ client, login }: Session, scope: Scope): Ratio | undefined {
  if (!login) return undefined;
  const { account, anonymous, email } = login;
  const host = first(
    scope,
    hostRatio,
    (name) => [client.ip, client.name].some((one) => fnmatcher(name)(one)),
  );
  if (host) return host;
  if (anonymous && email !== undefined) {
    return first(scope, anonRatio, (name) => name === "*" || name === email);
  }
  const primary = account.groups.find(({ gid }) => gid === account.gid)?.name;
  return first(scope, userRatio, (name) => name === "*" || name === account.name) ??
    first(scope, groupRatio, (name) => name === "*" || name === primary);
}

function first(
  scope: Scope,
  directive: Directive<Ratio | undefined>,
  fits: (name: string) => boolean,
): Ratio | undefined {
  return scope.all(directive).find((ratio) => ratio && fits(ratio.name));
}
