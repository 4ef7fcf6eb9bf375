/**
 * From a command line to its reply, through the phases.
 *
 * @module
 */

import { FtpError, type Reply, reply, unknownVerbReply } from "../protocol/mod.ts";
import { SysError } from "../libc/sys_error.ts";
import type { SystemLog } from "../log/mod.ts";
import type { Census, Command, Handlers, Hook, Module, Phase, Request } from "./module.ts";
import { raise, type SessionEvent } from "./raise.ts";
import type { Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";

/** Verbs whose arguments nobody is told. */
export const SECRET: ReadonlySet<string> = new Set(["PASS", "ACCT", "ADAT"]);

/** A hook and its module, `mod_core.c`. */
interface OwnedHook {
  readonly owner: string;
  readonly hook: Hook;
}

/** The phases as the original calls them. */
const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  pre: "PRE_CMD",
  post: "POST_CMD",
  postError: "POST_CMD_ERR",
  log: "LOG_CMD",
  logError: "LOG_CMD_ERR",
};

/** The commands and hooks of all modules in one session. */
export class Table {
  readonly commands = new Map<string, Command>();
  readonly site = new Map<string, Command>();
  readonly options = new Map<string, (words: readonly string[]) => Reply>();
  /** Who refuses clients before anything else. */
  readonly refusals: (() => void)[] = [];
  /** Who is told of events. */
  readonly listeners: ((event: SessionEvent) => SessionEnd | void)[] = [];
  /** Who decides whether a new client may stay. */
  readonly admissions: (() => void)[] = [];
  /** Who has to know when the client goes over to another server. */
  readonly moves: (() => void)[] = [];
  /** Who has something to do before a user is let in. */
  readonly entries: NonNullable<Handlers["beforeEntry"]>[] = [];
  /** Who may know who a client is without a password. */
  readonly vouchers: NonNullable<Handlers["vouch"]>[] = [];
  /** Who has something to say about the rights that a session keeps. */
  readonly rights: NonNullable<Handlers["rights"]>[] = [];
  /** Who may hold up a command. */
  readonly paces: (() => void)[] = [];
  /** Who may answer a command before anything else becomes of it. */
  readonly gates: ((request: Request) => Reply | void)[] = [];
  /** Who has something to do before the greeting. */
  readonly greeters: (() => void)[] = [];
  /** Who knows more variables of Display files. */
  readonly variables: NonNullable<Handlers["variable"]>[] = [];
  /** Who counts clients. */
  census: (() => Census) | undefined;
  /** By phase and verb: every command asks for those of several phases. */
  readonly #hooks: Readonly<Record<Phase, Map<string, OwnedHook[]>>> = {
    pre: new Map(),
    post: new Map(),
    postError: new Map(),
    log: new Map(),
    logError: new Map(),
  };
  /** The modules of commands, by verb. */
  readonly #owners = new Map<string, string>();
  readonly #handlers: Handlers[] = [];
  #log: SystemLog | undefined;

  /** Opens `modules`, in their order, which is the order of dispatch. */
  open(modules: readonly Module[], session: Session): void {
    this.#log = session.log;
    for (const module of modules) {
      const owner = module.name;
      const handlers = module.open(session);
      this.#handlers.push(handlers);
      if (handlers.refuse) this.refusals.push(() => handlers.refuse?.());
      if (handlers.listen) this.listeners.push((event) => handlers.listen?.(event));
      if (handlers.admit) this.admissions.push(() => handlers.admit?.());
      if (handlers.variable) this.variables.push(handlers.variable);
      this.census ??= handlers.census;
      if (handlers.move) this.moves.push(() => handlers.move?.());
      if (handlers.vouch) this.vouchers.push(handlers.vouch);
      if (handlers.rights) this.rights.push(handlers.rights);
      if (handlers.beforeEntry) this.entries.push(handlers.beforeEntry);
      if (handlers.pace) this.paces.push(() => handlers.pace?.());
      if (handlers.gate) this.gates.push((request) => handlers.gate?.(request));
      if (handlers.greet) this.greeters.push(() => handlers.greet?.());
      for (const command of handlers.commands ?? []) {
        this.commands.set(command.verb, command);
        this.#owners.set(command.verb, owner);
      }
      for (const command of handlers.site ?? []) this.site.set(command.verb, command);
      for (const [word, option] of Object.entries(handlers.options ?? {})) {
        this.options.set(word, option);
      }
      for (const hook of handlers.hooks ?? []) {
        const hooks = this.#hooks[hook.phase];
        const list = hooks.get(hook.verb);
        const owned = { owner, hook };
        if (list) list.push(owned);
        else hooks.set(hook.verb, [owned]);
      }
    }
  }

  /**
   * Runs the hooks of one phase: those for all commands first. In phase `pre` the first reply, if any,
   * ends it; elsewhere the last one, if any, is what becomes of `answer`.
   */
  run(phase: Phase, request: Request, answer?: Reply): Reply | undefined {
    const hooks = this.#hooks[phase];
    const said = this.#runAll(hooks.get("*"), phase, request, answer);
    if (said && phase === "pre") return said;
    return this.#runAll(hooks.get(request.verb), phase, request, said ?? answer) ?? said;
  }

  #runAll(
    hooks: readonly OwnedHook[] | undefined,
    phase: Phase,
    request: Request,
    answer: Reply | undefined,
  ): Reply | undefined {
    if (hooks === undefined) return undefined;
    let last: Reply | undefined;
    for (const { owner, hook } of hooks) {
      this.#tell(PHASE_NAMES[phase], request, owner);
      last = hook.run(request, last ?? answer) ?? last;
      if (last && phase === "pre") return last;
    }
    return last;
  }

  /** Carries out the command itself. */
  perform(command: Command, request: Request): Reply {
    this.#tell("CMD", request, this.#owners.get(command.verb) ?? "");
    return command.run(request);
  }

  /** Tells who looks debugging on what happens to a command. Passwords are nobody's business. */
  #tell(phase: string, { verb, argument }: Request, owner: string): void {
    this.#log?.debug(4, () => {
      const shown = SECRET.has(verb) ? " (hidden)" : argument === "" ? "" : ` ${argument}`;
      return `dispatching ${phase} command '${verb}${shown}' to ${owner.replace(/\.c$/, "")}`;
    }, "command");
  }

  /** Tells every module that the session is over. */
  close(): void {
    for (const handlers of this.#handlers) handlers.close?.();
  }
}

/** Carries out one command, with all its phases, sends its reply, and lets the world know about it. */
export function dispatch(session: Session, request: Request): void {
  const { score, title } = session;
  score.begin(request);
  session.access.nextCommand();
  session.directories.forget();
  session.exchange = undefined;
  title.begin(request);
  session.running = request;
  carryOut(session, request);
  session.running = undefined;
  score.end(session);
  title.end(session);
}

/** Carries out one command, with all its phases, and sends its reply. */
export function carryOut(session: Session, request: Request): void {
  const { table } = session;
  for (const pace of table.paces) pace();
  const first = gated(session, request) ?? answerTo(session, request);
  // The command may have moved some itself.
  session.directories.forget();
  const answer = table.run(isFailure(first) ? "postError" : "post", request, first) ?? first;
  if (!answer.isSent) session.control.send(answer);
  table.run(isFailure(answer) ? "logError" : "log", request, answer);
}

function isFailure({ code }: Reply): boolean {
  return code >= 400;
}

/** The answer of whoever does not let `request` in; undefined when all do. Throws `SessionEnd`. */
function gated(session: Session, request: Request): Reply | undefined {
  try {
    for (const gate of session.table.gates) {
      const refusal = gate(request);
      if (refusal) return refusal;
    }
    return undefined;
  } catch (error) {
    return replyTo(error, session, request);
  }
}

/** The reply to one command, without what comes before and after it. Throws `SessionEnd`. */
export function answerTo(session: Session, request: Request): Reply {
  try {
    const command = session.table.commands.get(request.verb);
    if (!command) {
      const end = raise(session, "core.unhandled-command");
      if (end) throw end;
      return unknownVerbReply(request);
    }
    if (!session.login && !command.beforeLogin) {
      return reply(530, "Please login with USER and PASS");
    }
    return session.table.run("pre", request) ??
      session.table.perform(command, request);
  } catch (error) {
    if (error instanceof SessionEnd) logLast(session, request, error);
    return replyTo(error, session, request);
  }
}

/**
 * The last command is logged like any other: the goodbye, a transfer that the end broke off. What it is
 * logged with is no answer of its own where a time-out ended it or nothing is said.
 */
function logLast(session: Session, request: Request, end: SessionEnd): void {
  const { transfer, exchange, table } = session;
  const broken = transfer || exchange ? reply(426, end.reason) : undefined;
  let answer = end.farewell ?? broken;
  if (!answer) return;
  if (!end.farewell || end.timeout !== undefined) {
    session.ending = end;
    answer = { ...answer, isSent: true };
  }
  table.run(answer.code >= 400 ? "logError" : "log", request, answer);
}

/**
 * The reply that a thrown error stands for. This is the only place where errors become replies: a
 * client sees the kernel's reason and the name it sent itself, the log sees everything.
 */
function replyTo(error: unknown, session: Session, request: Request): Reply {
  if (error instanceof SessionEnd) throw error;
  if (error instanceof FtpError) return error.reply;
  if (error instanceof SysError) {
    session.log.debug(2, `${request.verb} ${request.argument}: ${error.message}`, "fileperms");
    return reply(550, `${request.argument}: ${error.reason}`);
  }
  session.log.error(
    `internal error in ${request.verb}: ${error instanceof Error ? error.stack : String(error)}`,
  );
  return reply(451, `${request.verb}: internal error, the administrator finds it in the log`);
}
