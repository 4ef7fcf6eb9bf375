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

import { at, type Directive, type Place, Scope } from "../../config/mod.ts";
import { denyAll } from "./directives.ts";
import type { Layer } from "./layer.ts";
import { type Limit, rulingOf } from "./limit.ts";
import { wordsFor } from "./limit_words.ts";
import type { Who } from "./who.ts";

/** The section that decided. */
export interface Reason extends Place {
  /** In the words of the configuration: `<Limit WRITE> in <Directory /srv>`. */
  readonly text: string;
  /** The lines of the section's directive that was decisive; none where the place itself is that. */
  readonly rule?: Rule;
}

/** The lines of one directive in a section. */
export interface Rule {
  /** Its name. */
  readonly name: string;
  readonly lines: readonly number[];
}

/** Whether something is allowed, and what says so. */
export interface Decision {
  readonly allowed: boolean;
  /** Undefined when no section has anything to say. */
  readonly by: Reason | undefined;
  /**
   * Whether what is hidden does not exist for the command: IgnoreHidden in a section that was asked,
   * the one that decided included.
   */
  readonly ignoresHidden: boolean;
}

/** A decision whose reason is put into words when somebody asks: most often nobody does. */
function decided(allowed: boolean, by: () => Reason, ignoresHidden = false): Decision {
  return {
    allowed,
    get by() {
      return by();
    },
    ignoresHidden,
  };
}

/** What is allowed because nothing speaks of it. */
export const UNLIMITED: Decision = { allowed: true, by: undefined, ignoresHidden: false };

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
  if (!stricter.allowed) return stricter;
  return stricter.ignoresHidden ? { ...decision, ignoresHidden: true } : decision;
}

/**
 * Whether anything in `layers` may have a say about `verb`, whoever uses it: where not, the decision is
 * `UNLIMITED`.
 */
export function isLimited(verb: string, { layers, withHidden = [] }: Layers): boolean {
  const words = wordsFor(verb);
  const all = [...layers, ...withHidden];
  return all.some(({ limits }) => words.some((word) => limits.has(word))) ||
    words.includes("ALL") && all.some(({ isBroken, bare }) => isBroken || bare === "deny");
}

function decideIn(verb: string, layers: readonly Layer[], who: Who): Decision {
  const words = wordsFor(verb);
  if (words.includes("ALL")) {
    const broken = layers.find(({ isBroken }) => isBroken);
    if (broken) return decided(false, () => reason("errors", broken));
    const locked = lockedBy(layers);
    if (locked) return decided(false, () => reason("DenyAll", locked));
  }
  let ignoresHidden = false;
  for (const word of words) {
    for (const layer of layers) {
      for (const limit of layer.limits.get(word) ?? []) {
        const { verdict, rule } = rulingOf(limit, who);
        ignoresHidden ||= limit.ignoresHidden;
        if (verdict) {
          const by = () => limitReason(limit, layer, rule);
          return decided(verdict === "allow", by, ignoresHidden);
        }
      }
    }
  }
  return ignoresHidden ? { ...UNLIMITED, ignoresHidden } : UNLIMITED;
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
      .map((limit) => ({ limit, ...rulingOf(limit, who) }));
    const denying = verdicts.find(({ verdict }) => verdict === "deny");
    const other = verdicts.find(({ verdict }) => verdict === "allow") ??
      (who.user === undefined ? verdicts.find(({ verdict }) => verdict === undefined) : undefined);
    const decisive = who.user === undefined ? other ?? denying : denying ?? other;
    if (decisive === undefined) continue;
    const { limit, rule } = decisive;
    return decided(decisive !== denying, () => limitReason(limit, layer, rule));
  }
  return UNLIMITED;
}

/** The first `<Limit LOGIN>` of the layer that lets `who` in, in so many words. */
export function invitation(layer: Layer, who: Who): Decision | undefined {
  for (const limit of layer.limits.get("LOGIN") ?? []) {
    const { verdict, rule } = rulingOf(limit, who);
    if (verdict === "allow") return decided(true, () => limitReason(limit, layer, rule));
  }
  return undefined;
}

function limitReason(
  limit: Limit,
  { section }: Layer,
  rule: Directive<unknown> | undefined,
): Reason {
  const where = section.kind === "directory" || section.kind === "anonymous"
    ? ` in <${section.kind === "directory" ? "Directory" : "Anonymous"} ${section.args[0]}>`
    : "";
  const text = `<Limit ${limit.words.join(" ")}>${where}`;
  const lines = rule && limit.scope.places(rule).map(({ line }) => line);
  return { ...limit.place, text, ...rule && lines ? { rule: { name: rule.name, lines } } : {} };
}

function reason(text: string, { section }: Layer): Reason {
  const name = section.kind === "directory" ? "Directory" : "Anonymous";
  const lines = new Scope([section]).places(denyAll).map(({ line }) => line);
  return {
    file: section.file,
    line: section.line,
    rule: { name: denyAll.name, lines },
    text: `${text} in <${name} ${section.args[0]}>`,
  };
}

/** A decision for the log: `allowed by <Limit STOR> on line 3 of '/etc/proftpd.conf' (DenyAll, line 4)`. */
export function decisionText({ allowed, by }: Decision): string {
  const word = allowed ? "allowed" : "denied";
  if (by === undefined) return `${word}, no <Limit> says anything about it`;
  const { text, rule } = by;
  const lines = rule?.lines.join(", ");
  const why = rule === undefined
    ? ""
    : lines === ""
    ? ` (${rule.name} by default)`
    : ` (${rule.name}, line ${lines})`;
  return `${word} by ${text} ${at(by)}${why}`;
}
