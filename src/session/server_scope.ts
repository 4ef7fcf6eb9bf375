/**
 * The settings of the server that a session is with.
 *
 * @module
 */

import { Scope, type Section } from "../config/mod.ts";
import { serverName } from "../settings/mod.ts";

/**
 * The settings of the server with the section `own`. From `main`, the section of the main server, a
 * `<VirtualHost>` takes over the name if it has none of its own, and nothing else.
 */
export function serverScope(own: Section, main: Section): Scope {
  if (own === main) return new Scope([own]);
  const entries = main.entries.filter(({ name }) => name === serverName.name);
  return new Scope([own, { ...main, entries, sections: [], inherited: [] }]);
}
