/**
 * SITE RMDIR: a directory and all that is in it. Links are removed, never followed.
 *
 * @module
 */

import { errno } from "../../libc/errno.ts";
import { entriesOf } from "../../fs/listing/entries.ts";
import { joinPath } from "../../fs/paths.ts";
import { S_IFDIR, S_IFMT } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { reply } from "../../protocol/mod.ts";
import type { Command, Request } from "../../session/module.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { nameIn } from "../site/name_in.ts";
import { demandSite, orRefuse } from "./refusals.ts";

/** Deeper trees are refused. */
const DEEPEST = 256;
/** Larger ones too: one command should have an end. */
const MOST_ENTRIES = 100_000;

/** Something to remove. */
interface Found {
  readonly path: string;
  readonly isDirectory: boolean;
}

/** The command in one session. */
export function removeTree(session: Session): Command {
  return {
    verb: "RMDIR",
    class: "write",
    syntax: "<sp> path",
    features: () => ["SITE RMDIR"],
    run(request) {
      const path = pathOf(session, nameIn(request));
      demandSite(session, request, path, false);
      orRefuse(request, () => remove(session, request, path));
      return reply(200, "SITE RMDIR command successful");
    },
  };
}

/** Looks at everything before anything is removed: what may not be removed keeps all of it. */
function remove(session: Session, request: Request, path: string): void {
  const { root, waiter } = session;
  if ((root.lstat(path).mode & S_IFMT) !== S_IFDIR) throw new SysError("rmdir", errno.EINVAL, path);
  if (path === "/") throw new SysError("rmdir", errno.EBUSY, path);
  const found = treeAt(session, request, path);
  for (const one of found) {
    waiter.attend();
    if (one.isDirectory) root.rmdir(one.path);
    else root.unlink(one.path);
  }
}

/** The tree at `path`: what is in a directory comes before the directory. */
function treeAt(session: Session, request: Request, path: string): readonly Found[] {
  const { root, waiter } = session;
  const found: Found[] = [];
  function walk(directory: string, depth: number): void {
    if (depth > DEEPEST) throw new SysError("rmdir", errno.ELOOP, directory);
    waiter.attend();
    for (const name of entriesOf(root, directory)) {
      const entry = joinPath(directory, name);
      demandSite(session, request, entry, false);
      const isDirectory = (root.lstat(entry).mode & S_IFMT) === S_IFDIR;
      if (isDirectory) walk(entry, depth + 1);
      else found.push({ path: entry, isDirectory });
      if (found.length > MOST_ENTRIES) throw new SysError("rmdir", errno.EFBIG, path);
    }
    found.push({ path: directory, isDirectory: true });
  }
  walk(path, 0);
  return found;
}
