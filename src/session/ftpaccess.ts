/**
 * `.ftpaccess` files: rules that lie in the directory that they are for.
 *
 * They are read as the user who is logged in, inside of his root, whenever a command has to do with
 * their directory or anything below, and kept until they change. Whoever may write a file may write
 * one of these: nothing in it can do more than a `<Directory>` section, and it cannot make the session
 * take more than some memory. One that cannot be understood denies everything: what it was there to
 * forbid is not known. (The original passes over the lines, or the file.)
 *
 * @module
 */

import type { Section } from "../config/mod.ts";
import { joinPath } from "../fs/paths.ts";
import { stringOf } from "../libc/bytes.ts";
import { close, O, readToEnd } from "../libc/files.ts";
import { fstat, S_IFMT, S_IFREG, type Stat } from "../libc/statx.ts";
import { SysError } from "../libc/sys_error.ts";
import type { Root } from "../fs/root.ts";
import { compileLayer, type Layer, type Override, type Overrides } from "./access/mod.ts";
import type { Session } from "./session.ts";

/** What the text of a file means. */
export interface ParsedFtpaccess {
  /** As a `<Directory>` section. */
  readonly section: Section;
  /** What is wrong with it: there is no telling what it was meant to forbid. */
  readonly errors: readonly string[];
  /** Lines of it that mean nothing here and forbid nothing. */
  readonly warnings: readonly string[];
}

/** Reads the text of the file `file`, which lies in `directory`: both real paths. */
export type ParseFtpaccess = (file: string, text: string, directory: string) => ParsedFtpaccess;

const NAME = ".ftpaccess";

/** Bytes: a file with more is none that somebody wrote by hand. */
const LARGEST = 64 << 10;

/** Files kept in memory; one that was forgotten is read again. */
const MOST_KEPT = 1024;

/** Bytes of such files that a session parses: patterns that were compiled stay in memory for good. */
const MOST_PARSED = 1 << 20;

/** Seconds within which a file may be changed again without getting another time. */
const UNSETTLED = 2;

/** A file as it was read. */
interface Kept {
  /** Which file in which state; undefined where that may change without a trace. */
  readonly state: string | undefined;
  /** Undefined where it could not be read. */
  readonly text: string | undefined;
  readonly override: Override;
}

/** A directory, and the file in it, a path inside of the root as well. */
interface FtpaccessPlace {
  readonly directory: string;
  /** The directory as a path inside of the root. */
  readonly shown: string;
  readonly file: string;
}

/** The `.ftpaccess` files that one session can see. */
export class FtpaccessFiles implements Overrides {
  /** By the real path of the directory; the one that was asked for last is the last. */
  readonly #kept = new Map<string, Kept>();
  /** The directories that the command in hand has asked about. */
  readonly #seen = new Map<string, Override | undefined>();
  #parsed = 0;
  /** Where files for `path` may be, the top first: most commands are about the same directory. */
  #way = { path: "", prefix: "", places: [] as readonly FtpaccessPlace[] };
  /** What was given last: the same again is told from another by its identity. */
  #last: readonly Override[] = [];

  constructor(private readonly session: Session, private readonly parse: ParseFtpaccess) {
    session.directories.expected = NAME;
  }

  at(path: string, isHeeded: (directory: string) => boolean): readonly Override[] {
    const found: Override[] = [];
    for (const place of this.#wayTo(path)) {
      const override = this.#overrideAt(place, isHeeded);
      if (override !== undefined) found.unshift(override);
    }
    const last = this.#last;
    const isSame = found.length === last.length && found.every((one, i) => one === last[i]);
    return isSame ? last : this.#last = found;
  }

  nextCommand(): void {
    if (this.#seen.size > 0) this.#seen.clear();
  }

  isIn(path: string): boolean {
    return this.session.root.tryLstat(this.#shown(path)) !== undefined;
  }

  /** The file in the real directory `directory` as a path inside of the root. */
  #shown(directory: string): string {
    return joinPath(this.#inRoot(directory), NAME);
  }

  #inRoot(directory: string): string {
    return directory.slice(this.session.root.realPrefix.length) || "/";
  }

  #wayTo(path: string): readonly FtpaccessPlace[] {
    const prefix = this.session.root.realPrefix;
    if (this.#way.path !== path || this.#way.prefix !== prefix) {
      const places = directoriesTo(path, prefix)
        .map((directory) => ({
          directory,
          shown: this.#inRoot(directory),
          file: this.#shown(directory),
        }));
      this.#way = { path, prefix, places };
    }
    return this.#way.places;
  }

  #overrideAt(
    { directory, shown, file }: FtpaccessPlace,
    isHeeded: (directory: string) => boolean,
  ): Override | undefined {
    const { cwd, directories, root } = this.session;
    if (directories.isFile(shown)) return undefined;
    if (this.#seen.has(directory)) return this.#seen.get(directory);
    // Whether the working directory's name is its true one will be asked as well.
    const isAsked = directories.isMissing(root, file) ||
      shown === cwd && !this.#kept.has(directory);
    const isAbsent = isAsked && directories.lacksExpected(root, shown);
    const stat = isAbsent ? undefined : root.tryLstat(file);
    const override = stat !== undefined && isHeeded(directory)
      ? this.#overrideIn(directory, stat)
      : undefined;
    this.#seen.set(directory, override);
    return override;
  }

  #overrideIn(directory: string, stat: Stat): Override {
    const kept = this.#kept.get(directory);
    const state = stateOf(stat);
    const isKnown = kept !== undefined && state !== undefined && kept.state === state;
    const current = isKnown ? kept : this.#lookAt(directory, stat, state, kept);
    this.#kept.delete(directory);
    this.#kept.set(directory, current);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return current.override;
  }

  #lookAt(directory: string, stat: Stat, state: string | undefined, before?: Kept): Kept {
    const file = joinPath(directory, NAME);
    const depth = depthOf(directory);
    let text: string | undefined;
    try {
      text = textOf(this.session.root, this.#shown(directory), stat);
      if (before !== undefined && before.text === text) return { ...before, state };
      const layer = this.#layerOf(file, text, directory);
      return { state, text, override: { layer, directory, depth } };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const reason = error instanceof SysError ? error.reason : error.message;
      this.session.log.warning(`error parsing '${file}': ${reason}`);
      return { state, text, override: { layer: nothingIn(directory, file), directory, depth } };
    }
  }

  #layerOf(file: string, text: string, directory: string): Layer {
    const { log } = this.session;
    if (this.#parsed > MOST_PARSED) throw new Unusable("too many such files in one session");
    this.#parsed += text.length;
    const { section, errors, warnings } = this.parse(file, text, directory);
    for (const warning of warnings) log.debug(1, `warning: ${warning}`);
    for (const error of errors) log.warning(`warning: ${error}`);
    if (errors.length === 0) return compileLayer(section);
    log.warning(`nothing is allowed in '${directory}' until '${file}' is put right`);
    return nothingIn(directory, file);
  }
}

/** The rules of a file that cannot be understood. */
function nothingIn(directory: string, file: string): Layer {
  const section = { kind: "directory", args: [directory], file, line: 0 } as const;
  return { ...compileLayer({ ...section, entries: [], sections: [] }), isBroken: true };
}

/** Why a file is not read. */
class Unusable extends Error {}

/** Whether the file is to blame. */
function isRefusal(error: unknown): error is Error {
  return error instanceof SysError || error instanceof Unusable;
}

/** The text of the file `path` of `root`, which `lstat` says this of. */
function textOf(root: Root, path: string, { mode }: Stat): string {
  if ((mode & S_IFMT) !== S_IFREG) throw new Unusable("Not a regular file");
  // Somebody may put something else in its place meanwhile: a link, or a FIFO that never answers.
  const fd = root.open(path, O.RDONLY | O.NONBLOCK | O.NOFOLLOW | O.NOCTTY);
  try {
    const { mode, size } = fstat(fd);
    if ((mode & S_IFMT) !== S_IFREG) throw new Unusable("Not a regular file");
    if (size > LARGEST) throw new Unusable("File too large");
    return stringOf(readToEnd(fd, LARGEST, path));
  } finally {
    close(fd);
  }
}

function stateOf({ device, inode, size, mtime, ctime, mode }: Stat): string | undefined {
  if (Date.now() / 1000 - ctime < UNSETTLED) return undefined;
  return `${device} ${inode} ${size} ${mtime} ${ctime} ${mode}`;
}

/** `/`, `/srv`, `/srv/ftp` for `/srv/ftp`, as far as they are inside of the root at `prefix`. */
function directoriesTo(path: string, prefix: string): string[] {
  const directories = [prefix === "" ? "/" : prefix];
  for (let slash = path.indexOf("/", prefix.length + 1); slash > 0;) {
    directories.push(path.slice(0, slash));
    slash = path.indexOf("/", slash + 1);
  }
  if (path.length > Math.max(prefix.length, 1)) directories.push(path);
  return directories;
}

function depthOf(directory: string): number {
  return directory === "/" ? 0 : 2 * (directory.split("/").length - 1);
}
