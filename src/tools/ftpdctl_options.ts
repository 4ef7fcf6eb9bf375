/**
 * The command line of ftpdctl: what it asks for. Options end at the action, whose words are the
 * daemon's business.
 *
 * @module
 */

/** The socket of a daemon whose configuration names none: ControlsSocket's default. */
export const DEFAULT_SOCKET = "/run/proftpd.sock";

/** What a command line asks for. */
export type FtpdctlRequest =
  | {
    readonly kind: "run";
    /** `-s`: the path of the daemon's socket. */
    readonly socket: string;
    /** `-v`: tell each step. */
    readonly verbose: boolean;
    /** The action and its words; at least one. */
    readonly words: readonly string[];
  }
  /** Print the usage; status 0. */
  | { readonly kind: "help" }
  /** Print `message`; status 1. */
  | { readonly kind: "refuse"; readonly message: string };

/** Reads the words behind the program's name. */
export function parseFtpdctlOptions(words: readonly string[]): FtpdctlRequest {
  let socket = DEFAULT_SOCKET;
  let verbose = false;
  let at = 0;
  for (; words[at]?.startsWith("-") && words[at] !== "-"; at++) {
    if (words[at] === "--") {
      at++;
      break;
    }
    if (words[at] === "--help") return { kind: "help" };
    for (let rest = words[at].slice(1); rest !== ""; rest = rest.slice(1)) {
      if (rest.startsWith("h")) return { kind: "help" };
      if (rest.startsWith("s")) {
        const value = rest.slice(1) || words[++at];
        if (value === undefined) return { kind: "refuse", message: "unknown option: s" };
        if (!value.startsWith("/")) {
          return { kind: "refuse", message: "alternate socket path must be an absolute path" };
        }
        socket = value;
        break;
      }
      if (!rest.startsWith("v")) return { kind: "refuse", message: `unknown option: ${rest[0]}` };
      verbose = true;
    }
  }
  const action = words.slice(at);
  if (action.length === 0) return { kind: "refuse", message: "missing required action" };
  return { kind: "run", socket, verbose, words: action };
}
