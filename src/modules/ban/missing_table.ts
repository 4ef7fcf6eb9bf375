/**
 * `BanEngine on` needs a `BanTable`: an error at the start, as in the original.
 *
 * @module
 */

import { type Checked, type Finding, Scope, wellFormed } from "../../config/mod.ts";
import { banEngine, banTable, mayBan } from "../../settings/mod.ts";

/** The error where it is missing, and no line of the file is. */
export function missingBanTable({ servers, isWhole }: Checked): Finding[] {
  const main = new Scope([servers[0].section]);
  const isMissing = wellFormed(() =>
    mayBan(servers.map(({ section }) => section)) && main.get(banTable) === undefined
  );
  if (!isWhole || !isMissing) return [];
  const place = main.place(banEngine);
  return [{
    severity: "error",
    message: "mod_ban/0.8: missing required BanTable configuration",
    place: place && { file: place.file, line: place.line },
    directive: banEngine.name,
  }];
}
