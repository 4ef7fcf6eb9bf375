/**
 * `BanEngine on` needs a `BanTable`: an error at the start, as in the original.
 *
 * @module
 */

import { type Configuration, type Finding, Scope } from "../../config/mod.ts";
import { banEngine, banTable, mayBan } from "../../settings/mod.ts";

/** The error where it is missing. */
export function missingBanTable({ servers }: Configuration): Finding[] {
  const main = new Scope([servers[0].section]);
  if (!mayBan(servers.map(({ section }) => section)) || main.get(banTable) !== undefined) return [];
  const place = main.place(banEngine);
  return [{
    severity: "error",
    message: "mod_ban/0.8: missing required BanTable configuration",
    place: place && { file: place.file, line: place.line },
    directive: banEngine.name,
  }];
}
