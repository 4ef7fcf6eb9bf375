/**
 * What a source of users is: the one interface behind AuthUserFile, the system's users and whatever
 * is added (PAM, SQL, LDAP).
 *
 * @module
 */

import type { Hash } from "../libc/crypt.ts";
import type { Identity } from "./account.ts";

/**
 * The answer to "is this password right?":
 * - `ok`: yes.
 * - `wrong-password`: no, or the account has no password that could be right (locked with `!` or `*`).
 * - `no-such-user`: nobody of that name. Took as long as a wrong password.
 * - `account-expired`: the day on which the account ends has come (shadow(5)).
 * - `account-inactive`: the password was not changed for longer than the account allows (shadow(5)).
 * - all others: PAM's, see `pam_check.ts`.
 *
 * To the client all but `ok` look the same; what is logged is in `verdict_text.ts`.
 */
export type Verdict =
  | "ok"
  | "wrong-password"
  | "no-such-user"
  | "account-expired"
  | "account-inactive"
  | "unknown-to-pam"
  | "too-many-tries"
  | "credentials-insufficient"
  | "service-unavailable"
  | "account-disabled"
  | "session-failed"
  | "credentials-failed"
  | "credentials-unavailable"
  | "password-expired";

/** Something that can say whether a password is right. PAM is this and no more. */
export interface PasswordCheck {
  /** The name of ProFTPD's module, as AuthOrder and the log spell it: `mod_auth_file.c`. */
  readonly module: string;
  /**
   * Whether `password` is that of the user `name`. Unless `admits`, the user is not let in in any
   * event: nothing is to be opened for him, and the answer, which nobody hears, has to take as long as
   * that to a wrong password.
   */
  verify(name: string, password: string, admits: boolean): Verdict;
  /** Closes what `verify` has opened, if anything: the user has gone, or is refused after all. */
  end?(): void;
}

/** A group as a source has it: there may be an id without a name. */
export interface SourceGroup {
  readonly gid: number;
  readonly name: string | undefined;
}

/** What becomes of the process after the login. */
export interface Confinement {
  /** Whether its root directory changes: the system's databases are out of reach then. */
  readonly newRoot: boolean;
}

/** A database of users and groups. Look-ups are synchronous; a failing database throws `SysError`. */
export interface AuthSource {
  /** The name of ProFTPD's module, as AuthOrder and the log spell it: `mod_auth_file.c`. */
  readonly module: string;
  /** The user called `name`. */
  find(name: string): Identity | undefined;
  /**
   * Whether `password` is that of the user `name`, by `hash` where there is one, otherwise by what the
   * database has. One hash is computed whatever the answer.
   */
  verify(name: string, password: string, hash?: Hash): Verdict;
  /** Called when the last user that was asked about is refused: does what others take longer for. */
  refuse?(): void;
  /**
   * The groups of the user called `name`, its primary one first; undefined where this source does
   * not know the user or keeps no groups, so that the next one is asked.
   */
  groups(name: string): readonly SourceGroup[] | undefined;
  /** The name of a user id. */
  userName(uid: number): string | undefined;
  /** The name of a group id. */
  groupName(gid: number): string | undefined;
  /** The id of the user called `name`. */
  userId(name: string): number | undefined;
  /** The id of the group called `name`. */
  groupId(name: string): number | undefined;
  /**
   * Called once, when a user has logged in and before root directory and user id change: gives up
   * all passwords, and what is out of reach from now on. Names and ids for listings stay, and unless
   * the root directory is a new one whom `find` finds; `verify` need not know anybody any more.
   */
  confine(confinement: Confinement): void;
}
