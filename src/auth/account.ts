/**
 * Who somebody is: what the rest of the program needs to know of a user, wherever it came from.
 *
 * @module
 */

/** A group that a user is in. */
export interface Group {
  readonly gid: number;
  /** The group's name, or its id in decimal where no source has a name for it. */
  readonly name: string;
}

/** What a source knows of a user. Names and paths are byte strings; the password stays behind. */
export interface Identity {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** As written: it may be empty, relative or missing on disk. */
  readonly home: string;
  /** The root directory that the home names (AuthUnixOptions MagicTokenChroot). */
  readonly root?: string;
  /** As written: empty where the field is. */
  readonly shell: string;
}

/** A user with the groups that go with it. */
export interface Account extends Identity {
  /** All groups; the primary one is the first. */
  readonly groups: readonly Group[];
}
