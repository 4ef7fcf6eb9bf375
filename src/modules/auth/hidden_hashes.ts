/**
 * Hashes of `UserPassword` on their way to sessions: beside the configuration, like the keys of
 * certificates, so that a session has the one that it is asked about, for as long as that takes.
 *
 * @module
 */

import { type Checked, type Entry, resolve, type Section } from "../../config/mod.ts";
import { userPassword } from "./password.ts";

/**
 * `checked` with names of materials in the place of all hashes (byte strings), and these by name. To be
 * looked up by `Session.materialOf`.
 */
export function withHiddenHashes(
  checked: Checked,
): { readonly configuration: Checked; readonly hashes: ReadonlyMap<string, string> } {
  const hashes = new Map<string, string>();
  const hidden = (entry: Entry): Entry => {
    if (entry.name !== userPassword.name) return entry;
    const name = `${entry.name} ${hashes.size}`;
    const [user, hash] = entry.args;
    hashes.set(name, hash);
    return { ...entry, args: [user, name] };
  };
  const within = (section: Section): Section => ({
    ...section,
    entries: section.entries.map(hidden),
    sections: section.sections.map(within),
  });
  if (!hasHashes(checked.tree)) return { configuration: checked, hashes };
  const tree = within(checked.tree);
  return { configuration: { ...checked, tree, ...resolve(tree) }, hashes };
}

function hasHashes({ entries, sections }: Section): boolean {
  return entries.some(({ name }) => name === userPassword.name) || sections.some(hasHashes);
}
