/**
 * Users and groups that the configuration names as owners of files: UserOwner and GroupOwner, and what
 * HideUser and HideGroup hide.
 *
 * Their ids are looked up at login: in a jail the system's databases are out of reach.
 *
 * @module
 */

import { type Directive, says, Scope, type Section } from "../../config/mod.ts";

/** An owner as the configuration names it. */
export interface Owner {
  /** The name of a user or group; undefined for the client's own (`~`). */
  readonly name: string | undefined;
}

/** Reads the word for an owner. */
export function ownerOf(word: string): Owner {
  return { name: word === "~" ? undefined : word };
}

/** Ids of owners; undefined for a name that nobody has. */
export interface OwnerIds {
  readonly user: (owner: Owner) => number | undefined;
  readonly group: (owner: Owner) => number | undefined;
}

/** Where nobody is known. */
export const nobodysIds: OwnerIds = { user: () => undefined, group: () => undefined };

/** A directive whose lines name owners. */
export type OwnerDirective = Directive<Owner | undefined>;

/** `UserOwner name`: whose the files become that a client makes. */
export const userOwner: OwnerDirective = {
  name: "UserOwner",
  contexts: ["anonymous", "directory"],
  syntax: "UserOwner user-name",
  fallback: undefined,
  parse: (args) => ({ name: args.single() }),
};

/** `GroupOwner name|~`: whose group's. */
export const groupOwner: OwnerDirective = {
  name: "GroupOwner",
  contexts: ["anonymous", "directory", "ftpaccess"],
  syntax: "GroupOwner group-name|~",
  fallback: undefined,
  parse: (args) => ownerOf(args.single()),
};

/**
 * `ids`, asked now for all owners that lines of the directives `users` and `groups` name, in the
 * sections and those inside of them. Others, of `.ftpaccess` files, are asked of `late`.
 */
export function rememberedIds(
  ids: OwnerIds,
  late: OwnerIds,
  sections: readonly Section[],
  users: readonly OwnerDirective[],
  groups: readonly OwnerDirective[],
): OwnerIds {
  const [user, group] = [remembered(ids.user, late.user), remembered(ids.group, late.group)];
  for (const section of everySection(sections)) {
    if (!says(section, ...users, ...groups)) continue;
    const scope = new Scope([section]);
    for (const owner of users.flatMap((it) => scope.all(it))) owner && user.learn(owner);
    for (const owner of groups.flatMap((it) => scope.all(it))) owner && group.learn(owner);
  }
  return { user: user.idOf, group: group.idOf };
}

function everySection(sections: readonly Section[]): readonly Section[] {
  return sections.flatMap((section) => [section, ...everySection(section.sections)]);
}

type Ask = (owner: Owner) => number | undefined;

function remembered(ask: Ask, late: Ask) {
  const known = new Map<string | undefined, number | undefined>();
  return {
    learn(owner: Owner): void {
      if (!known.has(owner.name)) known.set(owner.name, ask(owner));
    },
    idOf: (owner: Owner) => known.has(owner.name) ? known.get(owner.name) : late(owner),
  };
}
