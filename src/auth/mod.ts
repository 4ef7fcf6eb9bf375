/**
 * "Is this password right, and who is it?": one file per source of users.
 *
 * @module
 */

export type { Account, Group, Identity } from "./account.ts";
export { type AuthFileKind, authFileProblem } from "./auth_file_permissions.ts";
export { badLines } from "./auth_file_syntax.ts";
export { Chain, type Link } from "./chain.ts";
export { type AuthFile, openFileSource } from "./file_source.ts";
export { isRefusedUser } from "./ftpusers.ts";
export { hashPassword, matchesHash } from "./password_hash.ts";
export { isValidShell } from "./shells.ts";
export type { AuthSource, Confinement, PasswordCheck, SourceGroup, Verdict } from "./source.ts";
export { standInFor } from "./stand_in.ts";
export { openUnixSource, type UnixOptions } from "./unix_source.ts";
export { incorrectText, verdictText } from "./verdict_text.ts";
