/**
 * Where a login leads: `DefaultRoot` and `DefaultChdir`.
 *
 * @module
 */

import type { Account } from "../../auth/mod.ts";
import { type Arguments, type Directive, type Scope, toggle } from "../../config/mod.ts";
import { expandTilde, isWithin, joinLexically } from "../../fs/paths.ts";
import { matchesGroups, warnOfBlanks } from "../../session/access/expressions.ts";

/** A directory for the members of some groups. */
interface Place {
  /** Absolute, or `~` and what is below. */
  readonly path: string;
  /** A group expression (AND); undefined for everybody. */
  readonly groups: string | undefined;
}

function parsePlace(args: Arguments): Place {
  if (args.words.length === 0) {
    args.fail(`syntax: ${args.name} <directory> [<group-expression>]`);
  }
  const groups = args.rest(1);
  warnOfBlanks(args, groups);
  return { path: args.word(0), groups: groups.length === 0 ? undefined : groups.join(",") };
}

/** `DefaultRoot path [group-expression]`: the directory that the user sees as "/". */
export const defaultRoot: Directive<Place | undefined> = {
  name: "DefaultRoot",
  contexts: ["server", "vhost", "global"],
  syntax: "DefaultRoot path [group-expression]",
  fallback: undefined,
  repeat: "all",
  parse(args) {
    const place = parsePlace(args);
    if (!/^[/~]/.test(place.path)) args.fail(`(${place.path}) absolute pathname required`);
    return place;
  },
};

/** `AllowChrootSymlinks`: whether a root may be reached by a symbolic link. */
export const allowChrootSymlinks = toggle(
  "AllowChrootSymlinks",
  ["server", "vhost", "global"],
  true,
);

/** `DefaultChdir path [group-expression]`: the working directory after login. */
export const defaultChdir: Directive<Place | undefined> = {
  name: "DefaultChdir",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "DefaultChdir path [group-expression]",
  fallback: undefined,
  repeat: "all",
  parse(args) {
    const place = parsePlace(args);
    if (/[*?]/.test(place.path)) args.fail(`(${place.path}) wildcards not allowed in pathname`);
    return place;
  },
};

/** The first of the directive's lines that is for `account`. */
export function placeFor(
  directive: Directive<Place | undefined>,
  config: Scope,
  account: Account,
): string | undefined {
  const names = account.groups.map(({ name }) => name);
  return config.all(directive).find((place) =>
    place && (place.groups === undefined || matchesGroups(place.groups, names))
  )?.path;
}

/** `path` with `~`, `~user` and `%u` replaced, cleaned. */
export function expandPlace(
  path: string,
  account: Account,
  homeOf: (user: string) => string | undefined,
): string {
  const named = path.replaceAll("%u", account.name);
  const expanded = expandTilde(
    named,
    (user) => user === "" || user === account.name ? account.home : homeOf(user),
  );
  return joinLexically("/", expanded);
}

/**
 * The directories to start in, seen from inside of `jail`, the best first. `wanted` is DefaultChdir:
 * with `~` a path of the whole system, with a slash one of the jail, else one of `home`. What cannot
 * be entered leaves the client at home, and at the top of a jail where that is out of reach.
 */
export function startingPlaces(
  wanted: string | undefined,
  jail: string,
  home: string,
  expand: (path: string) => string,
): readonly string[] {
  const inside = (path: string) => isWithin(path, jail) ? [pathInside(path, jail)] : [];
  const places = [...inside(expand(home)), ...jail === "/" ? [] : ["/"]];
  if (wanted === undefined) return places;
  const path = expand(
    wanted.startsWith("/") || wanted.startsWith("~") ? wanted : `${home}/${wanted}`,
  );
  return [...(wanted.startsWith("/") ? [path] : []), ...inside(path), ...places];
}

function pathInside(path: string, jail: string): string {
  return jail === "/" ? path : path.slice(jail.length) || "/";
}
