/**
 * `ftpdctl`: tells a running daemon what to do (ftpdctl(8)). Unlike that of the original it ends with
 * status 1 also when the daemon refuses: scripts can tell.
 *
 * @module
 */

import { AnswerMissing, ask } from "../controls/mod.ts";
import { isSysError } from "../libc/sys_error.ts";
import { parseFtpdctlOptions } from "./ftpdctl_options.ts";
import { fail, print } from "./output.ts";
import { printable } from "./printable.ts";
import { FTPDCTL_USAGE } from "./usage.ts";

/** Does what `args` ask for; the result is the exit status. */
export async function ftpdctl(args: readonly string[]): Promise<number> {
  const request = parseFtpdctlOptions(args);
  if (request.kind === "refuse") return fail(`ftpdctl: ${request.message}`);
  if (request.kind === "help") {
    print(1, FTPDCTL_USAGE);
    return 0;
  }
  const { socket, verbose, words } = request;
  const say = (line: string): void => {
    print(1, `ftpdctl: ${printable(line)}\n`);
  };
  const tell = (step: string): void => {
    if (verbose) say(step);
  };
  for (const word of words) tell(`adding "${word}" to reqargv`);
  tell(`contacting server using '${socket}'`);
  try {
    const { done, lines } = await ask(socket, words, tell);
    lines.forEach(say);
    return done ? 0 : 1;
  } catch (error) {
    const contacting = `ftpdctl: error contacting server using '${socket}'`;
    if (isSysError(error)) return fail(`${contacting}: ${error.reason}`);
    if (error instanceof AnswerMissing || error instanceof RangeError) {
      return fail(`${contacting}: ${error.message}`);
    }
    throw error;
  }
}
