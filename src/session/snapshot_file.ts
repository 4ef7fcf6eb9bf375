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
import { bytesOf, stringOf } from "../libc/bytes.ts";
import { close, pread } from "../libc/files.ts";

/** Reads `length` bytes from `offset` of a snapshot on, into memory of their own. */
type ReadBytes = (offset: number, length: number) => Uint8Array<ArrayBuffer>;

/** Where a snapshot lies. */
interface Source {
  readonly read: ReadBytes;
  readonly close: () => void;
}

/** What the daemon decided, as a session reads it. */
export class Snapshot {
  readonly #index: SnapshotIndex;
  #source: Source | undefined;

  private constructor(source: Source) {
    this.#source = source;
    this.#index = thawIndex(this.#text);
  }

  /** The snapshot in the inherited descriptor `fd`. Throws `Error` when it is none. */
  static inherited(fd: number): Snapshot {
    return new Snapshot({
      read: (offset, length) => readAt(fd, offset, length),
      close: () => close(fd),
    });
  }

  /** The snapshot `text`: for a session in the process that made it. */
  static inMemory(text: string): Snapshot {
    return new Snapshot({
      read: (offset, length) => bytesOf(text.slice(offset, offset + length)),
      close: () => {},
    });
  }

  /**
   * Lets go of it, before the process is a user's: it has the settings of all servers, hashes of
   * passwords, private keys. What has been read stays; nothing can be read any more.
   */
  close(): void {
    this.#source?.close();
    this.#source = undefined;
  }

  /** The daemon's part. */
  get handover(): Handover {
    // The daemon of the same program wrote it, and the descriptor is sealed.
    return this.#index.extras as unknown as Handover;
  }

  /** The settings of one server. */
  server(index: number): Server {
    return thawServer(this.#text, this.#index, index);
  }

  /**
   * The contents of a file that the daemon has read for its sessions; undefined for any other. The
   * caller wipes them: no string, which could not be, is made of them here.
   */
  material(path: string): Uint8Array<ArrayBuffer> | undefined {
    return thawMaterial(this.#bytes, this.#index, path);
  }

  /** The `<Class>` sections. */
  classes(): readonly Section[] {
    return thawClasses(this.#text, this.#index);
  }

  readonly #bytes: ReadBytes = (offset, length) => {
    if (!this.#source) throw new Error("the configuration snapshot is closed");
    return this.#source.read(offset, length);
  };

  readonly #text: ReadAt = (offset, length) => {
    const bytes = this.#bytes(offset, length);
    const text = stringOf(bytes);
    bytes.fill(0);
    return text;
  };
}

function readAt(fd: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const count = pread(fd, bytes.subarray(done), offset + done);
    if (count === 0) throw new Error("the configuration snapshot is shorter than it says");
    done += count;
  }
  return bytes;
}
