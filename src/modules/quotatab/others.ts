/**
 * Files of others that the user has removed: who loses them is who has room again.
 *
 * @module
 */

import { geteuid } from "../../libc/process.ts";
import type { Stat } from "../../libc/statx.ts";
import { NOTHING, TableTally } from "../../quota/mod.ts";
import type { Session } from "../../session/session.ts";
import type { SessionLog } from "./session_log.ts";
import { Account } from "./account.ts";
import { limitFor } from "./find_limit.ts";
import type { Tables } from "./tables.ts";
import { whose } from "./units.ts";

/** What one of them has lost. */
interface Loss {
  /** The first file. */
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
}

/** What others have lost by one command. */
export class OthersLosses {
  readonly #byOwner = new Map<number, Loss>();

  constructor(
    private readonly session: Session,
    private readonly tables: Tables,
    private readonly log: SessionLog,
  ) {}

  /** The file `path` of somebody else's is gone. */
  add(path: string, { uid, size }: Stat): void {
    const before = this.#byOwner.get(uid) ?? { path, bytes: 0, files: 0 };
    this.#byOwner.set(uid, {
      path: before.path,
      bytes: before.bytes + size,
      files: before.files + 1,
    });
  }

  /** Credits those who have a limit, and a tally, as users. Throws `SysError`. */
  settle(): void {
    const { auth, login } = this.session;
    for (const [uid, { path, bytes, files }] of this.#byOwner) {
      this.#byOwner.delete(uid);
      const key = { type: "user", name: auth.userName(uid) } as const;
      const user = whose(key.type, key.name);
      this.log.write(
        `deleted file '${path}' belongs to ${user} (UID ${uid}), not the current user ` +
          `'${login?.account.name}' (UID ${geteuid()}); attempting to credit ${user} for the ` +
          "deleted bytes",
      );
      const limit = limitFor(this.tables.limits, key);
      if (!limit || limit.perSession) {
        this.log.write(`no limit entry found for ${user}`);
        continue;
      }
      const tally = TableTally.find(this.tables.tallies, key);
      if (!tally) {
        this.log.write(`no tally entry found for ${user}`);
        continue;
      }
      this.log.write(`found tally entry for ${user}`);
      new Account(limit, tally).add({ ...NOTHING, bytesIn: -bytes, filesIn: -files });
      this.log.write(`credited ${user} for the deleted file/bytes`);
    }
  }
}
