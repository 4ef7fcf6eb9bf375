/**
 * Users of the servers under test: AuthUserFile and AuthGroupFile in passwd(5) and group(5) form.
 *
 * @module
 */
import { HASHES, PASSWORD } from "./password.ts";

/** A user that can log in; everything but the name has a default. */
export interface TestUser {
  readonly name: string;
  /** In clear; only known to the test. Default `PASSWORD`. */
  readonly password?: string;
  /** What stands in the file; must fit `password`. Default: `PASSWORD` with SHA-512. */
  readonly hash?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Default: a folder of that name under the server's `home`, which is made. */
  readonly home?: string;
  readonly shell?: string;
}

/** A user with nothing left open. */
export type Account = Required<TestUser>;

/** Fills in what `user` leaves open. */
export function account(user: TestUser, homes: string, uid: number, gid: number): Account {
  return {
    name: user.name,
    password: user.password ?? PASSWORD,
    hash: user.hash ?? HASHES.sha512,
    uid: user.uid ?? uid,
    gid: user.gid ?? gid,
    home: user.home ?? `${homes}/${user.name}`,
    shell: user.shell ?? "/bin/sh",
  };
}

/** The text of an AuthUserFile with `accounts`. */
export function passwdText(accounts: readonly Account[]): string {
  return accounts.map(({ name, hash, uid, gid, home, shell }) =>
    `${name}:${hash}:${uid}:${gid}:${name}:${home}:${shell}\n`
  ).join("");
}

/** The text of an AuthGroupFile: a group named `<user>s` for each user's group number. */
export function groupText(accounts: readonly Account[]): string {
  const groups = new Map(accounts.map((account) => [account.gid, `${account.name}s`]));
  return [...groups].map(([gid, name]) => `${name}:x:${gid}:\n`).join("");
}
