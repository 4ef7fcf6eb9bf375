/**
 * Advice on directives that have been asked for before it is known who logs in.
 *
 * @module
 */

import type { SectionKind } from "../../config/mod.ts";
import { requireValidShell, rootLogin, useFtpUsers } from "../auth/admission.ts";
import { userDirRoot } from "../auth/anonymous.ts";
import { createHome } from "../auth/home/create_home.ts";
import { maxLoginAttempts } from "../auth/login.ts";
import { allowEmptyPasswords, maxPasswordSize } from "../auth/password.ts";
import { allowChrootSymlinks, defaultChdir, defaultRoot } from "../auth/places.ts";
import { type Rule, warning } from "./advice.ts";

/** Kinds of sections that count from the end of the login on. */
const LATE: ReadonlySet<SectionKind> = new Set(["ifuser", "ifgroup", "ifauthenticated"]);

/** What decides about the login itself. */
const EARLY: ReadonlySet<string> = new Set([
  ...[defaultRoot, defaultChdir, allowChrootSymlinks, requireValidShell, rootLogin, useFtpUsers],
  ...[userDirRoot, maxLoginAttempts, allowEmptyPasswords, maxPasswordSize, createHome],
].map(({ name }) => name));

/** Lines of such directives in sections that count too late for them. */
export const tooLate: Rule = ({ sections }) =>
  sections.filter(({ kind }) => LATE.has(kind)).flatMap(({ entries }) =>
    entries.filter(({ name }) => EARLY.has(name)).map((entry) =>
      warning(
        entry.name,
        "it decides about logins before such a section counts, so it has no effect",
        entry,
        entry.name === defaultRoot.name || entry.name === defaultChdir.name
          ? `outside of any section, ${entry.name} can name groups behind the path`
          : "it can be in <IfClass>",
      )
    )
  );
