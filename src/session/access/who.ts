/**
 * Whom access rules are about.
 *
 * @module
 */

import type { RuleSubject } from "../../net/mod.ts";

/** A user as the rules know him. */
export interface Member {
  readonly user: string;
  /** Names of all groups. */
  readonly groups: readonly string[];
}

/** A client, and the user it has become. */
export interface Who {
  readonly peer: RuleSubject;
  /** The class of its address, if any `<Class>` describes it. */
  readonly className: string | undefined;
  /** Undefined before login. */
  readonly user: Member | undefined;
  /** What stands behind the command; undefined where nobody has looked. */
  readonly argument?: string;
}
