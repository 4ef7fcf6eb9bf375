/**
 * Advice on rights of root's that sessions are to have after login.
 *
 * @module
 */

import { Scope } from "../../config/mod.ts";
import { rootRevoke } from "../../session/data/source_port.ts";
import { capabilitiesSet } from "../cap/mod.ts";
import { type Rule, warning } from "./advice.ts";

/** Rights that have no effect, and those that make file permissions meaningless. */
export const capabilities: Rule = ({ servers }) =>
  servers.flatMap(({ section }) => {
    const scope = new Scope([section]);
    const place = scope.place(capabilitiesSet);
    const { wanted } = scope.get(capabilitiesSet);
    if (place === undefined || wanted.length === 0) return [];
    if (!scope.get(rootRevoke).isKept) {
      const reason = "sessions have no such rights without RootRevoke off, so it has no effect";
      return [warning(capabilitiesSet.name, reason, place)];
    }
    if (!wanted.includes("dacOverride")) return [];
    const reason = "no file permissions keep users from anything in their root directory";
    return [warning(capabilitiesSet.name, reason, place, "CAP_DAC_READ_SEARCH is for reading")];
  });
