/**
 * What a listing leaves out because rules say so: an entry for which the listing's own command is
 * denied is not there, as in the original.
 *
 * @module
 */

import { joinPath } from "../fs/paths.ts";
import { truePath } from "./permit.ts";
import type { Session } from "./session.ts";

/** An entry of a directory. */
interface Entry {
  /** The directory it is in, a path inside the session's root. */
  readonly directory: string;
  readonly name: string;
}

/**
 * The question whether a listing by `verb` leaves an entry out; undefined where no rules differ from
 * place to place. `argument` is what the client wrote behind the verb. Most directories have no rules
 * about single entries: they are asked about once.
 */
export function hiddenEntries(
  session: Session,
  verb: string,
  argument: string,
): ((entry: Entry) => boolean) | undefined {
  const { access } = session;
  if (!access.dependsOnPath) return undefined;
  const places = new Map<string, string | undefined>();
  function placeOf(directory: string): string | undefined {
    if (places.has(directory)) return places.get(directory);
    const place = truePath(session, directory, true);
    const told = access.differsWithin(place) ? place : undefined;
    places.set(directory, told);
    return told;
  }
  return ({ directory, name }) => {
    if (name === "." || name === "..") return false;
    const place = placeOf(directory);
    return place !== undefined && !access.allows(verb, joinPath(place, name), argument);
  };
}
