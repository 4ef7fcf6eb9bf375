/**
 * `SetEnv` and `UnsetEnv`: the environment of the daemon and its sessions.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import type { Scope } from "../config/scope.ts";
import { setenv } from "../libc/setenv.ts";

/** A variable of the environment and its value. */
export interface Variable {
  readonly name: string;
  /** `undefined` removes it. */
  readonly value: string | undefined;
}

/**
 * `SetEnv name value`. In the main server it holds for the daemon and all sessions, and for
 * `%{env:NAME}` behind it; `SetEnv TZ` says in which zone logs and listings tell the time.
 */
export const setEnv: Directive<Variable | undefined> = {
  name: "SetEnv",
  contexts: ["server", "vhost", "global"],
  syntax: "SetEnv name value",
  fallback: undefined,
  repeat: "all",
  variable: ([name, value]) => value === undefined ? undefined : [name, value],
  parse(args) {
    args.atLeast(2);
    return { name: args.word(0), value: args.word(1) };
  },
};

/** `UnsetEnv name`: takes a variable away, whatever `SetEnv` says. */
export const unsetEnv: Directive<Variable | undefined> = {
  name: "UnsetEnv",
  contexts: ["server", "vhost", "global"],
  syntax: "UnsetEnv name",
  fallback: undefined,
  repeat: "all",
  variable: ([name]) => name === undefined ? undefined : [name, undefined],
  parse: (args) => ({ name: args.word(0), value: undefined }),
};

/**
 * Makes the process's environment what `scope` says: first all `SetEnv`, those of `<Global>` last,
 * then all `UnsetEnv`, as in the original.
 */
export function applyEnvironment(scope: Scope): void {
  for (const variable of [...scope.all(setEnv), ...scope.all(unsetEnv)]) {
    if (variable !== undefined) setenv(variable.name, variable.value);
  }
}

/** All directives of this file. */
export const environmentDirectives: readonly Directive<unknown>[] = [setEnv, unsetEnv];
