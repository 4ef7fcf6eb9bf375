/**
 * Owners and groups by name.
 *
 * @module
 */

/** Who has a number: a name, or the number itself in decimal where nobody is known by it. */
export interface Names {
  user(uid: number): string;
  group(gid: number): string;
}

/** The numbers themselves (`-n`). */
export const numbers: Names = {
  user: (uid) => `${uid}`,
  group: (gid) => `${gid}`,
};

/** `names`, asked once for each number: behind it may be a directory service. */
export function remembered(names: Names): Names {
  const users = new Map<number, string>();
  const groups = new Map<number, string>();
  return {
    user(uid) {
      let name = users.get(uid);
      if (name === undefined) users.set(uid, name = names.user(uid));
      return name;
    },
    group(gid) {
      let name = groups.get(gid);
      if (name === undefined) groups.set(gid, name = names.group(gid));
      return name;
    },
  };
}
