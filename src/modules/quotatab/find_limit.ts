/**
 * Which limit holds for a user: one record, the first that is found.
 *
 * @module
 */

import type { Account } from "../../auth/account.ts";
import { type Limit, limitAt, type QuotaKey, type Table } from "../../quota/mod.ts";
import type { DefaultLimit } from "./directives.ts";

/** A limit, and whether it is the one for those who have none of their own. */
export interface FoundLimit {
  readonly limit: Limit;
  readonly isDefault: boolean;
}

/** The limit about `key` in the table. Throws `SysError`. */
export function limitFor(table: Table, key: QuotaKey): Limit | undefined {
  const placed = table.find(key);
  // Of type `all` the record's name is the tally's as well.
  return placed && { ...limitAt(placed.view, placed.at), type: key.type };
}

/**
 * The limit of the user `account`, who came from the class `className`: that of the user, else of the
 * first of its groups that has one, the primary one before the others, else of the class, else of
 * all. `fallback` stands in where its kind would be found. Throws `SysError`.
 */
export function findLimit(
  table: Table,
  account: Account,
  className: string | undefined,
  fallback: DefaultLimit | undefined,
): FoundLimit | undefined {
  const primary = account.groups.filter(({ gid }) => gid === account.gid);
  const others = account.groups.filter(({ gid }) => gid !== account.gid);
  const kinds: readonly (readonly QuotaKey[])[] = [
    [{ type: "user", name: account.name }],
    [...primary, ...others].map(({ name }) => ({ type: "group", name })),
    className === undefined ? [] : [{ type: "class", name: className }],
    [{ type: "all", name: "" }],
  ];
  for (const keys of kinds) {
    for (const key of keys) {
      const limit = limitFor(table, key);
      if (limit) return { limit, isDefault: false };
    }
    const [first] = keys;
    if (first && fallback?.type === first.type) {
      return { limit: { ...fallback, name: first.name }, isDefault: true };
    }
  }
  return undefined;
}
