/**
 * The tools room: what administrators look at the scoreboard with, and talk to the daemon.
 *
 * @module
 */

import { ftpcount } from "./ftpcount.ts";
import { ftpdctl } from "./ftpdctl.ts";
import { ftpscrub } from "./ftpscrub.ts";
import { ftptop } from "./ftptop.ts";
import { ftpwho } from "./ftpwho.ts";

/** Does what the words behind a tool's name ask for; the result is the exit status. */
export type Tool = (args: readonly string[]) => number | Promise<number>;

/** The tools by name. */
export const TOOLS = { ftpwho, ftpcount, ftpscrub, ftptop, ftpdctl } satisfies Record<string, Tool>;
