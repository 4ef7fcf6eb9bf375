/**
 * What a module is: a plain object with a name, directives, commands and hooks. `-l`, FEAT, HELP,
 * the directive check of `-t` and the dispatcher all read the same objects.
 *
 * @module
 */

import type { Account } from "../auth/account.ts";
import type { Directive } from "../config/directive.ts";
import type { Scope } from "../config/scope.ts";
import type { KeptRight } from "../privilege/mod.ts";
import type { CommandLine, Reply } from "../protocol/mod.ts";
import type { SessionEvent } from "./raise.ts";
import type { Session } from "./session.ts";
import type { SessionEnd } from "./session_end.ts";

/** A command as it came in, in the character set of the disk. */
export interface Request extends CommandLine {
  /** Whether its argument means nothing in the client's character set, and is as the client sent it. */
  readonly isIllegible?: boolean;
}

/** The classes of commands that ExtendedLog speaks of. */
export type CommandClass = "auth" | "info" | "dirs" | "read" | "write" | "misc" | "sec";

/** One FTP command. */
export interface Command {
  readonly verb: string;
  readonly class: CommandClass;
  /** What HELP shows behind the verb, such as `<sp> pathname`; verbs without it are not listed. */
  readonly syntax?: string;
  /** Lines for FEAT; none for commands of RFC 959. */
  readonly features?: () => readonly string[];
  /** Whether HELP marks it as recognized but not implemented. */
  readonly unimplemented?: boolean;
  /** Whether it may be used before login. */
  readonly beforeLogin?: boolean;
  /** Whether it leaves a pending RNFR alone; every other command but RNTO and QUIT is refused then. */
  readonly duringRename?: boolean;
  /** Does the work and gives the final reply; throws `FtpError`, `SysError` or `SessionEnd`. */
  run(request: Request): Reply;
}

/**
 * The phases around a command, in ProFTPD's terms: PRE_CMD, POST_CMD, POST_CMD_ERR, LOG_CMD and
 * LOG_CMD_ERR. A `pre` hook may answer instead of the command, `post` and `postError` hooks may change the answer; the others
 * only look on.
 */
export type Phase = "pre" | "post" | "postError" | "log" | "logError";

/** Something that happens around one command, or around all of them. */
export interface Hook {
  readonly phase: Phase;
  /** The verb it belongs to, or `*`. */
  readonly verb: string;
  /**
   * In phase `pre` a returned reply is the answer; in `post` and `postError` it takes the place of
   * `answer`; in the others it is ignored.
   */
  run(request: Request, answer?: Reply): Reply | void;
}

/** How many clients a server has and may have, as Display files tell it. */
export interface Census {
  readonly clients: number;
  /** MaxClients, undefined for none. */
  readonly maxClients: number | undefined;
  /** Clients of this client's class. */
  readonly classClients: number;
  /** MaxClientsPerClass for that class, undefined for none. */
  readonly maxClassClients: number | undefined;
}

/** What a module has to say about the rights of root's that a session keeps. */
export interface RightsAsked {
  /** Those that the session has in all that it does. */
  readonly inEffect: readonly KeptRight[];
  /** Those that it does not keep, whatever else needs them. */
  readonly withheld: readonly KeptRight[];
}

/** What a module does in one session. */
export interface Handlers {
  readonly commands?: readonly Command[];
  readonly hooks?: readonly Hook[];
  /** Sub-commands of SITE, by name. */
  readonly site?: readonly Command[];
  /** What OPTS can set, by the word behind it: gives the reply for the words after that. */
  readonly options?: Readonly<Record<string, (words: readonly string[]) => Reply>>;
  /**
   * Called before the greeting, with the scoreboard at hand; throws `SessionEnd` for a client who may
   * not stay. Left out where there is nothing to decide: then nobody waits for a scoreboard.
   */
  admit?(): void;
  /**
   * Called first of all, without a scoreboard: throws `SessionEnd` for a client who is not wanted here
   * whatever else may be the case. Left out where there is nothing to decide.
   */
  refuse?(): void;
  /** Told of every event; may give the end of the session, which then follows from it. */
  listen?(event: SessionEvent): SessionEnd | void;
  /**
   * Asked at USER: the name of the module that knows by other means than a password, such as a
   * certificate, that the client is `user`; undefined where it does not.
   */
  vouch?(user: string): string | undefined;
  /** Counts clients: called when a Display file asks for that. */
  census?(): Census;
  /** What `%{name}` stands for in a Display file; undefined for what is not this module's. */
  variable?(name: string): string | undefined;
  /**
   * Called when the client has gone over to another server, by HOST or SNI: what was read of the settings is
   * to be read again. Throws `SessionEnd` for a client who may not be there.
   */
  move?(): void;
  /**
   * Called when `account` has shown who it is and is about to be let in, into an `<Anonymous>` area if
   * `anonymous`: the last moment with root's rights at hand.
   */
  beforeEntry?(account: Account, config: Scope, anonymous: boolean): void;
  /** Called at login where the server was started by root, with the settings of who comes in. */
  rights?(config: Scope): RightsAsked;
  /** Called before every command, known or not, allowed or not; may take its time. */
  pace?(): void;
  /**
   * Called before anything else becomes of a command, known or not: a reply is the answer then. Not in
   * rehearsals, which are about what the client may do and not about how it is connected.
   */
  gate?(request: Request): Reply | void;
  /** Called before the greeting of a client who may stay; throws `SessionEnd`. */
  greet?(): void;
  /** Called at the end of the session, whatever ended it. */
  close?(): void;
}

/** A part of the server, as `proftpd -l` lists it. */
export interface Module {
  /** As `<IfModule>` and the logs spell it: `mod_core.c`. */
  readonly name: string;
  readonly directives?: readonly Directive<unknown>[];
  /** Whether it only leaves something on the disk and decides nothing: then it is left out of rehearsals. */
  readonly recordsOnly?: boolean;
  /** Opens libraries that its sessions may need: for processes that wait for their client. */
  prepare?(): void;
  /** Called once for each connection; what a feature needs to remember lives in its closure. */
  open(session: Session): Handlers;
}
