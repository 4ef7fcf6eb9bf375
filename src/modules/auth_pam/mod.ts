/**
 * mod_auth_pam.c: passwords and accounts by PAM (`AuthPAM`, which the settings room has).
 *
 * @module
 */

import { openPamCheck } from "../../auth/pam_check.ts";
import type { PasswordCheck } from "../../auth/source.ts";
import type { Directive, Scope } from "../../config/mod.ts";
import { isPamThere } from "../../libc/pam.ts";
import { getpid } from "../../libc/process.ts";
import type { SystemLog } from "../../log/mod.ts";
import type { Module } from "../../session/module.ts";
import { authPam, PAM_MODULE } from "../../settings/mod.ts";
import { asRootWithLimits } from "./limits.ts";

/** `AuthPAMConfig service`: the file in /etc/pam.d. */
const authPamConfig: Directive<string> = {
  name: "AuthPAMConfig",
  contexts: ["server", "vhost", "global"],
  syntax: "AuthPAMConfig service",
  fallback: "proftpd",
  parse: (args) => args.single(),
};

/** `AuthPAMOptions NoTTY`: whether modules are told no terminal. */
const authPamOptions: Directive<boolean> = {
  name: "AuthPAMOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "AuthPAMOptions opt1 ...",
  fallback: false,
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    for (const word of args.words) {
      if (word.toLowerCase() !== "notty") args.fail(`: unknown AuthPAMOption: '${word}'`);
    }
    return true;
  },
};

/** The module: what it does is in the sources of users. */
export const authPamModule: Module = {
  name: PAM_MODULE,
  directives: [authPamConfig, authPamOptions],
  prepare: () => void isPamThere(),
  open: () => ({}),
};

/** As `OpenPam`. */
export function openPam(config: Scope, log: SystemLog, host: string): PasswordCheck | undefined {
  if (!config.get(authPam)) return undefined;
  if (!isPamThere()) {
    log.error(`${PAM_MODULE}: libpam.so.0 cannot be loaded, nobody gets in by PAM`);
    return { module: PAM_MODULE, verify: () => "service-unavailable" };
  }
  return openPamCheck({
    service: config.get(authPamConfig),
    host,
    terminal: config.get(authPamOptions) ? undefined : `/dev/ftpd${getpid()}`,
    privileged: asRootWithLimits,
    notice: (text) => log.auth("notice", text),
    trace: (level, text) => log.trace("auth.pam", level, text),
  });
}
