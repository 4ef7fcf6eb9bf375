/**
 * Whether somebody who gave the right password may come in: `RootLogin`, `RequireValidShell`,
 * `UseFtpUsers`, `<Limit LOGIN>`.
 *
 * @module
 */

import { type Account, isRefusedUser, isValidShell } from "../../auth/mod.ts";
import type { Context, Directive, Scope } from "../../config/mod.ts";

function toggle(name: string, fallback: boolean): Directive<boolean> {
  const contexts: readonly Context[] = ["server", "vhost", "global", "anonymous"];
  return {
    name,
    contexts,
    syntax: `${name} on|off`,
    fallback,
    parse: (args) => args.boolean(),
  };
}

/** `RootLogin`: whether user id 0 may log in. */
export const rootLogin = toggle("RootLogin", false);
/** `RequireValidShell`: whether the user's shell has to be in /etc/shells. */
export const requireValidShell = toggle("RequireValidShell", true);
/** `UseFtpUsers`: whether names in /etc/ftpusers are refused. */
export const useFtpUsers = toggle("UseFtpUsers", true);

/** A reason to refuse a user: the line for the log, in the original's words. */
export interface Refusal {
  readonly level: "notice" | "alert";
  readonly text: string;
}

/** Why `account` may not log in under the settings `config`; undefined when it may. */
export function refusalOf(account: Account, config: Scope): Refusal | undefined {
  const { name, shell, uid } = account;
  if (uid === 0 && !config.get(rootLogin)) {
    return { level: "alert", text: "SECURITY VIOLATION: Root login attempted." };
  }
  if (config.get(useFtpUsers) && isRefusedUser(name)) {
    return { level: "notice", text: `USER ${name} (Login failed): User in /etc/ftpusers` };
  }
  if (config.get(requireValidShell) && !isValidShell(shell)) {
    return { level: "notice", text: `USER ${name} (Login failed): Invalid shell: '${shell}'` };
  }
  return undefined;
}
