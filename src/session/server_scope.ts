/**
 * The settings of the server that a session is with.
 *
 * @module
 */

import { Scope, type Section } from "../config/mod.ts";
import { serverName } from "../settings/mod.ts";
import { type Access, settled } from "./access/mod.ts";
import type { Session } from "./session.ts";

/**
 * The settings of the server with the section `own`. From `main`, the section of the main server, a
 * `<VirtualHost>` takes over the name if it has none of its own, and nothing else.
 */
export function serverScope(own: Section, main: Section): Scope {
  if (own === main) return new Scope([own]);
  const entries = main.entries.filter(({ name }) => name === serverName.name);
  return new Scope([own, { ...main, entries, sections: [], inherited: [] }]);
}

/**
 * What a session is under when its client's class is known: the server with the section `server` and
 * the settings `config`, and with what its `<IfClass>` sections say.
 */
export function forClass(
  server: Section,
  config: Scope,
  access: Access,
): Pick<Session, "server" | "config" | "access"> {
  const own = settled(server, { className: access.className, user: undefined });
  if (own === server) return { server, config, access };
  return { server, config: underSettled(own, config), access: access.under(own) };
}

/** The settings `main` of the main server, with what its `<IfClass>` sections say about the client. */
export function mainFor(main: Scope, { className }: Access): Scope {
  const [section] = main.sections;
  const own = settled(section, { className, user: undefined });
  return own === section ? main : underSettled(own, main);
}

/** `config` with `own` in the place of the server's section, which is the first. */
export function underSettled(own: Section, config: Scope): Scope {
  return new Scope([own, ...config.sections.slice(1)]);
}
