/**
 * What `.ftpaccess` files may say: loaded by sessions that heed them, before they are shut in.
 *
 * @module
 */

import { checkFtpaccess } from "../config/mod.ts";
import { prepareRegex } from "../libc/regex.ts";
import { modules } from "../modules/mod.ts";
import { presentAmong, vocabularyOf } from "../modules/vocabulary_of.ts";
import type { Overrides } from "../session/access/mod.ts";
import { FtpaccessFiles, type ParseFtpaccess } from "../session/ftpaccess.ts";
import type { Module } from "../session/module.ts";
import type { Session } from "../session/session.ts";

/**
 * Gives the files that a session can see, which may be about `more` besides the modules that every
 * session has. Opens what reading them needs, for nothing can be opened later.
 */
export function overridesWith(more: readonly Module[]): (session: Session) => Overrides {
  return (session) => {
    prepareRegex();
    return new FtpaccessFiles(session, parserFor([...modules, ...more]));
  };
}

/** Reads the text of one file. What the environment holds is none of its writer's business. */
function parserFor(known: readonly Module[]): ParseFtpaccess {
  const options = {
    ...vocabularyOf(known),
    modules: presentAmong(known),
    defines: new Set<string>(),
    env: () => undefined,
  };
  return (file, text, directory) => {
    const { tree, findings } = checkFtpaccess(file, text, directory, options);
    const told = (wanted: "error" | "warning") =>
      findings.filter(({ severity }) => severity === wanted).map(({ message }) => message);
    return { section: tree, errors: told("error"), warnings: told("warning") };
  };
}
