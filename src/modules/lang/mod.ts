/**
 * mod_lang.c: LANG (RFC 2640 §4), and what is said about the characters of names.
 *
 * The texts of this server are English and nothing else, so that is the one language there is.
 * Names are bytes, unless `UseEncoding` names two character sets (`encoding.ts`).
 *
 * @module
 */

import { booleanOf } from "../../config/words.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import type { Command, Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { langDefault, langEngine, langOptions, langPath, useEncoding } from "./directives.ts";

/** The language as FEAT has it, and as LANG tells it. */
const TAG = "en-US";
const NAME = "en_US";

/** The module. */
export const lang: Module = {
  name: "mod_lang.c",
  directives: [langDefault, langEngine, langOptions, langPath, useEncoding],
  open: (session) => ({
    commands: [language(session)],
    options: { UTF8: (words) => utf8Option(session, words) },
  }),
};

function language(session: Session): Command {
  const isOn = () => session.config.get(langEngine);
  return {
    verb: "LANG",
    class: "misc",
    beforeLogin: true,
    features() {
      if (!isOn()) return [];
      return showsUtf8(session) ? [`LANG ${TAG}*`, "UTF8"] : [`LANG ${TAG}*`];
    },
    run({ hasArgument, argument }) {
      if (!isOn()) throw new FtpError(reply(500, "LANG not understood"));
      // After login the messages could not be found in a jail.
      if (session.login) throw new FtpError(reply(500, "Unable to handle command"));
      const [wanted, ...more] = argument.trim().split(/ +/);
      if (more.length > 0) throw new FtpError(reply(501, "Invalid number of parameters"));
      if (!hasArgument || wanted === "") return reply(200, `Using default language ${NAME}`);
      if (wanted.toLowerCase().replace("_", "-") !== TAG.toLowerCase()) {
        throw new FtpError(reply(504, `Language ${wanted} not supported`));
      }
      return reply(200, `Using language ${wanted}`);
    },
  };
}

/** OPTS UTF8: what the configuration has settled cannot be changed. */
function utf8Option({ config, control }: Session, [word = "", ...more]: readonly string[]) {
  const wanted = booleanOf(word);
  if (wanted === undefined || more.length > 0) {
    throw new FtpError(reply(501, "'OPTS UTF8' not understood"));
  }
  if (config.get(langEngine)) {
    const encoding = config.get(useEncoding);
    const settled = encoding.utf8 ?? (config.get(langOptions).preferServer ? false : undefined);
    if (settled !== undefined && settled !== wanted) {
      throw new FtpError(reply(451, "Unable to accept OPTS UTF8"));
    }
  }
  control.isUtf8 = wanted;
  return reply(200, `UTF8 set to ${wanted ? "on" : "off"}`);
}

/** Whether FEAT says UTF8: not where the server's own character set is insisted on. */
function showsUtf8({ config }: Session): boolean {
  return !config.get(langOptions).preferServer && !config.get(useEncoding).foreign;
}
