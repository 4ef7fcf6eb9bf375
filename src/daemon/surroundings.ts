/**
 * What the daemon needs from the program around it.
 *
 * @module
 */

import type { SystemLog } from "../log/mod.ts";
import type { InheritedSockets } from "./inherited_sockets.ts";
import type { Loaded } from "./load.ts";
import type { ProgramCommand, SessionStarter } from "./session_starter.ts";

/** How its processes are started, how its configuration is read, and what it says of itself. */
export interface DaemonSurroundings {
  readonly starter: SessionStarter;
  /** How this program is started to ask OCSP responders. */
  readonly staple: { readonly command: ProgramCommand; readonly withErrors: boolean };
  /**
   * Reads the configuration again, for HUP; undefined when it is broken, after that has been written
   * to `log`.
   */
  reload(log: SystemLog): Promise<{ loaded: Loaded; log: SystemLog } | undefined>;
  /** `-X`: serves the first connection in this process, which then ends. */
  readonly serveHere: ((connection: number) => void) | undefined;
  /** `-4`/`-6`. */
  readonly ipv6: boolean | undefined;
  /** Listening sockets that were open at the start. */
  readonly inherited: InheritedSockets;
  /** As in `1.3.8`. */
  readonly version: string;
  /** Opens the log that a configuration asks for; throws `LogFileRefused` and `SysError`. */
  openLog(loaded: Loaded): SystemLog;
  /** The names of all modules, in load order. */
  readonly modules: readonly string[];
  /** Lines for `ftpdctl get directives`. */
  readonly directives: readonly string[];
  /** What else the log says of it at the start: status, and when it was built. */
  readonly edition: string;
}
