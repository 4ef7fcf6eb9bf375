/**
 * The decision: may this client use this command here?
 *
 * The rules, as the original was seen to apply them:
 *
 * 1. The kind of word comes first, then closeness: every `<Limit>` that names the command itself is
 *    asked, from the closest layer outwards, then those that name its group, then `<Limit ALL>`. So
 *    `<Limit RETR> AllowAll` of the server beats `<Limit ALL> DenyAll` of a directory. Of two in one
 *    layer the later is asked first.
 * 2. The first that has a rule for this client decides. One that only has rules for others leaves
 *    it to the next. Where nobody has anything to say, the command is allowed.
 * 3. AllowAll and DenyAll outside of any `<Limit>` are a second lock, not another key: DenyAll in
 *    the closest directory that has either of them denies, whatever a `<Limit>` allows.
 *
 * File permissions are the kernel's business: nothing here gives what they withhold.
 *
 * @module
 */

import type { Place } from "../../config/mod.ts";
import type { Layer } from "./layer.ts";
import { type Limit, verdictOf } from "./limit.ts";
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
      for (const limit of layer.limits.get(word) ?? []) {
        const verdict = verdictOf(limit, who);
        if (verdict) return { allowed: verdict === "allow", by: limitReason(limit, layer) };
      }
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
 * Whether `who` may log in. The closest layer that has a rule for him decides (`<Anonymous>` before
 * its server): where several `<Limit LOGIN>` in it do, none of them may deny. Without a user this is
 * the decision at connect: there, one that does not deny is enough to wait for the name.
 */
export function decideLogin(layers: readonly Layer[], who: Who): Decision {
  for (const layer of layers) {
    const verdicts = (layer.limits.get("LOGIN") ?? [])
      .map((limit) => ({ limit, verdict: verdictOf(limit, who) }));
    const denying = verdicts.find(({ verdict }) => verdict === "deny");
    const other = verdicts.find(({ verdict }) => verdict === "allow") ??
      (who.user === undefined ? verdicts.find(({ verdict }) => verdict === undefined) : undefined);
    const decisive = who.user === undefined ? other ?? denying : denying ?? other;
    if (decisive === undefined) continue;
    return { allowed: decisive !== denying, by: limitReason(decisive.limit, layer) };
  }
  return UNLIMITED;
}

/** Whether a `<Limit LOGIN>` of the layer lets `who` in, in so many words. */
export function invites(layer: Layer, who: Who): boolean {
  return (layer.limits.get("LOGIN") ?? []).some((limit) => verdictOf(limit, who) === "allow");
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
