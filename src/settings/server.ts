/**
 * Who a server is to its clients. These belong to mod_core.c; they stand here because sessions name
 * them in texts of their own (Display files, the message of a shutdown).
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";

/** `ServerName`: the display name of a server. */
export const serverName: Directive<string> = {
  name: "ServerName",
  contexts: ["server", "vhost"],
  syntax: 'ServerName "text"',
  fallback: "ProFTPD",
  repeat: "last",
  parse: (args) => args.single(),
};

/** `ServerAdmin`: whom to write to. Undefined means root at this server's address. */
export const serverAdmin: Directive<string | undefined> = {
  name: "ServerAdmin",
  contexts: ["server", "vhost"],
  syntax: "ServerAdmin email-address",
  fallback: undefined,
  repeat: "last",
  parse: (args) => args.single(),
};
