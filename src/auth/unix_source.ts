/**
 * mod_auth_unix.c: the system's users and groups through nsswitch.conf(5), with shadow(5).
 *
 * In a new root directory the system's databases are not there, and asking for them could read
 * files, even load libraries, which the jailed user put in their place. So nobody asks there: names
 * that were looked up before stay known, which is what the original shows in a jail; with
 * PersistentPasswd all of /etc/passwd and /etc/group do.
 *
 * @module
 */

import { close, O, open } from "../libc/files.ts";
import type { Hash } from "../libc/crypt.ts";
import {
  getgrgid,
  getgrnam,
  getgrouplist,
  getpwnam,
  getpwuid,
  getspnam,
  type PasswdEntry,
  prepareUsers,
  type ShadowEntry,
} from "../libc/users.ts";
import { isSysError } from "../libc/sys_error.ts";
import type { Identity } from "./account.ts";
import { blocks, linesOf } from "./colon_file.ts";
import { parseGroupLine } from "./group_file.ts";
import { Names } from "./names.ts";
import { matchesHash } from "./password_hash.ts";
import { parsePasswdLine } from "./passwd_file.ts";
import type { AuthSource, Confinement, SourceGroup, Verdict } from "./source.ts";
import { standInFor } from "./stand_in.ts";

/** What the source needs to be told. */
export interface UnixOptions {
  /** Does `look` with the right to read the shadow database (`asRoot`). */
  readonly privileged: (look: () => ShadowEntry | undefined) => ShadowEntry | undefined;
  /** PersistentPasswd: whether all names stay known in a jail. */
  readonly persistent: boolean;
  /** AuthUnixOptions MagicTokenChroot: whether `/./` in a home ends the part that becomes the root. */
  readonly magicToken?: boolean;
}

/** Makes the source and loads the libraries behind nsswitch.conf. */
export function openUnixSource(options: UnixOptions): AuthSource {
  prepareUsers();
  return new UnixSource(options);
}

const PASSWD = "/etc/passwd";
const GROUP = "/etc/group";

/** The group of whom nobody knows. */
const NOGROUP = 65534;

/** As in wu-ftpd: `/srv/ftp/./alice` is alice's home in the root /srv/ftp. */
const MAGIC_TOKEN = "/./";

class UnixSource implements AuthSource {
  readonly module = "mod_auth_unix.c";
  readonly #options: UnixOptions;
  /** What stays known in a jail. */
  readonly #userNames = new Names();
  readonly #groupNames = new Names();
  #mayAsk = true;
  /** The last user that was looked for: a login asks for the same one again and again. */
  #last: { readonly name: string; readonly entry: PasswdEntry | undefined } | undefined;

  constructor(options: UnixOptions) {
    this.#options = options;
  }

  find(name: string): Identity | undefined {
    const entry = this.#entry(name);
    if (entry === undefined) return undefined;
    this.userName(0); // the original knows root in a system user's jail
    this.groupName(0);
    this.#userNames.add(entry.uid, entry.name);
    const { uid, gid, home, shell } = entry;
    const token = this.#options.magicToken ? home.indexOf(MAGIC_TOKEN) : -1;
    return token <= 0
      ? { name, uid, gid, home, shell }
      : { name, uid, gid, home, shell, root: home.slice(0, token) };
  }

  verify(name: string, password: string, instead?: Hash): Verdict {
    const passwd = this.#entry(name);
    const shadow = this.#mayAsk ? this.#options.privileged(() => getspnam(name)) : undefined;
    const hash: Hash = instead ?? shadow?.password ?? passwd?.password ?? "";
    const standIn = standInFor<Hash>(name, [hash]);
    // An empty field is no hash: the original lets nobody in with it, and so does this.
    const matches = matchesHash(password, hash, standIn);
    shadow?.password.fill(0);
    if (passwd === undefined) return "no-such-user";
    const refusal = shadow && refusalOf(shadow, today());
    if (refusal !== undefined) return refusal;
    return matches ? "ok" : "wrong-password";
  }

  groups(name: string): readonly SourceGroup[] | undefined {
    const entry = this.#entry(name);
    if (!this.#mayAsk) return undefined;
    // Of nobody's name, too: what a refusal takes does not tell who there is.
    const { gid: primary } = entry ?? { gid: NOGROUP };
    const others = getgrouplist(name, primary).filter((gid) => gid !== primary);
    const groups = [primary, ...others].map((gid) => ({ gid, name: this.groupName(gid) }));
    return entry && groups;
  }

  userName(uid: number): string | undefined {
    const known = this.#userNames.name(uid);
    if (known !== undefined || !this.#mayAsk) return known;
    const name = getpwuid(uid)?.name;
    if (name !== undefined) this.#userNames.add(uid, name);
    return name;
  }

  groupName(gid: number): string | undefined {
    const known = this.#groupNames.name(gid);
    if (known !== undefined || !this.#mayAsk) return known;
    const name = getgrgid(gid)?.name;
    if (name !== undefined) this.#groupNames.add(gid, name);
    return name;
  }

  userId(name: string): number | undefined {
    return this.#mayAsk ? this.#entry(name)?.uid : this.#userNames.id(name);
  }

  groupId(name: string): number | undefined {
    return this.#mayAsk ? getgrnam(name)?.gid : this.#groupNames.id(name);
  }

  confine({ newRoot }: Confinement): void {
    this.#last = undefined;
    if (!newRoot) return;
    this.#mayAsk = false;
    if (!this.#options.persistent) return;
    addNames(PASSWD, this.#userNames, (line) => {
      const entry = parsePasswdLine(line);
      return entry && [entry.uid, entry.name];
    });
    addNames(GROUP, this.#groupNames, (line) => {
      const entry = parseGroupLine(line);
      return entry && [entry.gid, entry.name];
    });
  }

  #entry(name: string): PasswdEntry | undefined {
    if (!this.#mayAsk) return undefined;
    if (this.#last?.name !== name) this.#last = { name, entry: getpwnam(name) };
    return this.#last.entry;
  }
}

/**
 * Why the account is closed on the day `day` (counted from 1970-01-01), or undefined. Exactly as
 * in the original: an expiry date of 0 is none, a password past its maximum age still opens the
 * account, one that is older than that by the days of inactivity does not.
 */
export function refusalOf(
  { expires, lastChange, maximum, inactive }: ShadowEntry,
  day: number,
): "account-expired" | "account-inactive" | undefined {
  if (expires > 0 && day >= expires) return "account-expired";
  if (
    lastChange > 0 && maximum > 0 && inactive > 0 && day >= lastChange + maximum + inactive
  ) return "account-inactive";
  return undefined;
}

const DAY_MS = 86_400_000;

function today(): number {
  return Math.floor(Date.now() / DAY_MS);
}

function addNames(
  path: string,
  names: Names,
  parse: (line: string) => [number, string] | undefined,
): void {
  let fd: number;
  try {
    fd = open(path, O.RDONLY);
  } catch (error) {
    // A system without the file has its users elsewhere; ids show as numbers, as in any jail.
    if (isSysError(error, "ENOENT")) return;
    throw error;
  }
  try {
    for (const block of blocks(fd)) {
      for (const line of linesOf(block)) {
        const entry = parse(line);
        if (entry !== undefined && !names.add(...entry)) return;
      }
    }
  } finally {
    close(fd);
  }
}
