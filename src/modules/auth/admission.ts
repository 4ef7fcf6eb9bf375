/**
 * Whether somebody whom a source of users knows may come in: `RootLogin`, `RequireValidShell`,
 * `UseFtpUsers`. `<Limit LOGIN>` is asked elsewhere.
 *
 * @module
 */

import { type Account, isRefusedUser, isValidShell } from "../../auth/mod.ts";
import { type Context, type Directive, type Scope, toggle } from "../../config/mod.ts";

const CONTEXTS: readonly Context[] = ["server", "vhost", "global", "anonymous"];

/** `RootLogin`: whether user id 0 may log in. */
export const rootLogin = toggle("RootLogin", CONTEXTS, false);
/** `RequireValidShell`: whether the user's shell has to be in /etc/shells. */
export const requireValidShell = toggle("RequireValidShell", CONTEXTS, true);
/** `UseFtpUsers`: whether names in /etc/ftpusers are refused. */
export const useFtpUsers = toggle("UseFtpUsers", CONTEXTS, true);

/** A reason to refuse a user: the line for the log, in the original's words and at its level. */
export interface Refusal {
  readonly level: "notice" | "warn" | "error";
  readonly text: string;
  /** The setting that says so, where it is one. */
  readonly directive?: Directive<unknown>;
}

/** Why `account` may not log in, whatever its password; undefined when it may. */
export function refusalBefore({ uid }: Account, config: Scope): Refusal | undefined {
  if (uid !== 0 || config.get(rootLogin)) return undefined;
  return {
    level: "notice",
    text: "SECURITY VIOLATION: Root login attempted",
    directive: rootLogin,
  };
}

/** Why `account` may not log in in spite of its right password; undefined when it may. */
export function refusalAfter(
  { name, shell }: Pick<Account, "name" | "shell">,
  config: Scope,
): Refusal | undefined {
  const isListed = config.get(useFtpUsers) && isRefusedUser(name);
  const hasShell = !config.get(requireValidShell) || isValidShell(shell);
  if (isListed) {
    return {
      level: "notice",
      text: `USER ${name} (Login failed): User in /etc/ftpusers`,
      directive: useFtpUsers,
    };
  }
  if (!hasShell) {
    return {
      level: "notice",
      text: `USER ${name} (Login failed): Invalid shell: '${shell}'`,
      directive: requireValidShell,
    };
  }
  return undefined;
}
