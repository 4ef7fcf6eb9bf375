/**
 * What a listing is made from and what comes of it: the contract with the commands.
 *
 * @module
 */

import { isSysError, type SysError } from "../../libc/sys_error.ts";
import { S_IFLNK, S_IFMT, type Stat } from "../../libc/statx.ts";
import { basename, dirname } from "../paths.ts";
import type { Root } from "../root.ts";
import type { ListOptions } from "./flags.ts";
import type { Names } from "./names.ts";

/** Everything that LIST, NLST and STAT need to know. */
export interface ListRequest {
  readonly root: Root;
  /** The session's working directory, a shown path. */
  readonly cwd: string;
  /** The command's argument, flags and path, as the client sent it. */
  readonly argument: string;
  /** The directive ListOptions, where there is one. */
  readonly options?: ListOptions | undefined;
  /** ShowSymlinks; on unless it says otherwise. */
  readonly showSymlinks?: boolean | undefined;
  /** ListStyle Windows; Unix unless it says so. STAT has the form of Unix always. */
  readonly windowsRows?: boolean | undefined;
  /** UseGlobbing; on unless it says otherwise. */
  readonly globbing?: boolean | undefined;
  readonly names: Names;
  /** Seconds since the epoch: what is 180 days older shows its year. */
  readonly now: number;
  /** Seconds by which the times shown are ahead of GMT at a moment (TimesGMT off); GMT without it. */
  readonly offsetAt?: ((time: number) => number) | undefined;
  /** DirFakeMode. */
  readonly fakeMode?: number | undefined;
  /** Replaces a leading `~` of a path, see `expandTilde`. */
  readonly expand?: ((path: string) => string) | undefined;
  /** Whether to leave an entry out (HideFiles and its relatives); nothing is without it. */
  readonly isHidden?: ((entry: Entry) => boolean) | undefined;
  /**
   * Whether `isHidden` asks more than the name of an entry in the directory; without it, it does.
   * Where it does not, NLST need not look at every file.
   */
  readonly asksForFiles?: ((directory: string) => boolean) | undefined;
  /**
   * Whether what is in the directory may be listed, `-R` on its way down included. Asked with the
   * shown path without links or `..`: no name for a directory is a way around a rule about it.
   */
  readonly mayList?: ((directory: string) => boolean) | undefined;
}

/** What `isHidden` is asked about. Valid for the call only. */
export interface Entry {
  /** The directory it is in, a shown path. */
  readonly directory: string;
  readonly name: string;
  /** Whether it is a symbolic link; what follows is then about the link or what it leads to. */
  readonly isLink: boolean;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/**
 * Whether an entry may not be shown; without `isHidden` every one may. `isLink` is told where the
 * attributes are those of what a link leads to.
 */
export function isLeftOut(
  { isHidden }: ListRequest,
  directory: string,
  name: string,
  { uid, gid, mode }: Pick<Stat, "uid" | "gid" | "mode">,
  isLink = (mode & S_IFMT) === S_IFLNK,
): boolean {
  return isHidden !== undefined && isHidden({ directory, name, isLink, uid, gid, mode });
}

/**
 * The question whether a directory, a shown path, may be listed; one that cannot be entered may not.
 * Each is asked about once.
 */
export function listability({ root, mayList }: ListRequest): (directory: string) => boolean {
  if (mayList === undefined) return () => true;
  const known = new Map<string, boolean>();
  function ask(directory: string): boolean {
    try {
      return mayList?.(root.chdir(directory)) !== false;
    } catch (error) {
      if (isSysError(error)) return false;
      throw error;
    }
  }
  return (directory) => {
    const answer = known.get(directory) ?? ask(directory);
    known.set(directory, answer);
    return answer;
  };
}

/** As `isLeftOut`, for a file that was named by its shown path, not found in a directory. */
export function isOffLimits(
  request: ListRequest,
  isListable: (directory: string) => boolean,
  path: string,
  stat: Stat,
): boolean {
  const directory = dirname(path);
  if (!isListable(directory)) return true;
  if (request.isHidden === undefined) return false;
  const itself = request.root.tryLstat(path);
  const isLink = itself !== undefined && (itself.mode & S_IFMT) === S_IFLNK;
  return isLeftOut(request, directory, basename(path), stat, isLink);
}

/** How a listing begins. */
export type Listing =
  /** There is something to send, be it nothing at all; `isDirectory` decides between 212 and 213. */
  | { readonly kind: "rows"; readonly rows: Rows; readonly isDirectory: boolean }
  /** The path does not lead anywhere: 450 with the reason, or 226 with NoErrorIfAbsent. */
  | { readonly kind: "absent"; readonly path: string; readonly error: SysError }
  /** NLST: no name matches the pattern (450 No files found). */
  | { readonly kind: "unmatched"; readonly path: string }
  /** NLST: neither a directory nor a regular file (450 Not a regular file). */
  | { readonly kind: "irregular"; readonly path: string };

/**
 * The bytes of a listing, some 64 KiB at a time; each piece is valid until the next one is asked
 * for. Rows are made as pieces are asked for, so a slow client costs no memory. Ending the loop
 * early (`break`) closes the directories that are open.
 */
export type Rows = Generator<Uint8Array<ArrayBuffer>, void, void>;
