/**
 * The login's last step: the process becomes the user, in the user's root directory, for good.
 *
 * @module
 */

import { fchdir } from "../libc/files.ts";
import { setegid, seteuid, setgid, setgroups, setuid } from "../libc/identity.ts";
import { restrictTo } from "../libc/landlock.ts";
import { giveUpNewRights, type Reach } from "../libc/no_new_rights.ts";
import { chdir, chroot, geteuid, getgid, getuid, setDumpable } from "../libc/process.ts";
import { isSysError } from "../libc/sys_error.ts";
import { setThreadUser } from "../libc/thread_identity.ts";
import { orEnd } from "./as_root.ts";
import type { Credentials } from "./credentials.ts";
import { KeptRights } from "./kept_rights.ts";

/** What to become. */
export interface Transition {
  readonly user: Credentials;
  /**
   * An open directory that becomes the root directory, undefined for none: a descriptor, so that
   * what was checked is what is entered. It stays open. All other descriptors of directories
   * outside of it have to be closed: each is a way out.
   */
  readonly root?: number | undefined;
  /** RootRevoke: unless false there is no way back to root. */
  readonly revoke?: boolean;
  /** Whether programs may be started later on (mod_exec); otherwise the kernel refuses that. */
  readonly mayExecute?: boolean;
  /** What of root's rights outlives it: nothing, unless it is said here. */
  readonly kept?: KeptRights;
}

/** What became of it. */
export interface Outcome {
  /** Whether the process has the user's ids now. A daemon without root keeps its own. */
  readonly switched: boolean;
  /** Whether the kernel holds the process in `root`; if not, every path has to be held in there. */
  readonly chrooted: boolean;
  /** Lines for the log (level warning): what was not possible, in the original's words. */
  readonly notes: readonly string[];
  /** How far PR_SET_NO_NEW_PRIVS and the list of refused calls reach; undefined without `revoke`. */
  readonly sealed: Reach | undefined;
  /**
   * Who is held in `root` by the kernel where there is no chroot(2): nothing outside of it can be opened
   * (Landlock). Undefined without a root, with one by chroot(2), and where the kernel cannot do it.
   */
  readonly held: Reach | undefined;
}

/**
 * Makes the process the user's: root directory, groups, group, user, in this order, since each
 * step needs rights that the ones behind it take away; then seals it: no core dumps, no debugger of
 * the same user, no more rights from set-user-ID programs, no other programs.
 *
 * A process whose real user is not root cannot change its ids: as in the original the login goes on
 * under the daemon's own, whatever ids the account has; only the sealing is done.
 *
 * Throws `SysError` when a step fails; root's rights are put aside again by then, but the process is
 * neither this nor that, and all that is left to do is to end the session. A process that could get
 * back to root in spite of all ends at once.
 */
export function becomeUser(transition: Transition): Outcome {
  return getuid() === 0 ? fromRoot(transition) : fromOrdinaryUser(transition);
}

function fromRoot(
  { user, root, revoke = true, mayExecute = false, kept = new KeptRights([]) }: Transition,
): Outcome {
  // To setresuid(2) this number means "leave it": the process would stay root.
  if (user.uid === NO_ID || user.gid === NO_ID) throw new RangeError("-1 is nobody's id");
  const before = geteuid();
  try {
    seteuid(0);
    if (root !== undefined) enter(root);
    setgroups(user.groups);
    if (revoke) {
      setgid(user.gid);
      kept.outlive(() => setuid(user.uid));
    } else {
      setegid(user.gid);
      seteuid(user.uid);
    }
  } catch (error) {
    orEnd(() => seteuid(before));
    throw error;
  }
  if (revoke && user.uid !== 0) orEnd(assertNoWayBack);
  return {
    switched: true,
    chrooted: root !== undefined,
    notes: [],
    sealed: revoke ? seal(mayExecute) : undefined,
    held: undefined,
  };
}

function fromOrdinaryUser({ user, root, mayExecute = false }: Transition): Outcome {
  const notes: string[] = [];
  if (user.uid !== getuid()) notes.push("unable to setuid(): Operation not permitted");
  if (user.gid !== getgid()) notes.push("unable to setgid(): Operation not permitted");
  const sealed = seal(mayExecute);
  const held = root === undefined || mayExecute ? undefined : restrictTo(root);
  return { switched: notes.length === 0, chrooted: false, notes, sealed, held };
}

/** (uid_t) -1. */
const NO_ID = 0xffff_ffff;

/** Makes the open directory `root` that of the process, and the working directory with it. */
function enter(root: number): void {
  fchdir(root);
  chroot(".");
  chdir("/");
}

function assertNoWayBack(): void {
  try {
    setThreadUser(0);
  } catch (error) {
    if (isSysError(error, "EPERM")) return;
    throw error;
  }
  throw new Error("the way back to root is open");
}

function seal(mayExecute: boolean): Reach {
  setDumpable(false);
  return giveUpNewRights(mayExecute);
}
