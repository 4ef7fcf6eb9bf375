/**
 * LIST, and STAT of a path: from the argument to rows.
 *
 * @module
 */

import { stringOf } from "../../libc/bytes.ts";
import { hasWildcard } from "../../libc/fnmatch.ts";
import { SysError } from "../../libc/sys_error.ts";
import { isDirectory } from "../../libc/statx.ts";
import { glob } from "../glob.ts";
import { joinLexically } from "../paths.ts";
import { readFlags, splitFlags } from "./flags.ts";
import { Lister } from "./lister.ts";
import type { Listing, ListRequest, Rows } from "./request.ts";

/** Answers LIST. Rows end with CR LF in every transfer type, as the original's do. */
export function list(request: ListRequest): Listing {
  return prepare(request, "LIST", "\r\n");
}

/**
 * Answers STAT with a path. The rows come one string each, without an end: they become lines of a
 * reply, and a name may well hold a newline.
 */
export function* statRows(rows: Rows): Generator<string, void, void> {
  for (const piece of rows) {
    const text = stringOf(piece);
    yield* text.slice(0, -1).split("\0");
  }
}

/**
 * The listing for STAT; read it with `statRows`. The request's argument is the path alone: what the
 * client sent, without flags.
 */
export function listForStat(request: ListRequest): Listing {
  return prepare(request, "STAT", "\0");
}

function prepare(request: ListRequest, command: "LIST" | "STAT", rowEnd: string): Listing {
  const { root, cwd } = request;
  const { flags: sent, path } = command === "LIST" ? argumentOf(request) : forStat(request);
  const asked = readFlags(command, sent, request.options);
  const isWindows = command === "LIST" && request.windowsRows === true;
  const flags = isWindows ? { ...asked, ...IN_WINDOWS } : asked;
  const lister = new Lister(request, flags, rowEnd, isWindows);
  // What it is, is asked of the cleaned path, as the original does; what is in it, of the kernel.
  const place = joinLexically(cwd, path);
  const itself = path.endsWith("/") ? root.tryStat(place) : root.tryLstat(place);
  // To STAT a pattern is one only where something has that very name: the original's way.
  const mayMatch = command === "LIST" || itself !== undefined;
  if (request.globbing !== false && hasWildcard(path) && mayMatch) {
    const paths = glob(root, cwd, path, lister.isListable).sort();
    // A file with such a name is meant only where nothing matches.
    if (paths.length > 0 || itself === undefined) {
      return { kind: "rows", rows: lister.several(paths, path), isDirectory: isDirectory(itself) };
    }
  }
  try {
    const stat = root.stat(place);
    const isContents = isDirectory(stat) && !lister.flags.self;
    const rows = isContents ? lister.directory(path) : lister.one(path);
    // A link to a directory is listed as one, but STAT answers as for a file.
    return { kind: "rows", rows, isDirectory: isDirectory(itself ?? stat) };
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    // Nothing matches it: that is no error, even where nobody was to look (UseGlobbing off).
    if (command === "LIST" && hasWildcard(path)) {
      return { kind: "rows", rows: lister.several([], path), isDirectory: false };
    }
    return { kind: "absent", path, error };
  }
}

/** An argument, taken apart. */
interface Argument {
  readonly flags: string;
  readonly path: string;
}

/** Takes the argument apart; one word that names a file is a path, even if it looks like flags. */
export function argumentOf(request: ListRequest): Argument {
  const { root, cwd, argument, expand } = request;
  const isFile = /^-[^ \t-\r]*$/.test(argument) &&
    root.tryLstat(joinLexically(cwd, argument)) !== undefined;
  if (isFile) return asPath(request);
  const { flags, path } = splitFlags(argument);
  return { flags, path: expand?.(path) ?? path };
}

function asPath({ argument, expand }: ListRequest): Argument {
  return { flags: "", path: expand?.(argument) ?? argument };
}

/**
 * To STAT a name is a home only where something has that very name (`~/..`), as is a pattern one: the
 * original's way.
 */
function forStat(request: ListRequest): Argument {
  const { root, cwd, argument } = request;
  const isThere = root.tryLstat(joinLexically(cwd, argument)) !== undefined;
  return isThere ? asPath(request) : { flags: "", path: argument };
}

/** What rows of Windows have no room for, as the original has it. */
const IN_WINDOWS = { dots: "none", form: "long", classify: false } as const;
