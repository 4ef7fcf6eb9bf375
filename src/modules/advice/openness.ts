/**
 * Advice on what lets people do more than most administrators want.
 *
 * @module
 */

import { allowForeignAddress } from "../../session/data/foreign_address.ts";
import { user } from "../../settings/mod.ts";
import { rootLogin } from "../auth/admission.ts";
import { umask } from "../core/umask.ts";
import { aboutEach, type Rule, sectionsOf, warning } from "./advice.ts";

const WRITABLE_FOR_ALL = 0o002;

const openUmask = aboutEach(umask, ({ file, directory = file }) => {
  if (file & directory & WRITABLE_FOR_ALL) return undefined;
  return {
    reason: "everybody on this machine may write to what clients create",
    hint: "022 is usual, 002 leaves writing to the group",
  };
});

const openRootLogin = aboutEach(rootLogin, (on) =>
  on
    ? {
      reason: "a password is all that stands between anybody and root's files",
      hint: "RootLogin off, and root's work over ssh",
    }
    : undefined);

const openForeignAddress = aboutEach(allowForeignAddress, (on) =>
  on
    ? {
      reason: "clients may have data sent to machines that are not theirs",
      hint: "needed for site-to-site transfers only; a <Class> in its place limits whom",
    }
    : undefined);

const rootServer = aboutEach(
  user,
  (name, section) =>
    name === "root" && section.kind === "server"
      ? { reason: "sessions are root until somebody has logged in", hint: "nobody is usual" }
      : undefined,
);

/** Words of a `<Limit>` that cover uploads. */
const UPLOADS = ["ALL", "WRITE", "STOR"];

const openUploads: Rule = ({ sections }) =>
  sections.filter((section) =>
    section.kind === "anonymous" &&
    !sectionsOf(section).some(({ kind, args }) =>
      kind === "limit" && args.some((word) => UPLOADS.includes(word.toUpperCase()))
    )
  ).map((section) =>
    warning(
      "<Anonymous>",
      "nothing but file permissions keeps anybody from uploading",
      section,
      "<Limit WRITE> with DenyAll in it",
    )
  );

/** The rules of this file. */
export const openness: readonly Rule[] = [
  openUmask,
  openRootLogin,
  openForeignAddress,
  rootServer,
  openUploads,
];
