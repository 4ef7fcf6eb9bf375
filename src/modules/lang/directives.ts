/**
 * The directives of mod_lang.c.
 *
 * @module
 */

import { booleanOf, type Context, type Directive } from "../../config/mod.ts";

const SERVERS: readonly Context[] = ["server", "vhost", "global"];

/** `LangEngine`: whether there is LANG, and FEAT tells of it and of UTF8. */
export const langEngine: Directive<boolean> = {
  name: "LangEngine",
  contexts: SERVERS,
  syntax: "LangEngine on|off",
  fallback: true,
  parse: (args) => args.boolean(),
};

/** `LangDefault tag`: without effect but for English, the language of all messages. */
export const langDefault: Directive<string> = {
  name: "LangDefault",
  contexts: SERVERS,
  syntax: "LangDefault tag",
  fallback: "en_US",
  parse(args) {
    const tag = args.single();
    if (!/^(?:en|C|POSIX)(?:[^a-z]|$)/i.test(tag)) {
      args.warn(`messages are in English only, '${tag}' without effect`);
    }
    return tag;
  },
};

/** `LangPath path`: without effect, for no translations are read. */
export const langPath: Directive<string | undefined> = {
  name: "LangPath",
  contexts: ["server"],
  syntax: "LangPath path",
  fallback: undefined,
  parse(args) {
    const path = args.single();
    if (!path.startsWith("/")) args.fail(`unable to use path '${path}' for locale files`);
    args.warn("messages are in English only, without effect");
    return path;
  },
};

/** `LangOptions PreferServerEncoding`: no client may ask for UTF-8. */
export const langOptions: Directive<boolean> = {
  name: "LangOptions",
  contexts: SERVERS,
  syntax: "LangOptions PreferServerEncoding",
  fallback: false,
  parse(args) {
    args.between(1, Infinity);
    args.each((word) => {
      if (word === "RequireValidEncoding") {
        args.fail("RequireValidEncoding is not supported by this server yet");
      }
      if (word !== "PreferServerEncoding") args.fail(`: unknown LangOption '${word}'`);
    });
    return true;
  },
};

/** What `UseEncoding` settles. */
interface Encoding {
  /** What OPTS UTF8 can be; undefined for either. */
  readonly utf8: boolean | undefined;
  /** Whether FEAT is silent about UTF8: names are said to be in something else, always. */
  readonly foreign?: boolean;
}

/** `UseEncoding on|off`, or `local-charset client-charset [strict]`. */
export const useEncoding: Directive<Encoding> = {
  name: "UseEncoding",
  contexts: SERVERS,
  syntax: "UseEncoding on|off|local-charset client-charset [strict]",
  fallback: { utf8: undefined },
  parse(args) {
    args.between(1, 3);
    const [local, client, keyword] = args.words;
    if (client === undefined) {
      const utf8 = booleanOf(local) ?? args.fail("expected Boolean parameter");
      return { utf8 };
    }
    if (keyword !== undefined && keyword.toLowerCase() !== "strict") {
      args.fail(`unknown UseEncoding keyword '${keyword}'`);
    }
    if (plain(local) !== plain(client)) {
      args.warn(`names are sent as they are on disk, not converted from ${local} to ${client}`);
    }
    if (keyword === undefined) return { utf8: undefined };
    const utf8 = plain(client) === "utf8";
    return { utf8, foreign: !utf8 };
  },
};

/** `utf8` for `UTF-8`. */
function plain(charset: string): string {
  return charset.toLowerCase().replace(/[^a-z0-9]/g, "");
}
