/**
 * Files that the server cannot make, since their directories are not there: errors at the start, as
 * in the original.
 *
 * @module
 */

import {
  at,
  type Configuration,
  type Directive,
  type Finding,
  Scope,
  wellFormed,
} from "../../config/mod.ts";
import { dirname } from "../../fs/paths.ts";
import { AT_FDCWD, statAt } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { controlsLog, scoreboardFile, systemLog, traceLog } from "../../settings/mod.ts";

/** Whose files, and the original's words in front of one that cannot be used. */
const FILES: readonly (readonly [Directive<string | undefined>, string])[] = [
  [scoreboardFile, "ScoreboardFile: unable to use"],
  [systemLog, "unable to open SystemLog"],
  [traceLog, "TraceLog: error using TraceLog"],
  [controlsLog, "ControlsLog: unable to open"],
];

/** Errors for every such line whose file has no directory to be in. */
export function unusablePlaces({ servers }: Configuration): Finding[] {
  const main = new Scope([servers[0].section]);
  return FILES.flatMap(([directive, words]): Finding[] => {
    const [path, place] = [wellFormed(() => main.get(directive)), main.place(directive)];
    if (path === undefined || place === undefined) return [];
    if (!path.startsWith("/")) return []; // `none` and `-` are no files
    const reason = problemOf(dirname(path));
    if (reason === undefined) return [];
    const message = `${words} '${path}': ${reason} ${at(place)}`;
    const { file, line } = place;
    return [{ severity: "error", message, place: { file, line }, directive: directive.name }];
  });
}

/** Why there can be no file in `folder`; undefined where there can, as far as anybody may see. */
function problemOf(folder: string): string | undefined {
  try {
    statAt(AT_FDCWD, `${folder}/.`);
    return undefined;
  } catch (error) {
    if (!isSysError(error, "ENOENT", "ENOTDIR")) return undefined;
    return error.reason;
  }
}
