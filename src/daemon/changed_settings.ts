/**
 * What ftpdctl changes in a configuration that is in force, until the next HUP.
 *
 * @module
 */

import { freeze, type Json, Scope, type Section } from "../config/mod.ts";
import { useReverseDNS } from "../settings/mod.ts";
import type { Loaded } from "./load.ts";

/** `loaded` with another debug level for its sessions. */
export function withDebugLevel(loaded: Loaded, debugLevel: number): Loaded {
  const { configuration, materials } = loaded;
  const log = { ...loaded.handover.log, debugLevel, usualDebugLevel: debugLevel };
  const handover = { ...loaded.handover, log };
  const snapshot = freeze(configuration, handover as unknown as Json, materials);
  return { ...loaded, handover, snapshot };
}

/** `loaded` with `UseReverseDNS` as `looksUp` says, whatever stands in the file. */
export function withReverseDNS(loaded: Loaded, looksUp: boolean): Loaded {
  const { configuration, handover, materials } = loaded;
  const { name } = useReverseDNS;
  const changed = (section: Section): Section => ({
    ...section,
    entries: [
      ...section.entries.filter((entry) => entry.name !== name),
      { name, args: [looksUp ? "on" : "off"], file: section.file, line: 0 },
    ],
  });
  const [first, ...others] = configuration.servers;
  const server = { ...first, own: changed(first.own), section: changed(first.section) };
  const checked = { ...configuration, servers: [server, ...others] };
  const snapshot = freeze(checked, handover as unknown as Json, materials);
  return { ...loaded, configuration: checked, main: new Scope([server.section]), snapshot };
}
