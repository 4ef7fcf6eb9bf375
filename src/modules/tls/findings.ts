/**
 * What is said of settings about TLS, with the line that says them.
 *
 * @module
 */

import { at, type Directive, type Finding, type Scope } from "../../config/mod.ts";

/** An error in what `directive` says in `config`. */
export function errorAbout(config: Scope, directive: Directive<unknown>, reason: string): Finding {
  return findingAbout(config, directive, reason, "error");
}

/** What is wrong with what `directive` says in `config`. */
export function findingAbout(
  config: Scope,
  directive: Directive<unknown>,
  reason: string,
  severity: Finding["severity"],
): Finding {
  const place = config.place(directive);
  const message = `${directive.name}: ${reason}${place ? ` ${at(place)}` : ""}`;
  return {
    severity,
    message,
    place: place && { file: place.file, line: place.line },
    directive: directive.name,
  };
}
