/**
 * The rows of one listing: of files, of directories, and of what is below them.
 *
 * @module
 */

import { ACCESS, close } from "../../libc/files.ts";
import { isSysError } from "../../libc/sys_error.ts";
import {
  AT_SYMLINK_NOFOLLOW,
  copyOfPeeked,
  isDirectory,
  peekAt,
  peeked,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  type Stat,
} from "../../libc/statx.ts";
import { linkTarget } from "../link_target.ts";
import { basename, joinLexically, joinPath } from "../paths.ts";
import { writeColumns } from "./columns.ts";
import { type Attribute, isShown, namesIn, sortNames } from "./entries.ts";
import { type ListFlags, type ListOptions, noListOptions } from "./flags.ts";
import { LongRow } from "./long_row.ts";
import { numbers, remembered } from "./names.ts";
import { isLeftOut, isOffLimits, listability, type ListRequest, type Rows } from "./request.ts";
import { RowBuffer } from "./row_buffer.ts";
import { RowDate } from "./row_date.ts";
import { escapeName, typeSuffix } from "./shown_name.ts";
import { WindowsRow } from "./windows_row.ts";

/** A listing in the making. */
export class Lister {
  readonly isListable: (directory: string) => boolean;
  readonly #out: RowBuffer;
  readonly #options: ListOptions;
  readonly #long: LongRow | WindowsRow | undefined;
  readonly #follow: boolean;
  #files = 0;
  #directories = 0;
  /** Whether the entry that was looked at last is a link, followed or not. */
  #isLink = false;

  constructor(
    private readonly request: ListRequest,
    readonly flags: ListFlags,
    rowEnd: string,
    private readonly isWindows: boolean,
  ) {
    this.isListable = listability(request);
    this.#options = request.options ?? noListOptions;
    this.#out = new RowBuffer(rowEnd);
    this.#follow = flags.follow || request.showSymlinks === false;
    const date = new RowDate(request.now, request.offsetAt);
    if (isWindows) {
      this.#long = new WindowsRow(date, flags.time);
    } else if (flags.form === undefined || flags.form === "long") {
      this.#long = new LongRow({
        date,
        names: flags.numeric ? numbers : remembered(request.names),
        time: flags.time,
        human: flags.human,
        fakeMode: request.fakeMode,
      });
    }
  }

  /** The row of one file, as it was named; where nothing was, of the working directory. */
  *one(path: string): Rows {
    if (path === "" || isShown(basename(path), this.flags.dots)) this.#names([path || "."]);
    yield* this.#rest();
  }

  /** What is in one directory, and with `-R` below it. */
  *directory(path: string): Rows {
    yield* this.#contents(path, 0, []);
    yield* this.#rest();
  }

  /**
   * What `pattern` matched: files first, then what is in the directory that is called like the pattern,
   * and with `-R` what is in each directory or link to one.
   */
  *several(paths: readonly string[], pattern: string): Rows {
    const { recursive, self, dots } = this.flags;
    const isEntered = (path: string) => (recursive || path === pattern) && this.#isDirectory(path);
    const directories = self ? [] : paths.filter(isEntered);
    const others = new Set(paths).difference(new Set(directories));
    this.#names([...others].filter((path) => isShown(basename(path), dots)));
    yield* this.#full();
    for (const path of directories) {
      // One that cannot be entered has its title, unlike below; one that may not be listed has none.
      if (this.#mayEnter(path) && !this.isListable(joinPath(this.request.cwd, path))) continue;
      if (paths.length > 1) this.#title(path);
      yield* this.#contents(path, 0, []);
    }
    yield* this.#rest();
  }

  /**
   * The rows of the directory `path` at `depth`, then those of its subdirectories. `above` are the
   * directories on the way here: with `-L` a link may lead back to one of them.
   */
  *#contents(path: string, depth: number, above: readonly string[]): Rows {
    const { maxDirs, maxFiles } = this.#options;
    if (maxDirs !== undefined && this.#directories >= maxDirs) return;
    this.#directories++;
    const directory = joinPath(this.request.cwd, path);
    if (!this.isListable(directory)) return;
    const fd = this.#open(directory);
    if (fd === undefined) return;
    const below: string[] = [];
    let here = above;
    try {
      if (this.#follow && this.flags.recursive) {
        peekAt(fd, ".");
        const identity = `${peeked.device}:${peeked.inode}`;
        if (above.includes(identity)) return;
        here = [...above, identity];
      }
      const names = sortNames(
        namesIn(fd, this.flags.dots),
        this.flags,
        (name, attribute) => this.#attribute(fd, directory, name, attribute),
      );
      if (this.#long === undefined) {
        this.#shortRows(fd, directory, names);
      } else {
        for (let next = 0; next < names.length;) {
          next = this.#longRows(fd, directory, names, next, below);
          yield* this.#full();
        }
      }
    } finally {
      close(fd);
    }
    if (!this.flags.recursive || this.#long === undefined) return;
    for (const name of below) {
      if (maxFiles !== undefined && this.#files >= maxFiles) return;
      if (maxDirs !== undefined && this.#directories >= maxDirs) return;
      const sub = path === "" || path === "." ? name : joinPath(path, name);
      const isTooDeep = depth + 1 >= (this.#options.maxDepth || Infinity);
      if (!isTooDeep && !this.#mayEnter(sub)) continue;
      this.#title(sub);
      // What is too deep still has its title, and ends its level: the original's way.
      if (isTooDeep) return;
      yield* this.#contents(sub, depth + 1, here);
    }
  }

  /** Opens a directory; undefined for one that the user may not read: it is shown empty. */
  #open(directory: string): number | undefined {
    try {
      return this.request.root.openDirectory(directory);
    } catch (error) {
      if (isSysError(error)) return undefined;
      throw error;
    }
  }

  /** Writes long rows from `names[start]` on until the buffer is full; the index to go on with. */
  #longRows(
    fd: number,
    directory: string,
    names: readonly string[],
    start: number,
    below: string[],
  ): number {
    const out = this.#out;
    let at = start;
    for (; at < names.length && !out.isFull; at++) {
      const name = names[at] ?? "";
      const stat = this.#look(fd, directory, name);
      if (stat === undefined || this.#isLeftOut(directory, name, stat)) continue;
      const { maxFiles } = this.#options;
      if (maxFiles !== undefined && this.#files >= maxFiles) return names.length;
      this.#files++;
      const { mode } = stat;
      this.#longRow(directory, name, stat);
      if ((mode & S_IFMT) === S_IFDIR && name !== "." && name !== "..") below.push(name);
    }
    return at;
  }

  /** The row of `name` in `directory`; `at` is its path where that is another one. */
  #longRow(directory: string, name: string, stat: Stat, at?: string): void {
    const out = this.#out;
    const { mode } = stat;
    this.#long?.write(stat, out);
    out.text(this.#shownName(name));
    if ((mode & S_IFMT) === S_IFLNK && !this.isWindows) {
      const path = at ?? joinPath(directory, name);
      const adjusted = this.#options.adjustedSymlinks === true;
      out.text(" -> ");
      out.text(this.#shownName(linkTarget(this.request.root, path, adjusted)));
      if (this.flags.classify) {
        const target = this.request.root.tryStat(path);
        if (target !== undefined) out.text(typeSuffix(target.mode));
      }
    } else if (this.flags.classify) {
      out.text(typeSuffix(mode));
    }
    out.endRow();
  }

  /** Writes names alone, one a row or in columns. Pipes, sockets and devices are not among them. */
  #shortRows(fd: number, directory: string, names: readonly string[]): void {
    const shown: string[] = [];
    for (const name of names) {
      const stat = this.#look(fd, directory, name);
      if (stat !== undefined && !this.#isLeftOut(directory, name, stat)) {
        this.#short(name, stat, shown);
      }
    }
    this.#writeShort(shown);
  }

  #short(name: string, stat: Stat, shown: string[]): void {
    const type = stat.mode & S_IFMT;
    if (type !== S_IFREG && type !== S_IFDIR && type !== S_IFLNK) return;
    const { maxFiles } = this.#options;
    if (maxFiles !== undefined && this.#files >= maxFiles) return;
    this.#files++;
    shown.push(this.#shownName(name) + (this.flags.classify ? typeSuffix(stat.mode) : ""));
  }

  #writeShort(shown: readonly string[]): void {
    if (this.flags.form === "columns" && this.flags.sort !== "none") {
      writeColumns(shown, this.#out);
      return;
    }
    for (const name of shown) {
      this.#out.text(name);
      this.#out.endRow();
    }
  }

  /** The rows of files named by path, each cleaned first, sorted as a directory's would be. */
  #names(paths: readonly string[]): void {
    const { root, cwd } = this.request;
    const stats = new Map<string, Stat>();
    for (const path of paths) {
      const place = joinLexically(cwd, path);
      const stat = this.#follow || path.endsWith("/") ? root.tryStat(place) : root.tryLstat(place);
      if (stat !== undefined && !isOffLimits(this.request, this.isListable, place, stat)) {
        stats.set(path, stat);
      }
    }
    const sorted = sortNames(
      [...stats.keys()],
      this.flags,
      (path, attribute) => stats.get(path)?.[attribute] ?? 0,
    );
    const short: string[] = [];
    for (const path of sorted) {
      const stat = stats.get(path);
      if (stat === undefined) continue;
      if (this.#long === undefined) {
        this.#short(path, stat, short);
        continue;
      }
      if (this.#files >= (this.#options.maxFiles ?? Infinity)) break;
      this.#files++;
      this.#longRow(cwd, path, stat, joinLexically(cwd, path));
    }
    if (this.#long === undefined) this.#writeShort(short);
  }

  #title(path: string): void {
    this.#out.endRow();
    this.#out.text(path);
    this.#out.text(":");
    this.#out.endRow();
  }

  /** The attributes of an entry as it is to be shown: of itself, or of what it leads to. */
  #look(fd: number, directory: string, name: string): Stat | undefined {
    // What is above the root is nobody's business: the root itself knows its "..".
    this.#isLink = false;
    if (name === "..") return this.request.root.tryStat(joinPath(directory, name));
    if (!peekAt(fd, name, AT_SYMLINK_NOFOLLOW)) return undefined;
    this.#isLink = (peeked.mode & S_IFMT) === S_IFLNK;
    // A link is followed by the root alone, which knows where it must not lead.
    if (this.#follow && this.#isLink) {
      return this.request.root.tryStat(joinPath(directory, name));
    }
    // Whoever hides entries may look at files meanwhile.
    return this.request.isHidden === undefined ? peeked : copyOfPeeked();
  }

  /** Whether the entry that `#look` has looked at last is hidden. */
  #isLeftOut(directory: string, name: string, stat: Stat): boolean {
    return isLeftOut(this.request, directory, name, stat, this.#isLink);
  }

  #attribute(fd: number, directory: string, name: string, attribute: Attribute): number {
    return this.#look(fd, directory, name)?.[attribute] ?? 0;
  }

  #isDirectory(path: string): boolean {
    const { root, cwd } = this.request;
    return isDirectory(root.tryStat(joinPath(cwd, path)));
  }

  /** Whether the user may go there: other directories have no part in a listing of what is below. */
  #mayEnter(path: string): boolean {
    const { root, cwd } = this.request;
    return root.mayAccess(joinPath(cwd, path), ACCESS.X);
  }

  #shownName(name: string): string {
    return this.flags.escape ? escapeName(name) : name;
  }

  /** Hands over what is written, if that is worth it. */
  *#full(): Rows {
    if (this.#out.isFull) yield this.#out.take();
  }

  *#rest(): Rows {
    if (!this.#out.isEmpty) yield this.#out.take();
  }
}
