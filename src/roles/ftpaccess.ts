/**
 * What `.ftpaccess` files may say: loaded by sessions that heed them, before they are shut in.
 *
 * @module
 */

import { checkFtpaccess } from "../config/mod.ts";
import { prepareRegex } from "../libc/regex.ts";
import { presentModules, vocabulary } from "../modules/vocabulary.ts";
import type { Overrides } from "../session/access/mod.ts";
import { FtpaccessFiles, type ParseFtpaccess } from "../session/ftpaccess.ts";
import type { Session } from "../session/session.ts";

/** The files that `session` can see. Loads what reading them needs, for nothing can be loaded later. */
export function overridesOf(session: Session): Overrides {
  prepareRegex();
  return new FtpaccessFiles(session, parse);
}

/** Reads the text of one file. What the environment holds is none of its writer's business. */
const parse: ParseFtpaccess = (file, text, directory) => {
  const { tree, findings } = checkFtpaccess(file, text, directory, {
    ...vocabulary,
    modules: presentModules,
    defines: new Set(),
    env: () => undefined,
  });
  const told = (wanted: "error" | "warning") =>
    findings.filter(({ severity }) => severity === wanted).map(({ message }) => message);
  return { section: tree, errors: told("error"), warnings: told("warning") };
};
