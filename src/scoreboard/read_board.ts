/**
 * Looking at a scoreboard from outside, as everybody on the machine may: no lock, nothing changed.
 *
 * @module
 */

import { O, open } from "../libc/files.ts";
import { fstat, S_IFMT, S_IFREG } from "../libc/statx.ts";
import { isAlive } from "./alive.ts";
import { currentBoot, type Header, recognise } from "./header.ts";
import type { SessionRecord } from "./record.ts";
import { Records } from "./records.ts";
import { ScoreboardRefused } from "./refused.ts";

/** A scoreboard at one moment. */
export interface BoardView {
  readonly header: Header;
  /** Sessions that live, in the order of the file. */
  readonly sessions: readonly SessionRecord[];
}

/**
 * Reads the scoreboard at `path`. Throws `ScoreboardRefused` for what is no scoreboard of this
 * version, and `SysError`.
 */
export function readBoard(path: string): BoardView {
  const records = new Records(open(path, O.RDONLY | O.NONBLOCK | O.NOCTTY));
  try {
    const { mode } = fstat(records.fd);
    if ((mode & S_IFMT) !== S_IFREG) {
      throw new ScoreboardRefused(path, "it is not a regular file");
    }
    records.load();
    const file = recognise(records.image, records.length);
    if (file.kind === "empty") throw new ScoreboardRefused(path, "it is empty");
    if (file.kind !== "ours") throw new ScoreboardRefused(path, file.reason);
    // Process ids of another run of the machine say nothing about the processes of this one.
    const current = file.header.boot === currentBoot();
    return { header: file.header, sessions: current ? livingSessions(records) : [] };
  } finally {
    records.close();
  }
}

/** The records, as they were last loaded, whose processes live. */
export function livingSessions(records: Records): SessionRecord[] {
  return records.indices()
    .filter((i) => isAlive(records.pidOf(i), records.processStartOf(i)))
    .map((i) => records.at(i));
}
