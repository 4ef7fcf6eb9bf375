/**
 * The directives of mod_lang.c.
 *
 * @module
 */

import { booleanOf, type Context, type Directive, toggle } from "../../config/mod.ts";

const SERVERS: readonly Context[] = ["server", "vhost", "global"];

/** `LangEngine`: whether there is LANG, and FEAT tells of it and of UTF8. */
export const langEngine = toggle("LangEngine", SERVERS, true);

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

/** What `LangOptions` says. */
interface LangOptions {
  /** No client may ask for UTF-8. */
  readonly preferServer: boolean;
  /** What is no text in the client's character set names no file, where names are converted. */
  readonly requireValid: boolean;
}

/** `LangOptions [PreferServerEncoding] [RequireValidEncoding]`. */
export const langOptions: Directive<LangOptions> = {
  name: "LangOptions",
  contexts: SERVERS,
  syntax: "LangOptions PreferServerEncoding|RequireValidEncoding ...",
  fallback: { preferServer: false, requireValid: false },
  parse(args) {
    args.between(1, Infinity);
    const words = args.each((word) =>
      OPTIONS.includes(word) ? word : args.fail(`: unknown LangOption '${word}'`)
    );
    const [preferServer, requireValid] = OPTIONS.map((word) => words.includes(word));
    return { preferServer, requireValid };
  },
};

const OPTIONS = ["PreferServerEncoding", "RequireValidEncoding"];

/** Names for iconv(3). */
interface Charsets {
  readonly local: string;
  readonly client: string;
}

/** What `UseEncoding` settles. */
interface Encoding {
  /** What OPTS UTF8 can be; undefined for either. */
  readonly utf8: boolean | undefined;
  /** The names of the two character sets, where they are named. */
  readonly charsets?: Charsets;
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
    const charsets = { local, client };
    if (keyword === undefined) return { utf8: undefined, charsets };
    const utf8 = plain(client) === "utf8";
    return { utf8, foreign: !utf8, charsets };
  },
};

/** `utf8` for `UTF-8`. */
function plain(charset: string): string {
  return charset.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The character sets to convert between; undefined where there is nothing to convert. */
export function charsetsOf({ charsets }: Encoding): Charsets | undefined {
  return charsets && plain(charsets.local) !== plain(charsets.client) ? charsets : undefined;
}
