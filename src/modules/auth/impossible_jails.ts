/**
 * Jails that this server cannot keep anybody in: an error at the start, not a surprise at the login.
 *
 * @module
 */

import {
  type Configuration,
  type Finding,
  findingAt,
  type Place,
  type Section,
} from "../../config/mod.ts";
import { booleanOf } from "../../config/words.ts";
import { canConfine } from "../../fs/confined_root.ts";
import { getuid } from "../../libc/process.ts";
import { allowChrootSymlinks, defaultRoot } from "./places.ts";

const CAUSE = "openat2(2) is missing or forbidden here";
const HINT = "Linux 5.6, or a sandbox that lets it pass";
const REASON_WITHOUT_ROOT = "nobody can be held in a directory without root's rights";
const WAYS = `to be started by root, or ${HINT}`;

/**
 * Errors for each `DefaultRoot` and `<Anonymous>` where neither chroot(2) nor openat2(2) is to be
 * had, and for `AllowChrootSymlinks off` without the latter.
 */
export function impossibleJails({ servers }: Configuration): Finding[] {
  const found = new Map<string, Finding>(); // by message: a <Global> line is every server's
  const add = (name: string, reason: string, place: Place, hint: string) => {
    const finding = findingAt("error", name, `${reason}, ${CAUSE}`, place, hint);
    found.set(finding.message, finding);
  };
  if (canConfine()) return [];
  for (const section of servers.flatMap(({ section }) => withAllBelow(section))) {
    for (const entry of section.entries) {
      const { name, args: [word] } = entry;
      if (name === allowChrootSymlinks.name && booleanOf(word ?? "") === false) {
        add(name, "links cannot be refused", entry, HINT);
      }
      if (name === defaultRoot.name && getuid() !== 0) add(name, REASON_WITHOUT_ROOT, entry, WAYS);
    }
    if (section.kind === "anonymous" && getuid() !== 0) {
      add("<Anonymous>", REASON_WITHOUT_ROOT, section, WAYS);
    }
  }
  return [...found.values()];
}

/** `section` and all sections in it, conditional ones and those of `<Global>` too. */
function withAllBelow(section: Section): Section[] {
  const below = [...section.inherited ?? [], ...section.sections];
  return [section, ...below.flatMap(withAllBelow)];
}
