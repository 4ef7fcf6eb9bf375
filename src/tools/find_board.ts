/**
 * Which scoreboard a tool is to look at.
 *
 * @module
 */

import { readFile } from "../libc/files.ts";
import { AT_FDCWD, statAt, tryStatAt } from "../libc/statx.ts";
import { isSysError } from "../libc/sys_error.ts";
import type { BoardChoice } from "./tool_options.ts";

/** Where the scoreboard is when nobody says otherwise: ScoreboardFile's default. */
export const DEFAULT_SCOREBOARD = "/run/proftpd.scoreboard";
/** The configuration that is asked when there is none at that place. */
export const DEFAULT_CONFIG = "/etc/proftpd/proftpd.conf";

/** A scoreboard that was not found; `message` is for the user. */
export class NoBoard extends Error {
  override readonly name = "NoBoard";
}

/**
 * The path of the scoreboard: the file of `-f`; else what the configuration of `-c` names; else the
 * default one; and where that is missing, what the default configuration names. Throws `NoBoard`.
 */
export function findBoard({ file, config }: BoardChoice): string {
  const path = file ?? (config === undefined ? undefined : boardIn(config, "needed")) ??
    (exists(DEFAULT_SCOREBOARD) ? undefined : boardIn(DEFAULT_CONFIG, "if there")) ??
    DEFAULT_SCOREBOARD;
  try {
    statAt(AT_FDCWD, path);
    return path;
  } catch (error) {
    if (!isSysError(error)) throw error;
    if (file !== undefined) {
      throw new NoBoard(`unable to open scoreboard '${file}': ${error.reason}`);
    }
    throw new NoBoard(
      `${path}: ${error.reason}\n` +
        "(Perhaps you need to specify the ScoreboardFile with -f, or change\n" +
        " the compile-time default directory?)",
    );
  }
}

function exists(path: string): boolean {
  return tryStatAt(AT_FDCWD, path) !== undefined;
}

function boardIn(config: string, need: "needed" | "if there"): string | undefined {
  let text: string;
  try {
    text = readFile(config);
  } catch (error) {
    if (!isSysError(error)) throw error;
    if (need === "if there") return undefined;
    throw new NoBoard(`unable to read configuration file '${config}': ${error.reason}`);
  }
  const path = scoreboardIn(text);
  if (path !== undefined && ["none", "off", "/dev/null"].includes(path.toLowerCase())) {
    throw new NoBoard(`${config}: the server keeps no scoreboard (ScoreboardFile ${path})`);
  }
  return path;
}

/**
 * What the last ScoreboardFile line of a configuration's text says, which is the one that counts.
 * Like the original's tools this looks at lines, not at what they mean: neither Include nor
 * conditional sections are followed.
 */
export function scoreboardIn(text: string): string | undefined {
  const lines = text.matchAll(/^[ \t]*ScoreboardFile[ \t]+(?:"([^"\r\n]*)"|([^\s"]+))/gim);
  const last = Array.from(lines).at(-1);
  return last && (last[1] ?? last[2]);
}
