/**
 * What a listing leaves out because rules say so: an entry that is hidden, and one for which the
 * listing's own command is denied.
 *
 * @module
 */

import type { Entry } from "../fs/listing/request.ts";
import { basename, dirname, joinPath } from "../fs/paths.ts";
import type { Hidden } from "./access/mod.ts";
import { S_IFDIR, S_IFMT } from "../libc/statx.ts";
import { asksForFile, fileIsHidden, leadsToHidden } from "./hidden.ts";
import { truePath } from "./permit.ts";
import type { Session } from "./session.ts";

/** The commands that list. */
export type ListingVerb = "LIST" | "NLST" | "STAT" | "MLSD";

/** The question whether a listing leaves an entry out. */
export interface HiddenEntries {
  isHidden(entry: Entry): boolean;
  /** Whether the answer may depend on whose an entry is or who may use it; else its name is enough. */
  asksForFiles(directory: string): boolean;
}

/** What holds for the entries of one directory. */
interface Rules {
  /** Its true place. */
  readonly place: string;
  readonly hidden: Hidden | undefined;
  /** Whether there may be other rules for an entry than for the directory. */
  readonly differ: boolean;
}

/**
 * What a listing by `verb` leaves out; undefined where nothing is. `argument` is what the client wrote
 * behind the verb. Most directories have no rules about single entries: they are asked about once.
 */
export function hiddenEntries(
  session: Session,
  verb: ListingVerb,
  argument: string,
): HiddenEntries | undefined {
  const { access, root } = session;
  if (!access.dependsOnPath && access.hiddenIn(access.scopeFor("/")) === undefined) {
    return undefined;
  }
  const known = new Map<string, Rules>();
  function rulesIn(directory: string): Rules {
    let rules = known.get(directory);
    if (rules === undefined) {
      const place = access.dependsOnPath
        ? truePath(session, directory, true)
        : root.realPath(directory);
      const hidden = access.hiddenIn(access.scopeFor(place));
      rules = { place, hidden, differ: access.differsWithin(place) };
      known.set(directory, rules);
    }
    return rules;
  }

  /**
   * `.` and `..`: LIST and STAT always show them, NLST hides them for their owners alone, MLSD as the
   * directories that they are.
   */
  function isDotHidden(entry: Entry, { hidden, place }: Rules): boolean {
    if (hidden === undefined || verb === "LIST" || verb === "STAT") return false;
    if (hidden.owner?.(entry.uid, entry.gid)) return true;
    if (verb === "NLST") return false;
    const { directory, name } = entry;
    return hidden.name?.(basename(name === "." ? place : dirname(place))) === true ||
      fileIsHidden(session, hidden, joinPath(directory, name), entry);
  }

  return {
    asksForFiles(directory) {
      const { hidden, differ } = rulesIn(directory);
      return differ || hidden !== undefined && asksForFile(hidden);
    },
    isHidden(entry) {
      const { directory, name } = entry;
      const rules = rulesIn(directory);
      if (name === "." || name === "..") return isDotHidden(entry, rules);
      const { place, hidden } = rules;
      const isDirectory = (entry.mode & S_IFMT) === S_IFDIR;
      const differ = rules.differ || isDirectory && access.isOverriddenIn(joinPath(place, name));
      const own = differ ? joinPath(place, name) : place;
      if (differ && !access.allows(verb, own, argument)) return true;
      if (hidden?.name?.(name)) return true;
      if (!differ && hidden === undefined) return false;
      const path = joinPath(directory, name);
      if (entry.isLink && leadsToHidden(session, path)) return true;
      const file = differ ? access.hiddenIn(access.scopeFor(own)) : hidden;
      return fileIsHidden(session, file, path, entry);
    },
  };
}
