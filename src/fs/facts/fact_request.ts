/**
 * What MLSD and MLST are made from and what comes of them: the contract with the commands.
 *
 * @module
 */

import type { SysError } from "../../libc/sys_error.ts";
import type { Entry, Rows } from "../listing/request.ts";
import type { Names } from "../listing/names.ts";
import type { Root } from "../root.ts";

/** All that is known about one file. Which facts of it are shown is the formatter's business. */
export interface FileFacts {
  /** Seconds since the epoch. */
  readonly modify: number;
  /** The letters of RFC 3659 §7.5.5. */
  readonly perm: string;
  /** Bytes; undefined for directories. */
  readonly size: number | undefined;
  /** `file`, `dir`, `cdir`, `pdir`, `OS.unix=symlink`, `OS.unix=slink:<target>`. */
  readonly type: string;
  readonly device: number;
  readonly inode: bigint;
  /** Permission bits, and type bits. */
  readonly mode: number;
  readonly owner: number;
  readonly ownerName: string;
  readonly group: number;
  readonly groupName: string;
}

/** Everything that MLSD and MLST need to know. */
export interface FactRequest {
  readonly root: Root;
  /** The directory or file, a clean shown path. */
  readonly path: string;
  /** The chosen facts of a file as the row has them, each with its `;`, without the name. */
  readonly format: (file: FileFacts) => string;
  readonly names: Names;
  /** ShowSymlinks; on unless it says otherwise. */
  readonly showSymlinks?: boolean | undefined;
  /** FactsOptions UseSlink: links are shown with what they hold. */
  readonly useSlink?: boolean | undefined;
  /** FactsOptions AdjustedSymlinks: what links hold is seen from inside the root. */
  readonly adjustedSymlinks?: boolean | undefined;
  /** DirFakeMode. */
  readonly fakeMode?: number | undefined;
  /** Which letters of `perm` the configuration leaves, see `<Limit>`; all of them without it. */
  readonly permitted?: ((path: string, isDirectory: boolean) => string) | undefined;
  /** Whether to leave an entry out (HideFiles and its relatives); nothing is without it. */
  readonly isHidden?: ((entry: Entry) => boolean) | undefined;
}

/** How MLSD begins. */
export type FactListing =
  | { readonly kind: "rows"; readonly rows: Rows }
  /** 550 with the reason. */
  | { readonly kind: "absent"; readonly error: SysError }
  /** 550 '<path>' is not a directory. */
  | { readonly kind: "notDirectory" };
