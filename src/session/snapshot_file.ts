/**
 * The configuration snapshot as a session gets it: an inherited descriptor, read piece by piece.
 *
 * @module
 */

import {
  type ReadAt,
  type Section,
  type Server,
  type SnapshotIndex,
  thawClasses,
  thawIndex,
  thawMaterial,
  thawServer,
} from "../config/mod.ts";
import type { Handover } from "../config/handover.ts";
import { stringOf } from "../libc/bytes.ts";
import { pread } from "../libc/files.ts";

/** What the daemon decided, as a session reads it. */
export class Snapshot {
  readonly #index: SnapshotIndex;

  private constructor(private readonly read: ReadAt) {
    this.#index = thawIndex(read);
  }

  /** The snapshot in the inherited descriptor `fd`. Throws `Error` when it is none. */
  static inherited(fd: number): Snapshot {
    return new Snapshot((offset, length) => readAt(fd, offset, length));
  }

  /** The snapshot `text`: for a session in the process that made it. */
  static inMemory(text: string): Snapshot {
    return new Snapshot((offset, length) => text.slice(offset, offset + length));
  }

  /** The daemon's part. */
  get handover(): Handover {
    // The daemon of the same program wrote it, and the descriptor is sealed.
    return this.#index.extras as unknown as Handover;
  }

  /** The settings of one server. */
  server(index: number): Server {
    return thawServer(this.read, this.#index, index);
  }

  /** The contents of a file that the daemon has read for its sessions; undefined for any other. */
  material(path: string): string | undefined {
    return thawMaterial(this.read, this.#index, path);
  }

  /** The `<Class>` sections. */
  classes(): readonly Section[] {
    return thawClasses(this.read, this.#index);
  }
}

function readAt(fd: number, offset: number, length: number): string {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const count = pread(fd, bytes.subarray(done), offset + done);
    if (count === 0) throw new Error("the configuration snapshot is shorter than it says");
    done += count;
  }
  return stringOf(bytes);
}
