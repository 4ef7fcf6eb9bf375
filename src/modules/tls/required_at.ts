/**
 * `TLSRequired` of the directories that a transfer is about.
 *
 * @module
 */

import type { Request } from "../../session/module.ts";
import { settingsAt } from "../../session/permit.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { DATA_VERBS, type Required, tlsRequired } from "./required.ts";

/** Options and patterns of a listing that may lead into other directories than the one it names. */
const LEADS_ON = /^-\S*R|[*?[{]/;

/**
 * What is required for `request`: what the server says, and for data connections what the working
 * directory, or the place that the client names, says besides. The original asks about the place that
 * an earlier command was about.
 */
export function requiredAt(session: Session, { verb, argument }: Request): Required {
  const required = session.config.get(tlsRequired);
  if (!session.login || !DATA_VERBS.has(verb) || required.data === true) return required;
  if (!session.config.mentions(tlsRequired)) return required;
  const name = verb === "LIST" || verb === "NLST"
    ? argument.replace(/^(?:-\S*\s*)+/, "")
    : argument;
  const places = [session.cwd, ...name === "" ? [] : [pathOf(session, name)]];
  const demanded = places.some((place) =>
    settingsAt(session, place).get(tlsRequired).data === true
  );
  const isWide = name === argument ? LEADS_ON.test(name) : LEADS_ON.test(argument);
  return demanded || isWide && demandsSomewhere(session) ? { ...required, data: true } : required;
}

/** Whether any directory demands protection. */
function demandsSomewhere({ config }: Session): boolean {
  return config.inner("directory").some((section) =>
    config.inside(section).get(tlsRequired).data === true
  );
}
