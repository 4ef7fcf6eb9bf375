/**
 * `LoadModule`: a promise that a module is there.
 *
 * @module
 */

import { didYouMean, type Directive, nearest } from "../../config/mod.ts";
import { compiledIn, loadable } from "../module_names.ts";

/**
 * `LoadModule name`. Nothing is loaded: what `built` names is always there. A module that only the
 * original has is warned about and counts as present for `<IfModule>`, so that its directives are
 * judged one by one; a name that nobody knows is an error, as it is in the original.
 */
export function loadModule(built: readonly string[]): Directive<string> {
  const known = [...compiledIn, ...loadable];
  return {
    name: "LoadModule",
    contexts: ["server"],
    syntax: "LoadModule name",
    fallback: "",
    repeat: "all",
    parse(args) {
      const name = args.single();
      if (built.includes(name)) return name;
      if (known.includes(name)) {
        args.warn(
          `${name} is not supported by this server yet, ignored`,
        );
        return name;
      }
      const reason = /^mod_\w+\.c$/.test(name) ? "No such file or directory" : "Invalid argument";
      return args.fail(`error loading module '${name}': ${reason}`, suggestion(name));
    },
    loads: (words) => words[0],
  };

  function suggestion(name: string): string {
    const near = didYouMean(nearest(name.replace(/\.(so|la|o)$/, ".c"), known));
    const all = `this server has ${built.join(", ")}`;
    return near === undefined ? all : `${near}\n${all}`;
  }
}
