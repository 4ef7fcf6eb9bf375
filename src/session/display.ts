/**
 * Display files in replies: their lines come before the text that the reply would have had.
 *
 * @module
 */

import { joinLexically } from "../fs/paths.ts";
import type { Reply } from "../protocol/mod.ts";
import { serverName } from "../settings/mod.ts";
import { adminOf } from "./admin.ts";
import { type DisplayFile, type DisplayOwner, readDisplayFile } from "./display_file.ts";
import { displayLines, type DisplayValues } from "./display_text.ts";
import type { Census } from "./module.ts";
import type { Session } from "./session.ts";

/** Display files that were read while they could be reached, by their path. */
export type RememberedDisplays = Map<string, DisplayFile>;

/**
 * Reads those of `paths` that are absolute, for later: after login the session may see another root,
 * while the administrator meant the files outside (as the original does).
 */
export function rememberDisplays(session: Session, paths: readonly (string | undefined)[]): void {
  for (const path of paths) {
    if (!path?.startsWith("/")) continue;
    const file = read(session, path, "administrator");
    if (file) session.displays.set(path, file);
  }
}

/**
 * `last` with the lines of the Display file `path` in front; `last` alone where no file is set, or
 * it is missing or empty. A relative path counts from the working directory.
 */
export function displayed(session: Session, path: string | undefined, last: Reply): Reply {
  const lines = linesOf(session, path);
  return lines.length === 0 ? last : { code: last.code, lines: [...lines, ...last.lines] };
}

/** As `displayed`, but the file takes the place of the reply's own text: what DisplayQuit does. */
export function displayedInstead(session: Session, path: string | undefined, else_: Reply): Reply {
  const lines = linesOf(session, path);
  return lines.length === 0 ? else_ : { code: else_.code, lines };
}

function linesOf(session: Session, path: string | undefined): string[] {
  if (path === undefined) return [];
  const file = session.displays.get(path) ??
    read(session, joinLexically(session.cwd, path), session.login ? "user" : "administrator");
  return file ? displayLines(file.text, valuesOf(session, file)) : [];
}

function read(session: Session, path: string, owner: DisplayOwner): DisplayFile | undefined {
  return readDisplayFile(session.root, path, owner, (text) => session.log.debug(6, text));
}

function valuesOf(session: Session, file: DisplayFile): DisplayValues {
  const { login } = session;
  let census: Census | undefined;
  return {
    now: Date.now() / 1000,
    cwd: login && session.cwd,
    serverAdmin: adminOf(session),
    serverName: session.config.get(serverName),
    local: session.local.name,
    remote: session.client.name,
    user: login?.name,
    ident: session.ident,
    freeBytes: () => file.freeBytes,
    className: session.access.className,
    census: () => census ??= session.table.census?.(),
    totals: session.totals,
    environment: (name) => session.environment.get(name) ?? file.environment.get(name),
    variable(name) {
      for (const ask of session.table.variables) {
        const value = ask(name);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}
