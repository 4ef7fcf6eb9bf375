/**
 * The tools room: what administrators look at the scoreboard with, talk to the daemon, and keep files
 * of users and of quotas.
 *
 * @module
 */

import { ftpasswd } from "./ftpasswd.ts";
import { ftpcount } from "./ftpcount.ts";
import { ftpdctl } from "./ftpdctl.ts";
import { ftpquota } from "./ftpquota.ts";
import { ftpscrub } from "./ftpscrub.ts";
import { ftptop } from "./ftptop.ts";
import { ftpwho } from "./ftpwho.ts";

/** Does what the words behind a tool's name ask for; the result is the exit status. */
export type Tool = (args: readonly string[]) => number | Promise<number>;

/** The tools by name. */
export const TOOLS = {
  ftpwho,
  ftpcount,
  ftpscrub,
  ftptop,
  ftpdctl,
  ftpasswd,
  ftpquota,
} satisfies Record<string, Tool>;
