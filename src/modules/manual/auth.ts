/**
 * The manual's lines for mod_auth.c and its sources.
 *
 * @module
 */

import type { ManualRow } from "./row.ts";

/** Name, default, since which version of ProFTPD, meaning. */
export const auth: readonly ManualRow[] = [
  ["AccessGrantMsg", "", "1.2.2", "Replaces the 230 text; %u = user"],
  ["AccessDenyMsg", "", "1.2.2", "Replaces the 530 login text; %u = user"],
  [
    "DefaultRoot",
    "",
    "1.2.0rc1",
    "chroot directory after login, optional group expression; first match wins",
  ],
  ["DefaultChdir", "", "1.2.0rc1", "Starting directory after login"],
  ["RequireValidShell", "on", "0.99.0", "Refuse users whose shell is not in /etc/shells"],
  ["UseFtpUsers", "on", "0.99.0", "Refuse users named in /etc/ftpusers"],
  ["RootLogin", "off", "1.1.5", "Permit uid 0 logins (still logged as security event)"],
  [
    "RootRevoke",
    "",
    "1.2.9rc1",
    "on, off: active data connections come from the port before the server's; off keeps the right to a low one",
  ],
  ["AllowChrootSymlinks", "on", "1.3.5rc1", "Follow a symlink as chroot target"],
  ["AllowEmptyPasswords", "on", "1.3.6rc2", "Accept empty passwords"],
  ["MaxClients", "", "0.99.0", "Cap on logged-in clients per server/anonymous area; %m in message"],
  ["MaxClientsPerHost", "", "1.1.7", "Cap per client address"],
  ["MaxClientsPerUser", "", "1.2.7rc1", "Cap per user name"],
  [
    "MaxClientsPerClass",
    "Most logged-in clients of one <Class>",
    "1.2.10rc1",
    "Most logged-in clients of one <Class>",
  ],
  ["MaxConnectionsPerHost", "", "1.2.11", "Cap on unauthenticated connections per address"],
  ["MaxHostsPerUser", "", "1.2.4", "Cap on distinct addresses per user"],
  ["MaxLoginAttempts", "3", "0.99.0", "Failed PASS attempts before the connection is closed"],
  ["MaxPasswordSize", "1024", "1.3.6rc3", "Longest accepted password"],
  ["TimeoutLogin", "300", "0.99.0", "Seconds to finish login"],
  ["TimeoutSession", "none", "", "Seconds a session may last"],
  ["UserAlias", "", "0.99.0", "Maps a login name to a real user"],
  ["AuthAliasOnly", "off", "1.1.3", "Only aliased names may log in here"],
  ["AuthUsingAlias", "off", "1.2.0pre9", "Check the password of the alias, not of its target"],
  ["UserPassword", "", "0.99.0pl5", "Overrides a user's password hash"],
  ["UserDirRoot", "off", "", "<Anonymous>: root is a sub-directory named after the login"],
  ["AnonRequirePassword", "off", "0.99.0", "Anonymous area asks for the real password"],
  ["AnonRejectPasswords", "", "1.2.9rc1", "Regex of refused anonymous passwords"],
  ["AnonAllowRobots", "off", "1.3.6rc2", "Off: serve a synthetic robots.txt that forbids crawling"],
  ["CreateHome", "off", "1.2.8rc2", "Create a missing home at login"],
  ["RewriteHome", "", "1.3.3rc1", "Let mod_rewrite change the home path"],
  ["WtmpLog", "on", "1.1.7", "Write wtmp records"],
  ["UseLastlog", "off", "1.3.1", "Write lastlog records"],
  [
    "PersistentPasswd",
    "off",
    "1.2.0",
    "Keep /etc/passwd open across chroot (off for NIS/LDAP/NSS); -p sets the default",
  ],
  [
    "AuthUnixOptions",
    "",
    "1.3.3rc2",
    "MagicTokenChroot: `/./` in a home ends the part that becomes the root; AIXNoRLogin, NoGetgrouplist, NoInitgroups: no effect",
  ],
  [
    "AuthUserFile",
    "",
    "1.2.7rc2",
    "passwd(5)-format user file; refused when world-readable unless InsecurePerms",
  ],
  ["AuthGroupFile", "", "1.2.7rc2", "group(5)-format group file"],
  [
    "AuthFileOptions",
    "",
    "1.3.7rc1",
    "InsecurePerms: permissions of the files are not looked at; SyntaxCheck: a line that is no entry is an error",
  ],
  ["AuthPAM", "on", "1.2.8rc2", "Ask PAM in addition"],
  ["AuthPAMConfig", "proftpd", "1.2.8rc2", "PAM service name"],
  ["AuthPAMOptions", "", "1.3.2rc1", "NoTTY: modules are told no terminal"],
];
