/**
 * HideFiles, HideUser, HideGroup, HideNoAccess: what listings leave out; and IgnoreHidden, which makes
 * the commands of a `<Limit>` answer as if it were not there.
 *
 * @module
 */

import { type Arguments, type Directive, Scope, toggle } from "../../config/mod.ts";
import type { Regex } from "../../libc/regex.ts";
import { type Audience, hears, parseAudience } from "./audience.ts";
import { type Owner, type OwnerIds, ownerOf } from "./owners.ts";
import { patternOf } from "./pattern.ts";
import type { Who } from "./who.ts";

/** One line of HideFiles. */
interface HiddenNames {
  /** What names are compared with; undefined for `none`. */
  readonly pattern: Regex | undefined;
  /** Whether the names that do not match are hidden. */
  readonly negated: boolean;
  /** Whom the line is for; undefined for everybody. */
  readonly audience: Audience | undefined;
}

function parseHiddenNames(args: Arguments): HiddenNames {
  if (args.words.length !== 1 && args.words.length !== 3) args.fail("wrong number of parameters");
  const word = args.word(0);
  const audience = parseAudience(args, 1, "unknown classifier used");
  if (word.toLowerCase() === "none") return { pattern: undefined, negated: false, audience };
  const negated = word.startsWith("!");
  return { pattern: patternOf(args, negated ? word.slice(1) : word, false), negated, audience };
}

/** `HideFiles [!]regex|none [user|group|class expression]`. The first line for the client counts. */
export const hideFiles: Directive<HiddenNames | undefined> = {
  name: "HideFiles",
  contexts: ["directory", "ftpaccess"],
  syntax: "HideFiles [!]regex|none [user|group|class expression]",
  fallback: undefined,
  repeat: "all",
  parse: parseHiddenNames,
};

/** A user or group whose files are hidden. */
interface HiddenOwner extends Owner {
  /** Whether it is everybody else's files that are hidden. */
  readonly negated: boolean;
}

function hiddenOwner(name: string, who: string): Directive<HiddenOwner | undefined> {
  return {
    name,
    contexts: ["anonymous", "directory"],
    syntax: `${name} [!]${who}-name|~`,
    fallback: undefined,
    repeat: "all",
    parse(args) {
      const word = args.single();
      const negated = word.startsWith("!");
      return { ...ownerOf(negated ? word.slice(1) : word), negated };
    },
  };
}

/** `HideUser [!]name|~`: hides what belongs to the user; each line of a section counts. */
export const hideUser = hiddenOwner("HideUser", "user");
/** `HideGroup [!]name|~`: hides what belongs to the group; each line of a section counts. */
export const hideGroup = hiddenOwner("HideGroup", "group");

/** `HideNoAccess on|off`: hides files that cannot be read, directories that cannot be entered. */
export const hideNoAccess = toggle("HideNoAccess", ["anonymous", "directory"], false);

/** `IgnoreHidden on|off`: whether what is hidden does not exist for the commands of a `<Limit>`. */
export const ignoreHidden = toggle("IgnoreHidden", ["limit"], false);

/** The directives about what is hidden, for the vocabulary. */
export const hiding = [hideFiles, hideUser, hideGroup, hideNoAccess, ignoreHidden] as const;

/** Ids, or all but them. */
interface HiddenId {
  readonly id: number;
  readonly negated: boolean;
}

/** What is hidden from a client at some place. */
export interface Hidden {
  /** Whether a name is, by HideFiles; undefined where any name may be seen. */
  readonly name: ((name: string) => boolean) | undefined;
  /** Whether what belongs to `uid` and `gid` is; undefined where everybody's files may be seen. */
  readonly owner: ((uid: number, gid: number) => boolean) | undefined;
  /** Whether what the client cannot use is. */
  readonly withoutAccess: boolean;
}

/** What the settings in `scope` hide from `who`; undefined for nothing. */
export function hiddenFrom(who: Who, scope: Scope, ids: OwnerIds): Hidden | undefined {
  const name = hiddenName(who, scope);
  const users = hiddenIds(scope, hideUser, ids.user);
  const groups = hiddenIds(scope, hideGroup, ids.group);
  const owner = users.length + groups.length === 0
    ? undefined
    : (uid: number, gid: number) => covers(users, uid) || covers(groups, gid);
  const withoutAccess = scope.get(hideNoAccess);
  return name || owner || withoutAccess ? { name, owner, withoutAccess } : undefined;
}

function hiddenName(who: Who, scope: Scope): ((name: string) => boolean) | undefined {
  const client = {
    user: who.user?.user ?? "",
    groups: who.user?.groups ?? [],
    className: who.className,
  };
  const line = scope.all(hideFiles).find((line) => line && hears(client, line.audience));
  const pattern = line?.pattern;
  return pattern && ((name) => pattern.test(name) !== line.negated);
}

/** The ids of the closest section that hides any; a name that nobody has hides nothing. */
function hiddenIds(
  scope: Scope,
  directive: Directive<HiddenOwner | undefined>,
  idOf: (owner: Owner) => number | undefined,
): HiddenId[] {
  for (const section of scope.sections) {
    const lines = new Scope([section]).all(directive);
    if (lines.length === 0) continue;
    return lines.flatMap((line) => {
      const id = line && idOf(line);
      return line === undefined || id === undefined ? [] : [{ id, negated: line.negated }];
    });
  }
  return [];
}

function covers(hidden: readonly HiddenId[], id: number): boolean {
  return hidden.some((one) => (one.id === id) !== one.negated);
}
