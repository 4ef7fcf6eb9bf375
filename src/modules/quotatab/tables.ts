/**
 * The two tables of a server, opened before login: later they are out of reach.
 *
 * @module
 */

import { isSysError } from "../../libc/sys_error.ts";
import { asRoot } from "../../privilege/mod.ts";
import { BadTable, Table, type TableKind } from "../../quota/mod.ts";
import type { Session } from "../../session/session.ts";
import type { SessionLog } from "./session_log.ts";
import { quotaLimitTable, quotaTallyTable } from "./directives.ts";

/** The tables of one server: what may be used, and what is. */
export interface Tables {
  readonly limits: Table;
  readonly tallies: Table;
}

/** Opens the tables that the settings name; undefined, and lines in the log, where that fails. */
export function openTables({ config }: Session, log: SessionLog): Tables | undefined {
  function openTable(kind: TableKind): Table | undefined {
    const directive = kind === "limit" ? quotaLimitTable : quotaTallyTable;
    const path = config.get(directive);
    if (path === undefined) {
      log.write(`notice: no ${directive.name} configured`);
      return undefined;
    }
    try {
      return asRoot(() => Table.open(path, kind, kind === "tally"));
    } catch (error) {
      if (error instanceof BadTable) {
        log.write(`error: unable to use ${directive.name}: ${error.message}`);
      } else if (isSysError(error)) {
        log.write(`error: unable to open ${directive.name}: ${error.reason}`);
      } else throw error;
      return undefined;
    }
  }
  const limits = openTable("limit");
  const tallies = openTable("tally");
  if (limits && tallies) return { limits, tallies };
  limits?.close();
  tallies?.close();
  return undefined;
}

/** Closes both; nothing may be asked of them afterwards. */
export function closeTables({ limits, tallies }: Tables): void {
  limits.close();
  tallies.close();
}
