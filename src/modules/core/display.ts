/**
 * `DisplayConnect` and `DisplayLogin`: files whose lines come before the greeting and the reply to
 * a login.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

/** `DisplayConnect`: shown before the 220. */
export const displayConnect: Directive<string | undefined> = {
  name: "DisplayConnect",
  contexts: ["server", "vhost", "global"],
  syntax: "DisplayConnect filename",
  fallback: undefined,
  parse: (args) => args.single(),
};

/** `DisplayLogin`: shown before the 230. A relative path counts from the directory after login. */
export const displayLogin: Directive<string | undefined> = {
  name: "DisplayLogin",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "DisplayLogin path",
  fallback: undefined,
  parse: (args) => args.single(),
};
