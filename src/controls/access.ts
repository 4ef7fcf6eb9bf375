/**
 * Who may use the control socket, and which action: the rules of ControlsSocketACL, ControlsACLs and
 * AdminControlsACLs.
 *
 * @module
 */

/** One line of rules. */
export interface AccessRule {
  /** Those that the line is about; undefined for `all`, and for the socket itself. */
  readonly actions: readonly string[] | undefined;
  readonly verdict: "allow" | "deny";
  readonly kind: "user" | "group";
  /** Names of users or groups; `*` is everybody. */
  readonly names: readonly string[];
}

/** Who is at the other end of the socket, by what the kernel says. */
export interface Peer {
  readonly uid: number;
  /** The user's name; empty where the user database has none. */
  readonly user: string;
  /** The names of the user's groups. Looked up only where a rule asks for them. */
  groups(): readonly string[];
}

/**
 * Whether `peer` may do `action` by `rules`. A line that denies the peer wins over all others. Then a
 * line that allows the peer does; where only others are denied, everybody else may, as the original's
 * manual says. Where no line is about the action only root may, whom a line has to deny by name.
 */
export function isAllowed(rules: readonly AccessRule[], action: string, peer: Peer): boolean {
  const about = rules.filter(({ actions }) => actions?.includes(action) ?? true);
  const isMeant = ({ kind, names }: AccessRule): boolean => {
    if (names.includes("*")) return true;
    if (kind === "user") return peer.user !== "" && names.includes(peer.user);
    return peer.groups().some((group) => names.includes(group));
  };
  const allowing = about.filter(({ verdict }) => verdict === "allow");
  const denying = about.filter(({ verdict }) => verdict === "deny");
  if (denying.some(isMeant)) return false;
  if (peer.uid === 0) return true;
  return allowing.length > 0 ? allowing.some(isMeant) : denying.length > 0;
}
