/**
 * What commands check about a request before they work: its argument, and the path in it.
 *
 * @module
 */

import { expandTilde, isWithin, joinLexically, joinPath } from "../fs/paths.ts";
import { FtpError, notUnderstood, reply, words } from "../protocol/mod.ts";
import type { Request } from "./module.ts";
import type { Session } from "./session.ts";

/** Throws `FtpError` 501 where a command has an argument that takes none. */
export function withoutArgument(request: Request): void {
  if (request.argument !== "") throw wrongParameters();
}

/** The argument; throws `FtpError` 501 where there is none. */
export function argumentOf(request: Request): string {
  if (request.argument === "") throw wrongParameters();
  return request.argument;
}

/** The only word of the argument; throws `FtpError` 501 where there is none or more than one. */
export function onlyWord(request: Request): string {
  const [word, ...more] = words(request.argument);
  if (word === undefined || more.length > 0) throw wrongParameters();
  return word;
}

/** The reply to a known verb with too few or too many words. */
export function wrongParameters(): FtpError {
  return new FtpError(reply(501, "Invalid number of parameters"));
}

/** Throws `FtpError` `500 'VERB argument' not understood`. */
export function refuse(request: Request): never {
  throw new FtpError(notUnderstood(500, request));
}

/**
 * The path that a client means, inside its root: relative to the working directory, `..` cut off
 * lexically, `~` its home.
 */
export function pathOf(session: Session, argument: string): string {
  return joinLexically(session.cwd, expandHome(session, argument));
}

/** As `pathOf` with every `..` left to the kernel: the parent of what a link led to. */
export function physicalPathOf(session: Session, argument: string): string {
  return joinPath(session.cwd, expandHome(session, argument));
}

/**
 * `~/x` is in the client's home, `~user/x` in that of another user, where that can be seen. `~`
 * alone is the home unless there is a file of that name, and in a jail it never is: throws
 * `FtpError` 550 where there is no such file. `~user` alone is an ordinary name. All as in the
 * original.
 */
function expandHome(session: Session, argument: string): string {
  if (session.running?.isIllegible && session.control.encoding?.isStrict) {
    throw new FtpError(reply(550, `${argument}: Illegal character sequence in filename`));
  }
  if (!argument.startsWith("~")) return argument;
  const { root, cwd, login, auth } = session;
  if (!argument.includes("/")) {
    if (argument !== "~" || root.tryLstat(joinPath(cwd, argument)) !== undefined) return argument;
    if (root.realPrefix !== "") throw new FtpError(reply(550, "~: No such file or directory"));
    return homeOf(session);
  }
  return expandTilde(argument, (user) => {
    if (user === "") return homeOf(session);
    if (root.realPrefix !== "") return undefined;
    return user === login?.account.name ? login.account.home : auth.find(user)?.home;
  });
}

/** The client's home as it sees it: where that lies outside of its root, the root itself. */
function homeOf({ root, login }: Session): string {
  const home = login?.account.home ?? "/";
  const { realPrefix } = root;
  if (realPrefix === "") return home;
  return isWithin(home, realPrefix) ? home.slice(realPrefix.length) || "/" : "/";
}
