/**
 * `DisplayChdir`: a file whose lines come before the reply to a change of directory.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { joinLexically } from "../../fs/paths.ts";
import type { Reply } from "../../protocol/mod.ts";
import { displayed } from "../../session/display.ts";
import type { Session } from "../../session/session.ts";

/** A file, and whether each directory shows it to a client only once for each of its states. */
interface ChdirDisplay {
  readonly path: string;
  readonly once: boolean;
}

/** `DisplayChdir filename [on|off]`: a relative name is looked for in each directory. */
export const displayChdir: Directive<ChdirDisplay | undefined> = {
  name: "DisplayChdir",
  contexts: ["server", "vhost", "global", "anonymous", "directory"],
  syntax: "DisplayChdir filename [on|off]",
  fallback: undefined,
  parse(args) {
    args.between(1, 2);
    return { path: args.word(0), once: args.words.length > 1 && args.boolean(1) };
  },
};

/** Directories that are remembered before the memory is started afresh. */
const MOST_REMEMBERED = 1024;

/** Puts the file of the directory that `session` has just entered in front of a reply. */
export function chdirDisplay(session: Session): (answer: Reply) => Reply {
  /** When what was shown in a directory had been written. */
  const shown = new Map<string, number>();

  return (answer) => {
    const { access, cwd, root } = session;
    // The working directory is the true one, links resolved.
    const setting = access.scopeFor(root.realPath(cwd)).get(displayChdir);
    if (setting === undefined) return answer;
    const { path, once } = setting;
    const stat = root.tryStat(joinLexically(cwd, path));
    if (stat === undefined) return answer;
    if (once) {
      if (shown.get(cwd) === stat.mtime) return answer;
      if (shown.size >= MOST_REMEMBERED) shown.clear();
      shown.set(cwd, stat.mtime);
    }
    return displayed(session, path, answer);
  };
}
