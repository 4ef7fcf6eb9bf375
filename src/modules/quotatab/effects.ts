/**
 * What the running command has changed of what counts, uploads aside.
 *
 * @module
 */

import { errno } from "../../libc/errno.ts";
import { geteuid } from "../../libc/process.ts";
import type { Stat } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { type Amounts, NOTHING } from "../../quota/mod.ts";
import type { Session } from "../../session/session.ts";
import type { Account } from "./account.ts";
import type { ExcludeFilter } from "./directives.ts";
import type { Ledger } from "./ledger_root.ts";
import type { OthersLosses } from "./others.ts";

/** What decides whether something counts. */
export interface Rules {
  readonly filter: ExcludeFilter | undefined;
  /** QuotaDirectoryTally. */
  readonly directories: boolean;
}

/** The ledger of one session. */
export class Effects implements Ledger {
  /** Directories that were made, and count, in their order. */
  readonly made: string[] = [];
  /** While this is set, somebody else counts. */
  isPaused = false;
  #bytes = 0;
  #files = 0;
  /** What was used when the command began to need room. */
  #before: Amounts | undefined;

  constructor(
    private readonly session: Session,
    private readonly account: Account,
    private readonly rules: Rules,
    private readonly others: OthersLosses,
  ) {}

  isExempt(path: string): boolean {
    return this.rules.filter?.pattern.test(path) === true;
  }

  /** Whether what has these attributes is what the quota is about. */
  belongs({ uid, gid }: Stat): boolean {
    const { type, name } = this.account.limit;
    if (type === "class" || type === "all" || uid === geteuid()) return true;
    if (type === "user") return false;
    const groups = this.session.login?.account.groups ?? [];
    return groups.some((group) => group.name === name && group.gid === gid);
  }

  demandRoom(_: string, size: number): void {
    if (this.isPaused) return;
    const used = this.#expected(0);
    const { account } = this;
    if (account.isReached("bytesIn", used) || account.isReached("filesIn", used)) throw full();
    if (account.limit.hard && account.isExceeded("bytesIn", this.#expected(size))) throw full();
  }

  gains(size: number): void {
    if (this.isPaused) return;
    this.#bytes += size;
    this.#files++;
  }

  /** Notes `bytes` that are written to a new file; throws `SysError` (EDQUOT) beyond a hard limit. */
  grow(bytes: number): void {
    this.#bytes += bytes;
    const { account } = this;
    if (account.limit.hard && account.isExceeded("bytesIn", this.#expected(0))) throw full();
  }

  loses(path: string, stat: Stat): void {
    if (this.isPaused) return;
    if (this.belongs(stat)) {
      this.#bytes -= stat.size;
      this.#files--;
    } else if (this.account.limit.type === "user") this.others.add(path, stat);
  }

  makes(path: string, stat: Stat): void {
    if (!this.rules.directories || this.isPaused) return;
    this.#bytes += stat.size;
    this.#files++;
    this.made.push(path);
  }

  removes(stat: Stat): void {
    if (!this.rules.directories || this.isPaused || !this.belongs(stat)) return;
    this.#bytes -= stat.size;
    this.#files--;
  }

  /** All of it, to be counted now. */
  get change(): Amounts {
    return { ...NOTHING, bytesIn: this.#bytes, filesIn: this.#files };
  }

  /** Begins anew. */
  reset(): void {
    this.#bytes = this.#files = this.made.length = 0;
    this.#before = undefined;
  }

  /** What will be used with `more` bytes. */
  #expected(more: number): Amounts {
    const before = this.#before ??= this.account.used;
    return {
      ...before,
      bytesIn: before.bytesIn + this.#bytes + more,
      filesIn: before.filesIn + this.#files,
    };
  }
}

/** "Disk quota exceeded". */
export function full(): SysError {
  return new SysError("write", errno.EDQUOT);
}
