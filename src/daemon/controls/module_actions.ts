/**
 * `lsmod`, `insmod` and `rmmod` of ftpdctl. The modules of this server are always there: none can be
 * loaded or unloaded while it runs.
 *
 * @module
 */

import type { Answer } from "../../controls/mod.ts";
import { done, failed } from "./answers.ts";
import type { Controlled } from "./controlled.ts";

/** `lsmod`: the names of all modules, in load order. */
export function listModules(words: readonly string[], { modules }: Controlled): Answer {
  if (words.length > 0) return failed("wrong number of parameters");
  return done("Loaded Modules:", ...modules.map((name) => `  ${name}`));
}

/** `insmod module`. */
export function loadModule([name]: readonly string[], { modules }: Controlled): Answer {
  if (name === undefined) return failed("missing required parameters");
  const reason = modules.includes(name) ? "Already loaded" : "No such file or directory";
  return failed(`error loading '${name}': ${reason}`);
}

/** `rmmod module`. */
export function unloadModule([name]: readonly string[], { modules }: Controlled): Answer {
  if (name === undefined) return failed("missing required parameters");
  const reason = modules.includes(name) ? "Operation not permitted" : "Module not loaded";
  return failed(`error unloading '${name}': ${reason}`);
}
