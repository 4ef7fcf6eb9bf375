/**
 * Access rules of one session: `<Limit>`, `<Directory>`, `<Class>`, filters.
 *
 *     Access.atConnect(server, classes, client)   what is known before login
 *       .allowsConnection()                       false: close without a word
 *       .allowsLogin(member, anonymous)           the user part of <Limit LOGIN>
 *       .of(login)                                the same client as a user
 *       .allows("STOR", realPath, argument)       one command on one path
 *       .scopeFor(realPath)                       for directives that a <Directory> may set
 *
 * Everything is compiled in `atConnect` and `of`, while libraries can still be loaded: regular
 * expressions need that. `.ftpaccess` files are read later; `Overrides` takes care of that.
 *
 * @module
 */

import { says, Scope, type Section } from "../../config/mod.ts";
import type { RuleSubject } from "../../net/mod.ts";
import { allowOverride } from "../../settings/mod.ts";
import { classOf } from "./class.ts";
import { decide, decideLogin, type Decision, invitation, isLimited, UNLIMITED } from "./decide.ts";
import {
  Directories,
  type DirectoryMatch,
  type Placed,
  type Surroundings,
} from "./directory_match.ts";
import { allowFilter, denyFilter, passes } from "./filter.ts";
import { type Hidden, hiddenFrom, hideGroup, hideUser } from "./hide.ts";
import { compileLayer, type Layer } from "./layer.ts";
import type { Override, Overrides } from "./override.ts";
import { groupOwner, nobodysIds, type OwnerIds, rememberedIds, userOwner } from "./owners.ts";
import type { Member, Who } from "./who.ts";

export { type Decision, decisionText } from "./decide.ts";
export type { Hidden } from "./hide.ts";
export { conditions, settled } from "./conditions.ts";
export { accessDirectives } from "./directives.ts";
export { compileLayer, type Layer } from "./layer.ts";
export type { Override, Overrides } from "./override.ts";
export type { Member } from "./who.ts";

/** Who is logged in, and where that leads. */
export interface LoggedIn extends Member, Surroundings {
  /** The section of an anonymous login. */
  readonly anonymous: Section | undefined;
  /** Who the owners are that the configuration speaks of. */
  readonly owners?: OwnerIds;
  /** As `owners`, for `.ftpaccess` files: asked when users and groups cannot be looked up any more. */
  readonly lateOwners?: OwnerIds;
  /** The `.ftpaccess` files that the session can see; undefined where none is heeded. */
  readonly overrides?: Overrides;
}

/** What applies to one path. */
interface Applying {
  /** The closest layer first, up to the server. */
  readonly layers: readonly Layer[];
  readonly withHidden: readonly Layer[] | undefined;
  readonly scope: Scope;
  /** Whether any of this is about a command, by verb. */
  readonly limited: Map<string, boolean>;
}

/** What a client may do: a login makes another one. */
export class Access {
  readonly #server: Layer;
  /** What is around all directories: `<Anonymous>`, the server. */
  readonly #outer: readonly Layer[];
  readonly #directories: Directories;
  readonly #who: Who;
  readonly #overrides: Overrides | undefined;
  readonly #hidden = new WeakMap<Scope, Hidden | "nothing">();
  readonly #applying = new WeakMap<readonly Placed[], WeakMap<readonly Override[], Applying>>();

  private constructor(
    server: Layer,
    outer: readonly Layer[],
    directories: Directories,
    who: Who,
    /** The `<Class>` that describes the client. */
    readonly classSection: Section | undefined,
    /** The ids of owners that the configuration names. */
    readonly owners: OwnerIds,
    overrides?: Overrides,
  ) {
    this.#server = server;
    this.#outer = outer;
    this.#directories = directories;
    this.#who = who;
    this.#overrides = overrides;
  }

  /** The rules of the server `section` for a client of whom only the address is known. */
  static atConnect(section: Section, classes: readonly Section[], client: RuleSubject): Access {
    const isIn = classOf(classes, client);
    const who: Who = { peer: client, className: isIn?.args[0], user: undefined };
    const server = compileLayer(section);
    return new Access(server, [server], Directories.none, who, isIn, nobodysIds);
  }

  /**
   * The rules for the same client as a user. In `<Anonymous>` the server's `<Directory>` sections
   * do not apply, but its `<Limit>`s do.
   */
  of(login: LoggedIn): Access {
    const { user, groups, anonymous, overrides } = login;
    const outer = this.#around(anonymous);
    const directories = new Directories(outer[0].section, login);
    const owners = rememberedIds(
      login.owners ?? nobodysIds,
      login.lateOwners ?? nobodysIds,
      outer.map(({ section }) => section),
      [hideUser, userOwner],
      [hideGroup, groupOwner],
    );
    const who: Who = { ...this.#who, user: { user, groups } };
    return new Access(this.#server, outer, directories, who, this.classSection, owners, overrides);
  }

  /**
   * The same client under the rules of `section`: the server's, once it is known which of its conditional
   * sections count.
   */
  under(section: Section): Access {
    const server = compileLayer(section);
    return new Access(
      server,
      [server],
      Directories.none,
      this.#who,
      this.classSection,
      this.owners,
    );
  }

  /** The client's class, if it has one. */
  get className(): string | undefined {
    return this.#who.className;
  }

  /**
   * Whether there is a login for which this client may stay: by the server's rules, or because one
   * of its `<Anonymous>` sections lets him in.
   */
  decisionAtConnect(): Decision {
    const decision = decideLogin([this.#server], this.#who);
    if (decision.allowed) return decision;
    for (const section of this.#server.section.sections) {
      if (section.kind !== "anonymous") continue;
      const invited = invitation(compileLayer(section), this.#who);
      if (invited) return invited;
    }
    return decision;
  }

  /** As `decisionAtConnect`, without the reason. */
  allowsConnection(): boolean {
    return this.decisionAtConnect().allowed;
  }

  /** Whether `member` may log in from here (`<Limit LOGIN>`), to an anonymous area if one is given. */
  decisionAboutLogin({ user, groups }: Member, anonymous: Section | undefined): Decision {
    const who: Who = { ...this.#who, user: { user, groups } };
    return decideLogin(this.#around(anonymous), who);
  }

  /** As `decisionAboutLogin`, without the reason. */
  allowsLogin(member: Member, anonymous: Section | undefined): boolean {
    return this.decisionAboutLogin(member, anonymous).allowed;
  }

  /**
   * Whether the command `verb` (`RETR`; `SITE_CHMOD`) may be used on `path`, and which section says
   * so. The path has to be the real one: absolute, as seen outside of any jail, without links and
   * `..`. For APPE, RETR, RNTO, STOR and STOU it is the file's. `argument` is what the client wrote
   * behind the command, for filters in `<Limit>`; left out, none of them is passed.
   */
  decisionAbout(verb: string, path: string, argument?: string): Decision {
    const applying = this.#at(path);
    let limited = applying.limited.get(verb);
    if (limited === undefined) applying.limited.set(verb, limited = isLimited(verb, applying));
    return limited ? decide(verb, applying, { ...this.#who, argument }) : UNLIMITED;
  }

  /** As `decisionAbout`, without the reason. */
  allows(verb: string, path: string, argument?: string): boolean {
    return this.decisionAbout(verb, path, argument).allowed;
  }

  /** Whether `AllowFilter` and `DenyFilter` let the argument of a command given in `cwd` pass. */
  allowsArgument(argument: string, cwd: string): boolean {
    return passes(argument, this.scopeFor(cwd), allowFilter, denyFilter);
  }

  /** Where directives for the real path `path` are looked up: the closest section first. */
  scopeFor(path: string): Scope {
    return this.#at(path).scope;
  }

  /** What is hidden from the client where the settings in `scope` hold; undefined for nothing. */
  hiddenIn(scope: Scope): Hidden | undefined {
    let hidden = this.#hidden.get(scope);
    if (hidden === undefined) {
      hidden = hiddenFrom(this.#who, scope, this.owners) ?? "nothing";
      this.#hidden.set(scope, hidden);
    }
    return hidden === "nothing" ? undefined : hidden;
  }

  /** Whether files that the client makes are given to other users somewhere. */
  get givesFilesAway(): boolean {
    const [{ section }] = this.#outer;
    const around = section.sections.filter(({ kind }) => kind === "directory");
    return [section, ...around].some((section) => says(section, userOwner));
  }

  /** Whether rules differ from place to place; otherwise nobody has to find out where a path leads. */
  get dependsOnPath(): boolean {
    return this.#overrides !== undefined || !this.#directories.isEmpty;
  }

  /**
   * Whether what is right in the real directory `path` may have other rules than the directory
   * itself: if not, nobody need ask about each name in a listing.
   */
  differsWithin(path: string): boolean {
    return this.#directories.differWithin(path);
  }

  /** To be called when a command comes: `.ftpaccess` files may have changed since the last one. */
  nextCommand(): void {
    this.#overrides?.nextCommand();
  }

  /** Whether there is a `.ftpaccess` file right in the real directory `path`. */
  isOverriddenIn(path: string): boolean {
    return this.#overrides !== undefined && this.#overrides.isIn(path) && this.#heeds(path);
  }

  #at(path: string): Applying {
    const match = this.#directories.at(path);
    const overrides = this.#overrides?.at(path, (directory) => this.#heeds(directory)) ?? NONE;
    let known = this.#applying.get(match.seen);
    if (known === undefined) this.#applying.set(match.seen, known = new WeakMap());
    let applying = known.get(overrides);
    if (applying === undefined) known.set(overrides, applying = this.#arrange(match, overrides));
    return applying;
  }

  #arrange({ seen, withHidden }: DirectoryMatch, overrides: readonly Override[]): Applying {
    const around = (placed: readonly Placed[], files: readonly Override[]) => [
      ...merged(placed, files).map(({ layer }) => layer),
      ...this.#outer,
    ];
    const found = overrides.filter((override) =>
      seen.every(({ depth, text }) => depth <= override.depth || isTextWithin(text, override))
    );
    const layers = around(seen, found);
    // Settings of a <Directory> count before those of the file in the same directory.
    const settings = merged(seen, found, "section").map(({ layer }) => layer);
    const isSomeHidden = withHidden !== undefined || found.length < overrides.length;
    return {
      layers,
      withHidden: isSomeHidden ? around(withHidden ?? seen, overrides) : undefined,
      scope: new Scope([...settings, ...this.#outer].map(({ section }) => section)),
      limited: new Map(),
    };
  }

  /** Whether the configuration lets a `.ftpaccess` file in the real directory `path` count. */
  #heeds(path: string): boolean {
    const { seen } = this.#directories.at(path);
    const sections = [...seen.map(({ layer }) => layer), ...this.#outer];
    return new Scope(sections.map(({ section }) => section)).get(allowOverride);
  }

  #around(anonymous: Section | undefined): readonly Layer[] {
    return anonymous ? [compileLayer(anonymous), this.#server] : [this.#server];
  }
}

const NONE: readonly Override[] = [];

/** Both, the closest first; `first` says which of two that speak of the same directory. */
function merged(
  placed: readonly Placed[],
  files: readonly Override[],
  first: "section" | "file" = "file",
) {
  const all: (Placed | Override)[] = [...placed];
  for (const file of files.toReversed()) {
    const at = all.findIndex(({ depth }) =>
      depth < file.depth || first === "file" && depth === file.depth
    );
    all.splice(at < 0 ? all.length : at, 0, file);
  }
  return all;
}

/**
 * Whether the path of a `<Directory>` is inside the directory of a file by its text: with one that is
 * not, and tells more of the path, the original does not find the file.
 */
function isTextWithin(text: string, { directory }: Override): boolean {
  return text === directory || directory === "/" || text.startsWith(`${directory}/`);
}
