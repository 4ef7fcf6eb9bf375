/**
 * Modules whose commands are there only where the configuration asks for them: by `LoadModule`, or by
 * the module's own switch; and parts of modules that a directive asks for. The daemon has to know
 * before there is a session: sessions load them where they are asked for, while they can.
 *
 * @module
 */

import type { Context, Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";
import type { Entry, Section } from "../config/tree.ts";
import { booleanOf } from "../config/words.ts";
import { banEngine } from "./bans.ts";
import { mayAskPam, PAM_MODULE } from "./pam.ts";

/** A module's switch; undefined where no line says so: then `LoadModule` decides. */
function engine(name: string, ...more: readonly Context[]): Directive<boolean | undefined> {
  return toggle(name, ["server", "vhost", "global", ...more], undefined);
}

/** `DigestEngine on|off`: checksums of files (mod_digest). */
export const digestEngine = engine("DigestEngine", "anonymous");
/** `SiteMiscEngine on|off`: SITE MKDIR, RMDIR, SYMLINK and UTIME (mod_site_misc). */
export const siteMiscEngine = engine("SiteMiscEngine");
/** `CopyEngine on|off`: SITE CPFR, CPTO and COPY (mod_copy). */
export const copyEngine = engine("CopyEngine");

/** `TLSEngine on|off`: FTP over TLS (mod_tls). Loading the module alone switches nothing on. */
export const tlsEngine = toggle("TLSEngine", ["server", "vhost", "global"], false);

/** `QuotaEngine on|off`: limits for what users move and keep (mod_quotatab). */
export const quotaEngine = toggle(
  "QuotaEngine",
  ["server", "vhost", "global"],
  false,
  "boolean argument",
);

/** `WrapEngine on|off`: host tables (mod_wrap2). Loading the module alone switches nothing on. */
export const wrapEngine: Directive<boolean> = {
  name: "WrapEngine",
  contexts: ["server", "vhost", "global"],
  syntax: "WrapEngine on|off",
  fallback: false,
  parse: (args) => booleanOf(args.word(0)) ?? args.fail("expecting Boolean parameter"),
};

/** `Ratios on|off`: downloads have to be earned by uploads (mod_ratio). */
export const ratios = toggle(
  "Ratios",
  ["server", "vhost", "global", "anonymous", "directory"],
  false,
);

/** `UniqueIDEngine on|off`: a name for each session (mod_unique_id). */
export const uniqueIdEngine = engine("UniqueIDEngine");

/** `ForensicLogEngine on|off`: the last messages of bad sessions (mod_log_forensic). */
export const forensicLogEngine = toggle("ForensicLogEngine", ["server", "vhost", "global"], false);

/** The switches of these modules, in the order in which commands pass through the modules. */
const ENGINES = {
  "mod_tls.c": tlsEngine,
  "mod_site_misc.c": siteMiscEngine,
  "mod_copy.c": copyEngine,
  "mod_digest.c": digestEngine,
  "mod_ban.c": banEngine,
  "mod_quotatab.c": quotaEngine,
  "mod_ratio.c": ratios,
  "mod_wrap2.c": wrapEngine,
  "mod_unique_id.c": uniqueIdEngine,
  "mod_log_forensic.c": forensicLogEngine,
} as const;

/** The name of such a module. */
export type OnDemand = keyof typeof ENGINES;

/** All their names. */
const ON_DEMAND = Object.keys(ENGINES) as readonly OnDemand[];

/** Modules of which a part is needed only where this directive is. */
const PARTS = {
  "mod_auth.c": "CreateHome",
  "mod_cap.c": "CapabilitiesSet",
  "mod_core.c": "TraceLog",
  "mod_lang.c": "UseEncoding",
  "mod_log.c": "ExtendedLog",
  "mod_metrics.c": "MetricsSocket",
} as const;

/**
 * The names of those, and of those parts, that a line of one of `sections`, the servers', loads or is
 * about the switch of; and PAM's, unless it is left out.
 */
export function modulesAskedFor(sections: readonly Section[]): readonly string[] {
  return [
    ...ON_DEMAND.filter((module) => isAskedFor(module, ENGINES[module].name, sections)),
    ...Object.entries(PARTS).filter(([module, name]) => isAskedFor(module, name, sections))
      .map(([module]) => module),
    ...sections.some(mayAskPam) ? [PAM_MODULE] : [],
  ];
}

function isAskedFor(module: string, engine: string, sections: readonly Section[]): boolean {
  return sections.some(({ entries, inherited = [], sections }) =>
    entries.some((entry) => asksFor(module, engine, entry)) ||
    isAskedFor(module, engine, inherited) || isAskedFor(module, engine, sections)
  );
}

/** The switches of modules that do nothing until they are on: Debian loads some of them everywhere. */
const OFF_UNLESS_ON = Object.values(ENGINES).filter(({ fallback }) => fallback === false)
  .map(({ name }) => name);

/** Whether a line asks for `module`: of some only the switch does, and only when it is on. */
function asksFor(module: string, engine: string, { name, args: [word = ""] }: Entry): boolean {
  if (OFF_UNLESS_ON.includes(engine)) return name === engine && booleanOf(word) === true;
  return name === engine || name === "LoadModule" && word === module;
}

/** Whether the server that a client is with has the commands of `module`. */
export function isOn(
  module: OnDemand,
  config: { get<T>(directive: Directive<T>): T },
  loadedModules: readonly string[],
): boolean {
  return config.get(ENGINES[module]) ?? loadedModules.includes(module);
}
