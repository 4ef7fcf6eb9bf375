/**
 * From an accepted connection to a running session: one child process for each client.
 *
 * A session is a program of its own, started with the connection as its descriptor 0, exactly as a
 * superserver would. That takes some 20 ms, more than everything else that happens until the greeting;
 * so a few *spare* ones are started ahead of need and wait until they are handed a connection. Where
 * the configuration asks for it (`SessionTemplate`), the start is made once: sessions are forks of a
 * *template* that has everything loaded, as long as there is one.
 *
 * @module
 */

import { close, O, open } from "../libc/files.ts";
import { sendDescriptor } from "../libc/pass_descriptor.ts";
import { POLL, type PollSet } from "../libc/poll.ts";
import { duplicate, duplicateOnto, kill, setInheritable } from "../libc/process.ts";
import { SIGNAL } from "../libc/signals.ts";
import { socketpair } from "../libc/sockets.ts";
import { Children, type SessionStatus } from "./children.ts";
import { Template } from "./template.ts";
import { ROLE } from "./template_requests.ts";

/** How to start a copy of this program. */
export interface ProgramCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** A started session. */
export interface SessionProcess {
  readonly pid: number;
  /** Resolves when the process is gone and reaped; never rejects. */
  readonly ended: Promise<SessionStatus>;
}

/** What becomes of a connection: one of the two is called, once, maybe before `start` returns. */
export interface Reception {
  /** `session` has it. */
  started(session: SessionProcess): void;
  /** Nobody has it, and it is closed: no processes or no memory left. */
  failed(error: unknown): void;
}

/** A process that waits at a socket for a client, or for requests. */
interface Spare extends SessionProcess {
  /** Our end of its descriptor 0. */
  readonly socket: number;
}

/** Digits of a number on a session's command line. */
const ROOM = 256;

/**
 * The number `fd`, 0 for none, with zeros in front: a long command line is room for a long title in
 * `ps`.
 */
function roomy(fd = 0): string {
  return `${fd}`.padStart(ROOM, "0");
}

/** Milliseconds after which a template is tried again when one could not be had. */
const TEMPLATE_RETRY = 5000;

/** Starts session processes. Its methods need the right to start programs as root (`asRoot`). */
export class SessionStarter {
  /** Descriptors that a set has to have room for. */
  static readonly DESCRIPTORS = 1;

  /** Descriptor 0 of the daemon itself, /dev/null, put back after each start. */
  readonly #own: number;
  readonly #children = new Children();
  #template: Template | undefined;
  /** The moment (monotonic, ms) until which no template is tried after one failed. */
  #noTemplateBefore = 0;
  #spares: Spare[] = [];
  /** Who waits for a template to be ready; nobody does without one. */
  readonly #left: { readonly connection: number; readonly reception: Reception }[] = [];
  /** Spares that the template was asked for. */
  #expected = 0;
  #inherited: readonly (number | undefined)[] = [];
  #forking = false;
  #watched = -1;

  /**
   * How this program is started as the one and the other; `shared`: which of the
   * daemon's standard streams are those of sessions, too (`-n`).
   */
  constructor(
    private readonly commands: {
      readonly session: ProgramCommand;
      readonly template: ProgramCommand;
    },
    private readonly shared: { readonly output: boolean; readonly error: boolean },
  ) {
    const nothing = open("/dev/null", O.RDWR);
    duplicateOnto(nothing, 0, false);
    close(nothing);
    this.#own = duplicate(0);
  }

  /**
   * Says which descriptors sessions inherit from now on, the configuration first, and whether they
   * are forks of a template. The template and spare sessions that know others are dismissed.
   */
  setInherited(inherited: readonly (number | undefined)[], forking: boolean): void {
    this.#dismissAll();
    this.#inherited = inherited;
    this.#forking = forking;
    this.#noTemplateBefore = 0;
  }

  /**
   * Runs `start`, which starts a program that is no session: it inherits nothing of what they do, the
   * configuration and its keys first of all.
   */
  keepBack<T>(start: () => T): T {
    const inherited = this.#inherited.filter((fd) => fd !== undefined);
    for (const fd of inherited) setInheritable(fd, false);
    try {
      return start();
    } finally {
      for (const fd of inherited) setInheritable(fd, true);
    }
  }

  /**
   * Ends the template and all spare sessions, for good. What was begun before is done when this
   * returns; a client for whom nothing was has lost its connection.
   */
  dismiss(): void {
    this.#forking = false;
    this.#dismissAll();
    for (const { connection } of this.#left.splice(0)) close(connection);
  }

  #dismissAll(): void {
    this.#template?.dismiss();
    this.#template = undefined;
    this.dismissSpares(0);
  }

  /** Ends spare sessions, if there are more than `wanted`; those that waited longest go first. */
  dismissSpares(wanted: number): void {
    for (const { socket, pid } of this.#spares.splice(0, this.#spares.length - wanted)) {
      close(socket);
      kill(pid, SIGNAL.TERM);
    }
  }

  /** How many spare sessions there are, those included that are being made. */
  get spares(): number {
    return this.#spares.length + this.#expected;
  }

  /** Whether spare sessions can be had now. */
  get canPrepare(): boolean {
    return !this.#forking || this.#template?.ready === true;
  }

  /**
   * Adds to `set` what becomes readable when the template has something to say. Starts one if there
   * ought to be one and is none: not before the daemon serves, or it would keep open what the
   * starting command waits for. `failed` is called if that cannot be, and when there is none any more.
   */
  addTo(set: PollSet, failed: (error: unknown) => void): void {
    this.#keepTemplate(failed);
    if (this.#template?.ready !== false) {
      for (const { connection, reception } of this.#left.splice(0)) {
        this.start(connection, reception);
      }
    }
    this.#watched = set.add(this.#template?.socket ?? -1, POLL.IN);
  }

  /** Takes the template's answers, after a wait for `set`. */
  serve(set: PollSet): void {
    if (set.events(this.#watched) !== 0) this.#template?.listen();
  }

  /** Makes one more spare session, or has the template do it; `failed` is called if that cannot be. */
  prepare(failed: (error: unknown) => void): void {
    let ours: number;
    let theirs: number;
    try {
      if (!this.#forking) return this.#keep(this.#spawnAtSocket("spare"));
      [ours, theirs] = socketpair();
    } catch (error) {
      return failed(error);
    }
    const asked = this.#template?.ask(theirs, ROLE.SPARE, {
      made: (pid) => {
        this.#expected -= 1;
        this.#keep({ pid, ended: this.#children.adopt(pid), socket: ours });
      },
      failed: (error) => {
        this.#expected -= 1;
        close(ours);
        if (error) failed(error);
      },
    });
    close(theirs);
    if (asked) this.#expected += 1;
    else close(ours);
  }

  /** Gives `connection` to a session, and closes it here. */
  start(connection: number, reception: Reception): void {
    for (let spare = this.#spares.shift(); spare; spare = this.#spares.shift()) {
      const given = sendDescriptor(spare.socket, connection);
      close(spare.socket);
      if (!given) continue;
      close(connection);
      return reception.started(spare);
    }
    if (this.#template?.ready === false) {
      this.#left.push({ connection, reception });
      return;
    }
    const asked = this.#template?.ask(connection, ROLE.CLIENT, {
      made: (pid) => {
        close(connection);
        reception.started({ pid, ended: this.#children.adopt(pid) });
      },
      failed: (error) => {
        if (error) {
          close(connection);
          reception.failed(error);
        } else this.#left.push({ connection, reception });
      },
    });
    if (!asked) this.#startAlone(connection, reception);
  }

  #startAlone(connection: number, { started, failed }: Reception): void {
    let session: SessionProcess;
    try {
      session = this.#spawn(connection, "session");
    } catch (error) {
      return failed(error);
    }
    started(session);
  }

  #keep(spare: Spare): void {
    this.#spares.push(spare);
    spare.ended.then(() => {
      const index = this.#spares.indexOf(spare);
      if (index < 0) return; // it has been given a client, or dismissed
      this.#spares.splice(index, 1);
      close(spare.socket);
    });
  }

  /** Starts a template if there ought to be one and is none; `failed` as for `addTo`. */
  #keepTemplate(failed: (error: unknown) => void): void {
    const isStuck = this.#template?.isStuck === true;
    if (isStuck) this.#template?.abort();
    if (this.#template?.ended) {
      this.#template = undefined;
      this.#noTemplateBefore = performance.now() + TEMPLATE_RETRY;
      failed(new Error(isStuck ? "it did not answer" : "it has ended"));
    }
    if (!this.#forking || this.#template || performance.now() < this.#noTemplateBefore) return;
    let loader: Spare;
    try {
      loader = this.#spawnAtSocket("template");
    } catch (error) {
      this.#noTemplateBefore = performance.now() + TEMPLATE_RETRY;
      return failed(error);
    }
    const { pid, socket } = loader;
    const template = new Template(socket, pid, (fork) => void this.#children.adopt(fork));
    loader.ended.then(() => template.launched());
    this.#template = template;
  }

  /**
   * Starts a process with one end of a new socket as its descriptor 0. Throws what `spawn` throws,
   * and `SysError`.
   */
  #spawnAtSocket(role: "spare" | "template"): Spare {
    const [socket, theirs] = socketpair();
    try {
      return { ...this.#spawn(theirs, role), socket };
    } catch (error) {
      close(socket);
      throw error;
    }
  }

  /**
   * Starts a process with `descriptor` as its descriptor 0, and closes it here. The three steps run
   * without a turn of the event loop between them, so no other child can inherit the wrong one.
   * Throws what `spawn` throws.
   */
  #spawn(descriptor: number, role: "session" | "spare" | "template"): SessionProcess {
    try {
      duplicateOnto(descriptor, 0, true);
      const { command, args } = this.commands[role === "template" ? role : "session"];
      const child = new Deno.Command(command, {
        args: [...args, `@${role}`, ...this.#inherited.map((fd) => roomy(fd))],
        stdin: "inherit",
        stdout: this.shared.output ? "inherit" : "null",
        stderr: this.shared.error ? "inherit" : "null",
      }).spawn();
      const ended = child.status.then(({ code, signal }) => ({ code, signal }));
      return { pid: child.pid, ended };
    } finally {
      duplicateOnto(this.#own, 0, false);
      close(descriptor);
    }
  }
}
