/**
 * An upload that is counted: by what its file was before and what it is afterwards, so that broken-off
 * ones count for what is left of them.
 *
 * @module
 */

import { close, ftruncate, O } from "../../libc/files.ts";
import { S_IFMT, S_IFREG } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { type Amounts, changed, NOTHING } from "../../quota/mod.ts";
import type { Session } from "../../session/session.ts";
import type { Account } from "./account.ts";
import { full } from "./effects.ts";

/** How an upload begins. */
export interface UploadStart {
  readonly verb: string;
  /** Inside the session's root; undefined where only the upload itself knows (STOU). */
  readonly path: string | undefined;
  /** Where writing starts, in bytes; undefined for what replaces all that is there. */
  readonly from: number | undefined;
}

/** What came of an upload. */
export interface UploadEnd {
  /** What is used, or would be if it had been let through. */
  readonly used: Amounts;
  /** What became of a file that went beyond a hard limit; undefined where nothing had to. */
  readonly undone: "removed" | "cut back" | undefined;
  /** The file, inside the session's root. */
  readonly path: string | undefined;
  /** Whether there is a file that was not there before. */
  readonly isNew: boolean;
}

/** An upload from its beginning to its end. */
export class CountedUpload {
  readonly #size: number | undefined;
  readonly #bytesIn: number;
  readonly #filesIn: number;
  #received = 0;
  /** What would have been used, where more was sent than there was room for. */
  #tooMuch: Amounts | undefined;

  /** `used` is what is used before. */
  constructor(
    private readonly session: Session,
    private readonly account: Account,
    private readonly start: UploadStart,
    private readonly used: Amounts,
  ) {
    this.#size = start.path === undefined ? undefined : this.#sizeOf(start.path);
    this.#bytesIn = session.totals.bytesIn;
    this.#filesIn = session.totals.filesIn;
  }

  get verb(): string {
    return this.start.verb;
  }

  /**
   * Notes that `bytes` are to be written. Throws `SysError` (EDQUOT) beyond a hard limit; `told` is
   * called with what it is that is full then.
   */
  receive(bytes: number, told: (what: string) => void): void {
    this.#received += bytes;
    if (!this.account.limit.hard) return;
    const size = Math.max(this.#kept, (this.start.from ?? 0) + this.#received);
    const used = changed(this.used, {
      ...NOTHING,
      bytesIn: size - (this.#size ?? 0),
      bytesXfer: this.#received,
    });
    const isLarger = size > (this.#size ?? 0);
    if (isLarger && this.account.isExceeded("bytesIn", used)) told("limit exceeded");
    else if (this.account.isExceeded("bytesXfer", used)) told("transfer limit exceeded");
    else return;
    this.#tooMuch = used;
    throw full();
  }

  /** Bytes of what was there that the upload leaves. */
  get #kept(): number {
    return this.start.from === undefined ? 0 : this.#size ?? 0;
  }

  /** Counts what has come of it. `isHidden`: what was broken off has never had its name. Throws `SysError`. */
  end(isHidden: boolean): UploadEnd {
    const path = this.start.path ?? this.#placeOfLast();
    const size = path === undefined ? undefined : this.#sizeOf(path);
    let used = this.#tooMuch;
    if (used === undefined) {
      const verdict = this.account.addWithin(this.#change(size));
      used = verdict.used;
      const isNew = size !== undefined && this.#size === undefined;
      if (verdict.fits) return { used, undone: undefined, isNew, path };
    }
    const isThere = size !== undefined && !(isHidden && this.#tooMuch !== undefined);
    const undone = isThere && path !== undefined ? this.#undo(path) : undefined;
    this.#addWhatIsLeft(path);
    return { used, undone, isNew: false, path };
  }

  /** What is undone has not been transferred either, as in the original. */
  #addWhatIsLeft(path: string | undefined): void {
    const size = path === undefined ? undefined : this.#sizeOf(path);
    this.account.add({ ...this.#change(size), bytesXfer: 0, filesXfer: 0 });
  }

  #change(size: number | undefined): Amounts {
    const { totals } = this.session;
    return {
      ...NOTHING,
      bytesIn: (size ?? 0) - (this.#size ?? 0),
      filesIn: (size === undefined ? 0 : 1) - (this.#size === undefined ? 0 : 1),
      bytesXfer: totals.bytesIn - this.#bytesIn,
      // What is added to a file that is there is no further file.
      filesXfer: this.verb === "APPE" && this.#size !== undefined
        ? 0
        : totals.filesIn - this.#filesIn,
    };
  }

  /** Takes the file away, or what was added to it: what was there before is not this upload's to lose. */
  #undo(path: string): UploadEnd["undone"] {
    const { root } = this.session;
    try {
      const isLink = (root.lstat(path).mode & S_IFMT) !== S_IFREG;
      if (this.start.from === undefined && !isLink) {
        root.unlink(path);
        return "removed";
      }
      const file = root.open(path, O.WRONLY | O.NONBLOCK | O.NOCTTY);
      try {
        ftruncate(file, this.#kept);
      } finally {
        close(file);
      }
      return "cut back";
    } catch (error) {
      if (!isSysError(error)) throw error;
      this.session.log.notice(`unable to take back '${path}': ${error.reason}`);
      return undefined;
    }
  }

  /** Where the last transfer went, inside the session's root. */
  #placeOfLast(): string | undefined {
    const { transfer, root } = this.session;
    return transfer?.direction === "i" ? transfer.path.slice(root.realPrefix.length) : undefined;
  }

  #sizeOf(path: string): number | undefined {
    const stat = this.session.root.tryStat(path);
    return stat !== undefined && (stat.mode & S_IFMT) === S_IFREG ? stat.size : undefined;
  }
}
