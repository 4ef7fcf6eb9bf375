/**
 * Whose rights the process has: the few moments as root, the user before the login, becoming
 * somebody for good.
 *
 * @module
 */

export { asRoot } from "./as_root.ts";
export { asUser } from "./as_user.ts";
export { becomeUser, type Outcome, type Transition } from "./become_user.ts";
export type { Credentials } from "./credentials.ts";
export { assumeUser } from "./effective_user.ts";
export { type KeptRight, KeptRights } from "./kept_rights.ts";
export { limitResources } from "./limit_resources.ts";
export { revokePermissions } from "./revoke_permissions.ts";
