/**
 * The decision: may this client use this command here?
 *
 * The rules, as the original was seen to apply them:
 *
 * 1. The kind of word comes first, then closeness: a `<Limit>` that names the command itself, in
 *    the closest layer that has one; only where no layer names it, one that names its group; only
 *    then `<Limit ALL>`. So `<Limit RETR> AllowAll` of the server beats `<Limit ALL> DenyAll` of a
 *    directory.
 * 2. That one section decides. Where there is none, the command is allowed.
 * 3. AllowAll and DenyAll outside of any `<Limit>` are a second lock, not another key: DenyAll in
 *    the closest directory that has either of them denies, whatever a `<Limit>` allows.
 *
 * File permissions are the kernel's business: nothing here gives what they withhold.
 *
 * @module
 */

import type { Place } from "../../config/mod.ts";
import type { Layer } from "./layer.ts";
import { lets, type Limit } from "./limit.ts";
import { wordsFor } from "./limit_words.ts";
import type { Who } from "./who.ts";

/** The section that decided. */
export interface Reason extends Place {
  /** In the words of the configuration: `<Limit WRITE> in <Directory /srv>`. */
  readonly text: string;
}

/** An answer. */
export interface Decision {
  readonly allowed: boolean;
  /** Undefined when no section has anything to say. */
  readonly by: Reason | undefined;
}

const UNLIMITED: Decision = { allowed: true, by: undefined };

/** Layers that apply to a path. */
export interface Layers {
  /** The closest first: directories, then `<Anonymous>`, then the server. */
  readonly layers: readonly Layer[];
  /**
   * These and the `<Directory>` sections that match as well, but that the original overlooks;
   * undefined where there are none.
   */
  readonly withHidden?: readonly Layer[];
}

/**
 * Whether `who` may use the command `verb` (`RETR`, `SITE_CHMOD`) where `layers` apply.
 *
 * A hidden section may take away but not give: a rule that the original overlooks was written to be
 * heeded, and one that lets more pass than the original does must not decide.
 */
export function decide(verb: string, { layers, withHidden }: Layers, who: Who): Decision {
  const decision = decideIn(verb, layers, who);
  if (!decision.allowed || withHidden === undefined) return decision;
  const stricter = decideIn(verb, withHidden, who);
  return stricter.allowed ? decision : stricter;
}

function decideIn(verb: string, layers: readonly Layer[], who: Who): Decision {
  const words = wordsFor(verb);
  const locked = words.includes("ALL") ? lockedBy(layers) : undefined;
  if (locked) return { allowed: false, by: reason("DenyAll", locked) };
  for (const word of words) {
    for (const layer of layers) {
      const limit = layer.limits.get(word);
      if (limit) return { allowed: lets(limit, who), by: limitReason(limit, layer) };
    }
  }
  return UNLIMITED;
}

/** The layer whose DenyAll, outside of any `<Limit>`, holds. */
function lockedBy(layers: readonly Layer[]): Layer | undefined {
  const directory = layers.find(({ section, bare }) => section.kind === "directory" && bare);
  if (directory?.bare === "deny") return directory;
  return layers.find(({ section, bare }) => section.kind !== "directory" && bare === "deny");
}

/**
 * Whether `who` may log in. The closest layer that has a `<Limit LOGIN>` decides (`<Anonymous>`
 * before its server), and every one in it must let him in. Without a user this is the decision at
 * connect: there, one that lets somebody in is enough to wait for the name.
 */
export function decideLogin(layers: readonly Layer[], who: Who): Decision {
  const layer = layers.find(({ logins }) => logins.length > 0);
  if (layer === undefined) return UNLIMITED;
  const { logins } = layer;
  const refusing = logins.findLast((limit) => !lets(limit, who));
  const letting = logins.findLast((limit) => lets(limit, who));
  const decisive = who.user === undefined ? letting ?? refusing : refusing ?? letting;
  if (decisive === undefined) return UNLIMITED;
  return { allowed: decisive === letting, by: limitReason(decisive, layer) };
}

function limitReason(limit: Limit, { section }: Layer): Reason {
  const where = section.kind === "directory" || section.kind === "anonymous"
    ? ` in <${section.kind === "directory" ? "Directory" : "Anonymous"} ${section.args[0]}>`
    : "";
  return { ...limit.place, text: `<Limit ${limit.words.join(" ")}>${where}` };
}

function reason(text: string, { section }: Layer): Reason {
  const name = section.kind === "directory" ? "Directory" : "Anonymous";
  return {
    file: section.file,
    line: section.line,
    text: `${text} in <${name} ${section.args[0]}>`,
  };
}
