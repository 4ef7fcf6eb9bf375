/**
 * Access: what the configuration lets a client do, and which settings hold where.
 *
 * @module
 */

import { Scope, type Section } from "../../config/mod.ts";
import type { RuleSubject } from "../../net/mod.ts";
import { classOf } from "./class.ts";
import { decide, type Decision, type Subject } from "./decide.ts";
import { allowFilter, compilePatterns, denyFilter } from "./directives.ts";
import { Directories, type Surroundings } from "./directory_match.ts";

export { accessDirectives } from "./directives.ts";
export type { Decision } from "./decide.ts";

/** A user as the rules know him. */
export interface Member {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Who is logged in, and where that leads. */
export interface LoggedIn extends Member, Surroundings {
  readonly anonymous: Section | undefined;
}

/** What applies at one real path. */
interface PathRules {
  readonly path: string;
  /** The closest first. */
  readonly layers: readonly Section[];
  readonly scope: Scope;
}

/** The rules of one server, asked about one client. Immutable: a login makes another one. */
export class Access {
  readonly #base: readonly Section[];
  readonly #directories: Directories;
  /** The layers of the last path: commands ask several times about the same one. */
  #last:
    | { readonly path: string; readonly layers: readonly Section[]; readonly scope: Scope }
    | undefined;

  private constructor(
    private readonly server: Section,
    private readonly subject: Subject,
    anonymous: Section | undefined,
    surroundings: Surroundings,
  ) {
    this.#base = anonymous ? [anonymous, server] : [server];
    this.#directories = new Directories(this.#base, surroundings);
  }

  /** What holds for a client who has just connected to `server`. */
  static atConnect(
    server: Section,
    classes: readonly Section[],
    client: RuleSubject,
  ): Access {
    const subject = { ...client, className: classOf(classes, client) };
    return new Access(server, subject, undefined, {
      anonymousRoot: undefined,
      homeOf: () => undefined,
    });
  }

  /** The client's class; undefined for none. */
  get className(): string | undefined {
    return this.subject.className;
  }

  /** What holds once somebody is logged in. */
  of(login: LoggedIn): Access {
    const { user, groups, anonymous } = login;
    return new Access(this.server, { ...this.subject, user, groups }, anonymous, login);
  }

  /** Gets ready for a process that has given up its permissions, and cannot compile patterns then. */
  prepare(): void {
    compilePatterns(this.server);
  }

  /** Whether the client may try to log in at all: `<Limit LOGIN>` by address and class. */
  allowsConnection(): boolean {
    return decide("LOGIN", [this.server], this.subject).allowed;
  }

  /** Whether `member` may log in, to an anonymous area where one is given. */
  allowsLogin(member: Member, anonymous: Section | undefined): boolean {
    const layers = anonymous ? [anonymous, this.server] : [this.server];
    return decide("LOGIN", layers, { ...this.subject, ...member }).allowed;
  }

  /** Whether `verb` (`RETR`, `SITE_CHMOD`) may be used on the real path `path`, and who says so. */
  decisionAbout(verb: string, path: string): Decision {
    return decide(verb, this.#at(path).layers, this.subject);
  }

  /** Whether `verb` may be used on the real path `path`. */
  allows(verb: string, path: string): boolean {
    return this.decisionAbout(verb, path).allowed;
  }

  /** Whether `AllowFilter` and `DenyFilter` let the argument of a command given in `cwd` pass. */
  allowsArgument(argument: string, cwd: string): boolean {
    const scope = this.scopeFor(cwd);
    if (scope.get(denyFilter)?.test(argument)) return false;
    return scope.get(allowFilter)?.test(argument) ?? true;
  }

  /** The settings at the real path `path`: those of its directories before those of the server. */
  scopeFor(path: string): Scope {
    return this.#at(path).scope;
  }

  /** Whether rules differ from place to place; otherwise nobody has to find out where a path leads. */
  get dependsOnPath(): boolean {
    return !this.#directories.isEmpty;
  }

  #at(path: string): PathRules {
    if (this.#last?.path === path) return this.#last;
    const layers = [...this.#directories.at(path), ...this.#base];
    return this.#last = { path, layers, scope: new Scope(layers) };
  }
}
