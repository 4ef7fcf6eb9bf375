/**
 * Paths as byte strings: joining, cleaning, splitting. Nothing here asks the file system.
 *
 * FTP has two meanings of `..`, and ProFTPD uses both: most commands cut the name before it off
 * (`joinLexically`: STOR, MKD, NLST, MLSD …), CWD, SIZE, MDTM, MFMT, checksums and SITE CHMOD let
 * the kernel go to the parent of wherever a link led (`joinPath`). LIST and STAT cut to find what is
 * to be listed, and leave what is in it to the kernel.
 *
 * @module
 */

/** `argument` seen from the directory `cwd` (absolute): an absolute path with every `..` in place. */
export function joinPath(cwd: string, argument: string): string {
  if (argument.startsWith("/")) return argument;
  if (argument === "") return cwd;
  return cwd.endsWith("/") ? cwd + argument : `${cwd}/${argument}`;
}

/**
 * `argument` seen from the directory `cwd` (absolute), cleaned: no `.`, no `//`, no slash at the
 * end, and each `..` cuts the name before it off; above the root it stays at the root.
 */
export function joinLexically(cwd: string, argument: string): string {
  const path = joinPath(cwd, argument);
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}

/** The last name in `path`, slashes at its end left aside; "/" for the root itself. */
export function basename(path: string): string {
  const trimmed = withoutSlashes(path);
  return trimmed === "/" ? trimmed : trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** `path` without its last name: the directory it is in; "/" for the root itself. */
export function dirname(path: string): string {
  const trimmed = withoutSlashes(path);
  const slash = trimmed.lastIndexOf("/");
  if (slash < 0) return ".";
  return withoutSlashes(trimmed.slice(0, slash + 1));
}

/** `path` without slashes at its end; "/" stays what it is. */
export function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

/** Whether `path` is `directory` or lies below it, both cleaned. */
export function isWithin(path: string, directory: string): boolean {
  if (directory === "/") return path.startsWith("/");
  return path === directory || path.startsWith(`${directory}/`);
}

/**
 * Replaces a leading `~` or `~user` by a home directory. `homeOf("")` is asked for the session's
 * own user; undefined (no such user, or a jail, in which `~` is an ordinary name) leaves `path` as
 * it is.
 */
export function expandTilde(
  path: string,
  homeOf: (user: string) => string | undefined,
): string {
  if (!path.startsWith("~")) return path;
  const slash = path.indexOf("/");
  const end = slash < 0 ? path.length : slash;
  const home = homeOf(path.slice(1, end));
  if (home === undefined) return path;
  const rest = path.slice(end);
  return home === "/" && rest !== "" ? rest : home + rest;
}
