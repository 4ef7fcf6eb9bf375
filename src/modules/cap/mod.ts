/**
 * mod_cap.c: which of root's rights a session may still use after login. Loaded where the
 * configuration has a `CapabilitiesSet`.
 *
 * Here nothing is kept unless something needs it, so the module only says more or less than that.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { booleanOf } from "../../config/words.ts";
import type { KeptRight } from "../../privilege/mod.ts";
import { rootRevoke } from "../../session/data/source_port.ts";
import type { Module, RightsAsked } from "../../session/module.ts";

const CONTEXTS = ["server", "vhost", "global"] as const;

/** What can be named, by its name in capabilities(7); null: what no session gets. */
const CAPABILITIES: Readonly<Record<string, KeptRight | null>> = {
  CAP_CHOWN: "chown",
  CAP_DAC_OVERRIDE: "dacOverride",
  CAP_DAC_READ_SEARCH: "dacReadSearch",
  CAP_FOWNER: "fowner",
  CAP_FSETID: "fsetid",
  CAP_SETUID: null,
};

/** Rights that are asked for (`+`) and those that are not to be kept in any event (`-`). */
export interface Asked {
  readonly wanted: readonly KeptRight[];
  readonly withheld: readonly KeptRight[];
}

/** `CapabilitiesEngine on|off`: whether `CapabilitiesSet` counts. */
const capabilitiesEngine: Directive<boolean> = {
  name: "CapabilitiesEngine",
  contexts: CONTEXTS,
  syntax: "CapabilitiesEngine on|off",
  fallback: true,
  parse: (args) => booleanOf(args.word(0)) ?? args.fail("expecting Boolean parameter"), // the original's word
};

/** `CapabilitiesSet +|-capability ...`; what is added has an effect with `RootRevoke off`. */
export const capabilitiesSet: Directive<Asked> = {
  name: "CapabilitiesSet",
  contexts: CONTEXTS,
  syntax: "CapabilitiesSet +|-capability ...",
  fallback: { wanted: [], withheld: [] },
  parse(args) {
    if (args.words.length === 0) args.fail("need at least one parameter");
    const said = new Map<KeptRight, boolean>();
    args.each((word) => {
      if (!/^[+-]/.test(word)) args.fail(`: bad option: '${word}'`);
      const name = word.slice(1).toUpperCase();
      if (!Object.hasOwn(CAPABILITIES, name)) {
        const known = Object.keys(CAPABILITIES).join(", ");
        args.fail(`unknown capability: '${word.slice(1)}'`, `expected ${known}`);
      }
      const right = CAPABILITIES[name];
      if (right !== null) said.set(right, word.startsWith("+"));
      else if (word.startsWith("+")) args.warn(`no session keeps ${name}, without effect`);
    });
    const those = (wanted: boolean) => [...said].filter((row) => row[1] === wanted);
    return {
      wanted: those(true).map(([right]) => right),
      withheld: those(false).map(([right]) => right),
    };
  },
};

/** `CapabilitiesRootRevoke on|off`: root's id is always given up here. */
const capabilitiesRootRevoke: Directive<boolean> = {
  name: "CapabilitiesRootRevoke",
  contexts: CONTEXTS,
  syntax: "CapabilitiesRootRevoke on|off",
  fallback: true,
  parse(args) {
    const revokes = args.boolean();
    if (!revokes) args.warn("sessions give root's id up for good, without effect");
    return revokes;
  },
};

/** What `config` asks for: rights that are in effect all the time, and rights that are not kept. */
function rightsAsked(config: Scope): RightsAsked {
  if (!config.get(capabilitiesEngine)) return { inEffect: [], withheld: [] };
  const { wanted, withheld } = config.get(capabilitiesSet);
  return { inEffect: config.get(rootRevoke).isKept ? wanted : [], withheld };
}

/** The module. */
export const cap: Module = {
  name: "mod_cap.c",
  directives: [capabilitiesEngine, capabilitiesSet, capabilitiesRootRevoke],
  open: () => ({ rights: rightsAsked }),
};
