/**
 * `TLSOptions`: words that change one thing each.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

/** Words that are acted on. */
const BUILT = [
  "AllowClientRenegotiations",
  "AllowDotLogin",
  "AllowPerUser",
  "AllowWeakSecurity",
  "CommonNameRequired",
  "ExportCertData",
  "IgnoreSNI",
  "NoEmptyFragments",
  "NoSessionReuseRequired",
  "StdEnvVars",
  "UseImplicitSSL",
  "dNSNameRequired",
  "iPAddressRequired",
] as const;

/** A word of `TLSOptions` that has an effect here. */
export type TlsOption = (typeof BUILT)[number];

/** Words that mean what is done anyway: nothing that a client could be asked for is asked for. */
const GIVEN = ["NoCertRequest"];

/** Words without effect here: leaving them out takes something away, but no protection. */
const COMFORT = ["AllowWeakDH", "EnableDiags", "NoAutoECDH"];

/** `TLSOptions word ...`; the words of several lines are taken together. */
export const tlsOptions: Directive<readonly TlsOption[]> = {
  name: "TLSOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSOptions word ...",
  fallback: [],
  repeat: "all",
  parse(args) {
    args.between(1, Infinity);
    const options: TlsOption[] = [];
    args.each((word) => {
      const is = (name: string) => name === word;
      const option = BUILT.find(is);
      if (option !== undefined) options.push(option);
      else if (COMFORT.some(is)) {
        args.warn(`TLSOption '${word}' is not supported by this server yet and has no effect`);
      } else if (!GIVEN.some(is)) args.fail(`: unknown TLSOption '${word}'`);
    });
    return options;
  },
};

/** All options of the server with the settings `config`. */
export function optionsOf(
  config: { all<T>(directive: Directive<T>): readonly T[] },
): ReadonlySet<TlsOption> {
  return new Set(config.all(tlsOptions).flat());
}
