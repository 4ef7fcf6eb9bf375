/**
 * `QuotaOptions ScanOnLogin`: how much there is of the user's below the working directory.
 *
 * @module
 */

import { namesIn } from "../../fs/listing/entries.ts";
import { joinPath } from "../../fs/paths.ts";
import { close } from "../../libc/files.ts";
import { S_IFDIR, S_IFMT, S_IFREG, type Stat } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";
import type { Session } from "../../session/session.ts";

/** Which of the files below a directory count for a tally. */
export interface ScanRules {
  /** Whether it is of those whom the tally is about. */
  belongs(stat: Stat): boolean;
  /** Whether `QuotaExcludeFilter` lets what is at `path` go uncounted. */
  isExempt(path: string): boolean;
  /** Whether directories count as well as files (`QuotaDirectoryTally`). */
  readonly directories: boolean;
}

/** What was found. */
export interface Scan {
  readonly bytes: number;
  readonly files: number;
  /** Whether everything was looked at. */
  readonly isComplete: boolean;
}

/** Names that are looked at: a login should have an end. */
const MOST_NAMES = 1_000_000;
/** Directories within each other. */
const DEEPEST = 256;

/** Looks at everything below the working directory. Throws `SessionEnd`. */
export function scan({ root, cwd, waiter }: Session, rules: ScanRules): Scan {
  let bytes = 0;
  let files = 0;
  let names = 0;
  let isComplete = true;

  function count(path: string, stat: Stat): void {
    if (!rules.belongs(stat) || rules.isExempt(path)) return;
    bytes += stat.size;
    files++;
  }

  function walk(directory: string, depth: number): void {
    if (depth > DEEPEST) isComplete = false;
    else {
      for (const name of entriesOf(directory)) {
        if (++names > MOST_NAMES) {
          isComplete = false;
          return;
        }
        waiter.attend();
        const path = joinPath(directory, name);
        const stat = root.tryLstat(path);
        const type = stat && stat.mode & S_IFMT;
        if (stat && type === S_IFREG) count(path, stat);
        if (stat && type === S_IFDIR) {
          if (rules.directories) count(path, stat);
          walk(path, depth + 1);
        }
      }
    }
  }

  function entriesOf(directory: string): readonly string[] {
    let fd: number;
    try {
      fd = root.openDirectory(directory);
    } catch (error) {
      if (isSysError(error)) return []; // what the user cannot read is not the user's to fill
      throw error;
    }
    try {
      return namesIn(fd, "almost");
    } finally {
      close(fd);
    }
  }

  const start = root.tryLstat(cwd);
  if (rules.directories && start) count(cwd, start);
  walk(cwd, 0);
  return { bytes, files, isComplete };
}
