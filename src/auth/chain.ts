/**
 * The sources of users in their order: who is it, is the password right, what is the name of an id.
 *
 * The first source that knows a user answers for it, its password included: a user of the
 * AuthUserFile does not get in with the password of the system user of that name.
 *
 * @module
 */

import type { Hash } from "../libc/crypt.ts";
import type { Account, Identity } from "./account.ts";
import type { AuthSource, Confinement, PasswordCheck, Verdict } from "./source.ts";

/** A source, or a mere check of passwords, at its place in AuthOrder. */
export interface Link {
  readonly source: AuthSource | PasswordCheck;
  /** `*` in AuthOrder: those behind are not asked when this one has no answer. */
  readonly authoritative: boolean;
}

/** A user, and the source that knows it. */
interface Known {
  readonly source: AuthSource;
  readonly identity: Identity;
}

/** How many ids are remembered before the memory is started afresh. */
const MOST_REMEMBERED = 4096;

/** The sources of a server. */
export class Chain {
  readonly #links: readonly Link[];
  readonly #userNames = new Map<number, string>();
  readonly #groupNames = new Map<number, string>();
  /** The check that has found the last password right. */
  #vouched: { readonly name: string; readonly module: string } | undefined;

  /** `links` in the order in which they are asked; `note` is told, for debugging, who knows whom. */
  constructor(
    links: readonly Link[],
    private readonly note: (text: () => string) => void = () => {},
  ) {
    this.#links = links;
  }

  /** The user called `name` with its groups, or undefined. Throws `SysError` when a database fails. */
  find(name: string): Account | undefined {
    const identity = this.#identify(name)?.identity;
    // Also for a name that nobody knows: it is the same work.
    const known = this.#ask((source) => source.groups(name));
    if (identity === undefined) return undefined;
    const groups = known ?? [{ gid: identity.gid, name: undefined }];
    return {
      ...identity,
      groups: groups.map(({ gid, name }) => ({ gid, name: name ?? this.groupName(gid) })),
    };
  }

  /**
   * Whether `password` is that of the user called `name`. To be asked for every PASS, whether or
   * not `find` knows the user and may let it in: whatever the answer, unless it is `ok`, the same
   * questions are asked. Checks that know no users (PAM) come first, wherever they stand in
   * AuthOrder; the source that knows the user has the last word unless one of them is authoritative.
   *
   * `admits`: whether a right password is going to let the user in. If not, the answer is that of the
   * source.
   */
  verify(name: string, password: string, admits = true): Verdict {
    const known = this.#identify(name);
    const checked = this.#check(name, password, admits && known !== undefined);
    if (checked === "ok") return checked;
    const verdict = this.#verifyIn(known, name, password);
    return checked ?? verdict;
  }

  /**
   * The same by the one password that counts for this user, which has `hash`: checks are asked, for
   * the work of it, and have no say.
   */
  verifyByHash(name: string, password: string, hash: Hash): Verdict {
    const verdict = this.#verifyIn(this.#identify(name), name, password, hash);
    if (verdict !== "ok") this.#check(name, password, false);
    return verdict;
  }

  /** As `verify`, asking nobody but the source that knows the user. */
  verifyInDatabase(name: string, password: string): Verdict {
    return this.#verifyIn(this.#identify(name), name, password);
  }

  /**
   * Asks the checks: `ok` where one finds the password right; what an authoritative one says against
   * it; undefined where the source of the user decides. All are asked unless one lets in.
   */
  #check(name: string, password: string, admits: boolean): Verdict | undefined {
    this.#vouched = undefined;
    let decided: Verdict | undefined;
    for (const { source, authoritative } of this.#links) {
      if (isDatabase(source)) continue;
      const verdict = source.verify(name, password, admits && decided === undefined);
      this.#tell(source, name, verdict);
      if (!admits || decided !== undefined) continue;
      if (verdict === "ok") {
        this.#vouched = { name, module: source.module };
        return verdict;
      }
      if (authoritative) decided = verdict;
    }
    return decided;
  }

  /** What the source that knows the user says; for nobody's name another one does the work. */
  #verifyIn(known: Known | undefined, name: string, password: string, hash?: Hash): Verdict {
    const source = known?.source ?? this.#databases[0];
    if (source === undefined) return "no-such-user";
    const verdict = source.verify(name, password, hash);
    this.#tell(source, name, verdict);
    return known === undefined ? "no-such-user" : verdict;
  }

  /** Whether there are any checks: a right password is not told from a wrong one unless it lets in. */
  get hasChecks(): boolean {
    return this.#links.some(({ source }) => !isDatabase(source));
  }

  /** The module that answered for the user called `name`, for the log. */
  moduleOf(name: string): string | undefined {
    if (this.#vouched?.name === name) return this.#vouched.module;
    return this.#identify(name)?.source.module;
  }

  /** Closes what a right password has opened: nobody is in any more, or the user is refused after all. */
  end(): void {
    this.#vouched = undefined;
    for (const { source } of this.#links) if (!isDatabase(source)) source.end?.();
  }

  /** The last user that was asked about is refused. */
  refuse(): void {
    this.end();
    for (const source of this.#databases) source.refuse?.();
  }

  #tell({ module }: { readonly module: string }, name: string, verdict: Verdict): void {
    this.note(() => `${module} says of the password of user '${name}': ${verdict}`);
  }

  /** The name of a user id; the id in decimal where it has none. */
  userName(uid: number): string {
    return remembered(this.#userNames, uid, () => this.#ask((source) => source.userName(uid)));
  }

  /** The name of a group id; the id in decimal where it has none. */
  groupName(gid: number): string {
    return remembered(this.#groupNames, gid, () => this.#ask((source) => source.groupName(gid)));
  }

  /** The id of the user called `name`. */
  userId(name: string): number | undefined {
    return this.#ask((source) => source.userId(name));
  }

  /** The id of the group called `name`. */
  groupId(name: string): number | undefined {
    return this.#ask((source) => source.groupId(name));
  }

  /** Tells all sources that the login is done: see `AuthSource.confine`. */
  confine(confinement: Confinement): void {
    for (const source of this.#databases) source.confine(confinement);
  }

  #identify(name: string): Known | undefined {
    return this.#ask((source) => {
      const identity = source.find(name);
      this.note(() =>
        identity
          ? `${source.module} knows user '${name}', uid ${identity.uid}, gid ${identity.gid}`
          : `${source.module} does not know user '${name}'`
      );
      return identity && { source, identity };
    });
  }

  get #databases(): readonly AuthSource[] {
    return this.#links.map(({ source }) => source).filter(isDatabase);
  }

  /** The first answer of a database, in order, up to an authoritative one. */
  #ask<T>(question: (source: AuthSource) => T | undefined): T | undefined {
    for (const { source, authoritative } of this.#links) {
      if (!isDatabase(source)) continue;
      const answer = question(source);
      if (answer !== undefined || authoritative) return answer;
    }
    return undefined;
  }
}

function isDatabase(source: AuthSource | PasswordCheck): source is AuthSource {
  return "find" in source;
}

function remembered(
  memory: Map<number, string>,
  id: number,
  ask: () => string | undefined,
): string {
  const known = memory.get(id);
  if (known !== undefined) return known;
  const name = ask() ?? `${id}`;
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  memory.set(id, name);
  return name;
}
