/**
 * Whether PAM is asked about passwords: sessions load what that takes only where it may be.
 *
 * @module
 */

import { toggle } from "../config/toggle.ts";
import type { Entry, Section } from "../config/tree.ts";
import { booleanOf } from "../config/words.ts";

/** The module's name. */
export const PAM_MODULE = "mod_auth_pam.c";

/** `AuthPAM on|off`. */
export const authPam = toggle("AuthPAM", ["server", "vhost", "global"], true);

/**
 * Whether sessions with the server `section` may have to ask PAM: unless it has an `AuthPAM` line, or
 * an `AuthOrder`, and none of those lines, in conditional sections neither, brings PAM in.
 */
export function mayAskPam(section: Section): boolean {
  return mayBring(section, authPam.name, ({ args }) => booleanOf(args[0] ?? "") !== false) &&
    mayBring(
      section,
      "AuthOrder",
      ({ args }) => args.some((word) => word.replace("*", "") === PAM_MODULE),
    );
}

function mayBring(section: Section, name: string, brings: (entry: Entry) => boolean): boolean {
  const own = [section, ...section.inherited ?? []].flatMap(({ entries }) => entries);
  if (!own.some((entry) => entry.name === name)) return true;
  return linesOf(section).some((entry) => entry.name === name && brings(entry));
}

function linesOf({ entries, inherited = [], sections }: Section): readonly Entry[] {
  return [...entries, ...[...inherited, ...sections].flatMap(linesOf)];
}
